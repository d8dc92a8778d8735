from odoo import api, models

from ...const import FINAL_STATES


class ZrmCase(models.Model):
    """When the account of an expert is closed, others get the open cases."""

    _inherit = "zrm.case"

    @api.model
    def _release_from(self, users):
        """Takes open cases from these users: balanced units give them to others, the
        managers of the other units are told how many wait.

        :param users: whose accounts were closed
        """
        # sudo: whoever closes an account need not see the cases.
        cases = self.sudo().search(
            [("user_id", "in", users.ids), ("state", "not in", FINAL_STATES)], order="id"
        )
        if not cases:
            return
        units = self.env["zrm.unit"].browse(case.unit_id.id for case in cases)
        chosen = units._balanced_users(
            [case._excluded_users() | users for case in cases],
            secret=[case.is_confidential for case in cases],
        )
        by_user = {}
        for case, user in zip(cases, chosen, strict=True):
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
        own.message_notify(
            partner_ids=manager.partner_id.ids,
            subject=own.env._("Cases without an expert"),
            body=own.env._(
                "The account of %(names)s is closed: %(count)s open cases of %(unit)s are without "
                "an expert. Assign them.",
                names=", ".join(users.mapped("name")),
                count=len(self),
                unit=own.display_name,
            ),
        )
