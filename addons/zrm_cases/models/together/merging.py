from odoo import Command, fields, models
from odoo.exceptions import UserError


class ZrmCase(models.Model):
    """Merging of duplicates: the target goes on, and the citizens of the merged cases follow
    and judge it with their own codes."""

    _inherit = "zrm.case"

    merged_ids = fields.One2many("zrm.case", "duplicate_of_id", string="Merged Cases")

    def action_merge(self, target_id):
        """Merges duplicate cases into another one, which continues."""
        target = self.browse(target_id).exists()
        target.check_access("write")
        # Locked: two cases merged into each other at the same moment would both end.
        target._lock()
        target._check_open()
        for case in self._lock_for_handling():
            case._check_open()
            if case.is_confidential and not target.is_confidential:
                raise UserError(
                    self.env._(
                        "%s is confidential: its files and its citizen would be seen by all who "
                        "see the other case. Mark that one confidential first.",
                        case.number_spaced,
                    )
                )
            if case == target or target.duplicate_of_id:
                raise UserError(self.env._("Choose another case, one that is not merged itself."))
            case._write_handling({"duplicate_of_id": target.id})
            case._finish("merged", self.env._("It goes on within another case."))
            case._log_event("merged", text=target.number_spaced, is_public=True)
            target._take_over(case)
        return True

    def _take_over(self, double):
        """Transfers followers and files of a merged case to this one."""
        self.ensure_one()
        self.sudo().message_subscribe(double.sudo().message_partner_ids.ids)
        # The own citizen of the merged case hears under its own code.
        affected = double.sudo().joined_partner_ids - self.sudo().partner_id
        self.sudo().joined_partner_ids = [Command.link(partner.id) for partner in affected]
        # Cases linked to a merged problem belong to the one that goes on.
        double.sudo().child_ids.filtered(lambda case: case != self).write({"parent_id": self.id})
        # Copies, so that the history of the merged case keeps its files.
        attachments = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_model", "=", self._name), ("res_id", "=", double.id)])
        )
        for attachment in attachments:
            attachment.copy({"res_id": self.id, "name": attachment.name})

    # ------------------------------------------------------------------
    # The citizens of merged cases
    # ------------------------------------------------------------------

    def _goes_on_in(self):
        """The case in which a merged one goes on; empty for a case that is not merged."""
        self.ensure_one()
        # sudo: the citizen of a merged case need not be that of the other.
        target = self.sudo().duplicate_of_id
        while target.duplicate_of_id:
            target = target.duplicate_of_id
        return target

    def _shown(self):
        """The case whose state and answer this one's citizen sees and judges: of a merged one
        the case that goes on, unless its reporter is hidden and theirs is not."""
        self.ensure_one()
        target = self._goes_on_in()
        is_secret = target.is_reporter_hidden and not self.sudo().is_reporter_hidden
        return target if target and not is_secret else self

    def _all_merged(self):
        """The cases that go on in this one, also by way of others, as superuser."""
        self.ensure_one()
        found, last = self.sudo().browse(), self.sudo()
        while last:
            last = last.search([("duplicate_of_id", "in", last.ids)])
            found |= last
        return found

    def _accept_within(self, target, stars, comment, by_phone):
        """The citizen of a merged case accepts the answer of the one it goes on in, for
        themselves: that one is not closed for its own citizen."""
        self.ensure_one()
        self._check_judgeable_within(target)
        self._record_verdict("accepted", stars, comment, by_phone)
        self._log_event("accepted_answer", text=comment or "", is_public=True)

    def _object_within(self, target, reason, channel, stars, by_phone):
        """The citizen of a merged case objects to the answer of the one it goes on in."""
        self.ensure_one()
        self._check_judgeable_within(target)
        if not (reason or "").strip():
            raise UserError(self.env._("Enter what is not solved."))
        target._lock()
        target._check_objection_is_open()
        target._climb_after_objection(reason, channel, is_own=False)
        self._record_verdict("objected", stars, reason, by_phone)
        self._log_event("objected", text=reason, is_public=True, channel_id=channel.id)

    def _check_judgeable_within(self, target):
        self.ensure_one()
        if target.state not in ("answered", "closed") or not target.answered_at:
            raise UserError(self.env._("There is no answer to judge yet."))
        if self.verdict in ("accepted", "objected"):
            raise UserError(self.env._("You have already given your verdict; thank you."))
