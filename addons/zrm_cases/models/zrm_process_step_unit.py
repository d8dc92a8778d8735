from odoo import models


class ZrmProcessStep(models.Model):
    _inherit = "zrm.process.step"

    def _responsible_unit(self, holder, routed):
        """The unit that is responsible at this step.

        :param holder: the unit that holds the case now
        :param routed: the unit that routing would choose
        """
        self.ensure_one()
        step = self.sudo()
        if step.responsible == "unit":
            return step.unit_id
        if step.responsible == "routing":
            return routed
        if step.responsible == "parent":
            return holder.sudo().parent_id or holder
        return holder
