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

    def action_go(self):
        """Moves the case, from whose form this is pressed, to this step."""
        self.ensure_one()
        context = self.env.context
        case = self.env["zrm.case"].browse(context.get("zrm_case_id"))
        return case.action_move(self.id, context.get("zrm_seen_step_id"))
