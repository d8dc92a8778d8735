from odoo import api, models
from odoo.fields import Domain

from ...const import FINAL_STATES


class ZrmCase(models.Model):
    """When the account of an expert is closed, or they lose the role or leave the unit, others
    get the open cases."""

    _inherit = "zrm.case"

    @api.model
    def _release_from(self, users):
        """Takes open cases from these users: balanced units give them to others, the
        managers of the other units are told how many wait.

        :param users: whose accounts were closed, or who have no role any more
        """
        # sudo: whoever closes an account need not see the cases.
        cases = self.sudo().search(
            [("user_id", "in", users.ids), ("state", "not in", FINAL_STATES)], order="id"
        )
        cases._give_on(users)

    @api.model
    def _take_confidential_from(self, users):
        """Takes open confidential cases, and what tells of them, from people who may not open
        such cases any more."""
        theirs = (
            Domain("user_id", "in", users.ids)
            | Domain("activity_ids.user_id", "in", users.ids)
            | Domain("message_partner_ids", "in", users.partner_id.ids)
        )
        secret = Domain("is_confidential", "=", True) & Domain("state", "not in", FINAL_STATES)
        for case in self.sudo().search(secret & theirs, order="id"):
            case._take_from_others()

    @api.model
    def _after_leaving(self, units, users):
        """Takes open cases from people who do not work in these units any more, and tasks of
        confidential ones.

        :param units: of which they were managers or members until now
        """
        below = [("unit_id", "child_of", units.ids), ("state", "not in", FINAL_STATES)]
        cases = self.search([*below, ("user_id", "in", users.ids)], order="id")
        cases.filtered(lambda case: not case.user_id._zrm_works_in(case.unit_id))._give_on(users)
        tasks = [("activity_ids.user_id", "in", users.ids), ("is_confidential", "=", True)]
        for case in self.search([*below, *tasks]):
            case._take_from_others()

    def _give_on(self, users):
        """Gives these cases to others than these users, where their units are balanced; the
        managers of the other units are told how many wait."""
        if not self:
            return
        units = self.env["zrm.unit"].browse(case.unit_id.id for case in self)
        chosen = units._balanced_users(
            [case._excluded_users() | users for case in self],
            secret=[case.is_confidential for case in self],
        )
        by_user = {}
        for case, user in zip(self, chosen, strict=True):
            by_user.setdefault(user.id, self.sudo().browse())
            by_user[user.id] |= case
        for user_id, theirs in by_user.items():
            theirs._open_action_leg().write({"user_id": user_id})
            theirs._write_handling({"user_id": user_id})
            theirs._log_event("assigned", text=self.env["res.users"].sudo().browse(user_id).name)
        waiting = by_user.get(False, self.browse())
        for unit in waiting.unit_id:
            of_unit = waiting.filtered(lambda case, unit=unit: case.unit_id == unit)
            of_unit._tell_manager_of_departure(unit, users)

    def _tell_manager_of_departure(self, unit, users):
        """One message for all cases of a unit that wait for an expert."""
        manager = (
            self[:1]._choose_somebody(self[:1]._rungs(unit, lambda one: one.manager_id), users)[1][
                :1
            ]
            or self[:1]._administrators()[:1]
        )
        if not manager:
            return
        own = unit.with_context(lang=manager.lang or self.env.lang)
        names = ", ".join(users.mapped("name"))
        own.message_notify(
            partner_ids=manager.partner_id.ids,
            subject=own.env._("Cases without an expert"),
            body=own.env._(
                "%(count)s open cases of %(unit)s, which %(names)s handled until now, are without "
                "an expert. Assign them.",
                names=names,
                count=len(self),
                unit=own.display_name,
            ),
        )
