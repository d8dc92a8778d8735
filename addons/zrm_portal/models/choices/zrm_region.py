from odoo import api, models

from odoo.addons.zrm_cases.models.configuration.zrm_cached_mixin import cached


class ZrmRegion(models.Model):
    """The list of places for citizens."""

    _inherit = "zrm.region"

    @api.model
    @cached("self.env.lang")
    def _labels(self):
        """id -> display name of all regions, in the reader's language."""
        # sudo: names of places are public.
        everything = self.sudo().with_context(active_test=False)
        regions = everything.search([("id", "!=", False)], order="id")
        return {region.id: region.display_name for region in regions}

    @api.model
    @cached("self.env.lang")
    def _groups_to_choose(self):
        """Regions in use: ``[(heading, [(id, label)])]``, the larger ones as
        headings that can be chosen as a whole; in the reader's language."""
        # sudo: visitors have no rights; the list is the same for everybody.
        regions = self.sudo().search([("active", "=", True)])
        parts = regions.grouped("parent_id")
        alone = [
            (region.id, region.name)
            for region in regions
            if not region.parent_id and region not in parts
        ]
        groups = [
            (
                region.name,
                [(region.id, self.env._("%s (somewhere in it)", region.name))]
                + [(part.id, part.name) for part in parts[region] if part not in parts],
            )
            for region in regions
            if region in parts
        ]
        return ([("", alone)] if alone else []) + groups
