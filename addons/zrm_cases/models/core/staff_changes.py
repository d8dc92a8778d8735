from typing import NamedTuple

from odoo import models

# Changes after which others may have to handle or judge.
CHANGES = {"active", "zrm_away_until", "zrm_unit_ids", "group_ids"}


class Duties(NamedTuple):
    """What somebody may have to do, as compared before and after a change."""

    is_staff: bool
    handles: bool
    opens_confidential: bool
    units: models.BaseModel


class ResUsers(models.Model):
    """What follows for cases when staff are away or back, leave, or get other units or roles.
    Other people are not looked at."""

    _inherit = "res.users"

    def write(self, vals):
        if not CHANGES & vals.keys():
            return super().write(vals)
        # sudo: who changes an account need not see where its owner works, and what they have.
        people = self.sudo().filtered(lambda user: not user.share)
        before = {user: user._zrm_duties() for user in people}
        result = super().write(vals)
        after = {user: user._zrm_duties() for user in people}
        staff = people.filtered(lambda user: before[user].is_staff or after[user].is_staff)
        if staff:
            staff._zrm_after_change(before, after)
        return result

    def _zrm_duties(self):
        self.ensure_one()
        return Duties(
            is_staff=self.has_group("zrm_base.group_operator"),
            handles=self.active and self.has_group("zrm_base.group_expert"),
            opens_confidential=self._zrm_opens_confidential(),
            units=self.zrm_unit_ids,
        )

    def _zrm_after_change(self, before, after):
        """Others decide and handle what these users cannot any more."""
        self.env["zrm.unit"]._invalidate_configuration()
        Case = self.env["zrm.case"]
        gone = self.filtered(lambda user: before[user].handles and not after[user].handles)
        if gone:
            Case._release_from(gone)
        for user in self - gone:
            if left := before[user].units - after[user].units:
                Case._after_leaving(left, user)
        shut_out = self.filtered(
            lambda user: before[user].opens_confidential and not after[user].opens_confidential
        )
        if shut_out:
            Case._take_confidential_from(shut_out)
        self.env["zrm.case.approval"]._cron_ask_again()
