from odoo import models

from ...const import OURS, SHARED_MOMENTS


class ZrmCase(models.Model):
    """Which citizens hear of an event of a case."""

    _inherit = "zrm.case"

    def _notice_recipients(self, moment):
        """Who receives a notice of this kind.

        :return: list of ``(case, citizen)``: the case whose code the notice has, their own
            where theirs was merged into this one; no citizen stands for a hidden reporter.
            Anonymous reporters receive none; those who joined what concerns all of them.
        """
        self.ensure_one()
        case = self.sudo()
        found = case._own_recipients()
        is_shared = self.env.context.get("zrm_own_only") is not OURS
        if is_shared and moment in SHARED_MOMENTS:
            for merged in case._all_merged():
                told = {partner.id for _case, partner in found if partner}
                own = merged._own_recipients()
                # Who reported the same twice hears once.
                found += [(one, partner) for one, partner in own if partner.id not in told]
            if not case.is_confidential and not case.is_reporter_hidden:
                told = {partner.id for _case, partner in found}
                joined = case.joined_partner_ids.filtered("active")
                found += [(case, partner) for partner in joined if partner.id not in told]
        return found

    def _own_recipients(self):
        self.ensure_one()
        if self.is_withdrawn:
            return []  # it goes on for others
        if self.is_reporter_hidden:
            # Reached by the contact that is frozen with the case; no file names them.
            nobody = self.env["res.partner"]
            return [(self, nobody)] if self._recipient_contact(nobody) else []
        citizen = self.env["res.partner"] if self.is_anonymous else self.partner_id
        return [(self, citizen)] if citizen.active else []
