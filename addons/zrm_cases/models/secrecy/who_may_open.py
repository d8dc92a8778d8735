from odoo import api, models
from odoo.exceptions import UserError

from ...const import OURS

# Changes after which somebody may no longer open a confidential case.
NARROWING = {"is_confidential", "is_reporter_hidden", "unit_id", "handler_unit_id"}


class ZrmCase(models.Model):
    """On a confidential case nobody becomes follower, gets a task, a message or a mail who
    may not open it. Other cases are not looked at."""

    _inherit = "zrm.case"

    # ------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------

    def _users_who_may_open(self, users):
        """Those of these users who may open this case, in order."""
        self.ensure_one()
        # sudo: whether it is confidential does not depend on who asks.
        if not self.sudo().is_confidential:
            return users
        return users.filtered(lambda user: user.active and self._is_open_to(user))

    def _is_open_to(self, user):
        own = self.with_user(user).sudo(False)
        companies = user.sudo().company_ids.ids
        return own.with_context(allowed_company_ids=companies).has_access("read")

    def _partners_who_may_open(self, partners):
        """Those of these partners who may get to know of this case: staff who may open it,
        and its citizen, unless hidden."""
        self.ensure_one()
        case = self.sudo()
        if not case.is_confidential:
            return partners
        staff = partners.sudo().user_ids.filtered(lambda user: not user.share)
        return partners & (self._users_who_may_open(staff).partner_id | case.partner_id)

    # ------------------------------------------------------------------
    # Followers and recipients
    # ------------------------------------------------------------------

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        secret = self.filtered(lambda case: case.sudo().is_confidential)
        for case in secret if partner_ids else ():
            partners = self.env["res.partner"].browse(partner_ids)
            # A citizen gets notices, which tell nothing of the matter, not the conversation.
            allowed = case._partners_who_may_open(partners) - case.sudo().partner_id
            if allowed:
                super(ZrmCase, case)._message_subscribe(allowed.ids, subtype_ids, customer_ids)
        others = self - secret
        return super(ZrmCase, others)._message_subscribe(partner_ids, subtype_ids, customer_ids)

    def _message_auto_subscribe_followers(self, updated_values, default_subtype_ids):
        wanted = super()._message_auto_subscribe_followers(updated_values, default_subtype_ids)
        for case in self.filtered(lambda one: one.sudo().is_confidential) if wanted else ():
            partners = self.env["res.partner"].browse(partner_id for partner_id, *_more in wanted)
            allowed = case._partners_who_may_open(partners).ids
            wanted = [line for line in wanted if line[0] in allowed]
        return wanted

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """As core's, but nobody who may not open it; and not the organization itself, which
        core takes for the author of the notices that citizens reply to."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        if not (recipients and self):
            return recipients
        itself = self.sudo().company_id.partner_id.id
        recipients = [line for line in recipients if line["id"] != itself]
        if self.sudo().is_confidential:
            partners = self.env["res.partner"].browse(line["id"] for line in recipients)
            allowed = self._partners_who_may_open(partners.filtered("id")).ids
            recipients = [line for line in recipients if line["id"] in allowed]
        return recipients

    # ------------------------------------------------------------------
    # When it becomes confidential, or goes to another unit
    # ------------------------------------------------------------------

    def write(self, vals):
        is_new = vals.get("is_confidential") and self.env.context.get("zrm_classified") is not OURS
        fresh = self.sudo().filtered(lambda case: is_new and not case.is_confidential)
        result = super().write(vals)
        if NARROWING & vals.keys():
            for case in self.sudo().filtered("is_confidential"):
                case._take_from_others()
        fresh._find_who_may_open()
        return result

    def _find_who_may_open(self):
        """Sees that somebody may open these new confidential cases: where nobody of the unit
        may, it goes up to who may, and they are told."""
        for case in self.filtered(lambda one: not one._is_final()):
            unit, users, passed = case._choose_handler(case.unit_id)
            if unit == case.unit_id:
                continue
            if unit:
                case._pass_on(unit)
            case._log_event("escalated", text=passed)
            case._ask_handler(
                lambda env: env._("Nobody below may open this confidential case"),
                users[:1] or case._administrators()[:1],
            )

    def _take_from_others(self):
        """Takes the case itself, followers, tasks and messages from those who may not open it
        any more."""
        self.ensure_one()
        self.flush_recordset()
        if self.user_id and not self._is_final() and not self._users_who_may_open(self.user_id):
            self._take_from_expert()
        # A judge's task goes to another judge, not to the expert.
        self.approval_ids.filtered(lambda one: one.state == "waiting")._ask_others()
        followers = self.message_follower_ids
        allowed = self._partners_who_may_open(followers.partner_id) - self.partner_id
        followers.filtered(lambda line: line.partner_id not in allowed).unlink()
        activities = self.with_context(active_test=False).activity_ids
        users = self._users_who_may_open(activities.user_id)
        for activity in activities.filtered(lambda line: line.user_id not in users):
            if activity.active:
                self._ask_handler(activity.summary, date_deadline=activity.date_deadline)
            activity.unlink()
        # Also those that tell somebody of a task, which the conversation does not show.
        messages = self.env["mail.message"].search(
            [("model", "=", self._name), ("res_id", "=", self.id)]
        )
        lines = messages.notification_ids.filtered("res_partner_id")
        told = lines.res_partner_id | messages.partner_ids
        strangers = told - self._partners_who_may_open(told)
        lines.filtered(lambda line: line.res_partner_id in strangers).unlink()
        for message in messages.filtered(lambda line: line.partner_ids & strangers):
            message.partner_ids -= strangers

    def _take_from_expert(self):
        """Gives the case to another of its unit where that is balanced; else somebody who may
        open it is asked to assign it."""
        user = self.unit_id._balanced_users([self._excluded_users()], secret=[True])[0]
        self._open_action_leg().write({"user_id": user.id})
        self._write_handling({"user_id": user.id})
        self._log_event("assigned", text=user.name)
        if not user:
            self._ask_handler(lambda env: env._("This case became confidential: assign it"))

    # ------------------------------------------------------------------
    # Tasks
    # ------------------------------------------------------------------

    @api.model
    def _check_task_holders(self, activities):
        """:raise UserError: when a task is given to somebody who may not open the case"""
        for activity in activities:
            case = self.sudo().browse(activity.res_id).exists()
            if activity.user_id and case and not case._users_who_may_open(activity.user_id):
                raise UserError(
                    self.env._(
                        "%s may not open this confidential case; choose somebody else.",
                        activity.user_id.name,
                    )
                )
