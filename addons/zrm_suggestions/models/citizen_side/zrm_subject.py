from odoo import api, fields, models

from odoo.addons.zrm_cases.models.configuration.zrm_cached_mixin import cached


class ZrmSubject(models.Model):
    _inherit = "zrm.subject"

    makes_suggestions = fields.Boolean(
        string="Suggestions Go to the Scheme",
        help="A case of the nature “suggestion” about this subject becomes a suggestion by itself "
        "when it is registered, unless it is confidential, hidden or anonymous.",
    )

    @api.model
    @cached()
    def _ids_that_suggest(self):
        """Ids of the subjects about which cases become suggestions by themselves."""
        # sudo: registering anything asks for it.
        return frozenset(self.sudo().search([("makes_suggestions", "=", True)])._ids)

    @api.model
    @cached("self.env.lang")
    def _suggestible(self):
        """Subjects about which something can be suggested: ``[(id, label)]`` in the reader's
        language; none whose cases are confidential or hide their reporter."""
        # sudo: names of subjects are public.
        found = self.sudo().search(
            [("active", "=", True), ("is_sensitive", "=", False), ("hides_reporter", "=", False)]
        )
        return [(one.id, one.complete_name or one.name) for one in found.sorted("complete_name")]
