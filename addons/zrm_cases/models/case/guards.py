from odoo import SUPERUSER_ID, Command, api, models
from odoo.exceptions import UserError

from ...const import FINAL_STATES, GIVEN_OUTCOMES, OURS, SETTLED_STATES

# Changes that may bring a case to others, or make it confidential.
MAY_TAKE_AWAY = {"subject_id", "nature_id", "region_id", "is_confidential"}


class ZrmCase(models.Model):
    """What a form or a request may not write on a case, beside the fields of the actions."""

    _inherit = "zrm.case"

    @api.model
    def _check_named(self, vals):
        """Refuses to name citizens and cases that the user may not see.

        :raise AccessError: as reading them would
        """
        if self.env.su:
            return
        for name in ("partner_id", "parent_id"):
            # PostgreSQL also accepts a string of digits as an id.
            named = vals.get(name)
            if isinstance(named, str) and named.strip().isdigit():
                named = int(named)
            if isinstance(named, int) and named:
                self.env[self._fields[name].comodel_name].browse(named).check_access("read")
        joined = self.env["res.partner"].browse(
            id_
            for command in vals.get("joined_partner_ids") or ()
            if isinstance(command, list | tuple)
            for id_ in (command[2] or () if command[0] == 6 else command[1:2])
            if command[0] in (4, 6) and id_
        )
        joined.check_access("read")

    def web_save(self, vals, specification, next_id=None):
        """As core's. Who saved what takes the case away from themselves has saved it all the
        same; there is nothing to read back then."""
        if self and MAY_TAKE_AWAY & vals.keys():
            self.write(vals)
            shown = self.browse(next_id) if next_id else self._filtered_access("read")
            if not shown:
                # The form takes it for deleted.
                self.env.user._bus_send(
                    "simple_notification",
                    {
                        "type": "success",
                        "message": self.env._("Saved. Others go on with the case."),
                    },
                )
            # Not by way of core's, which would write once more: that right may be gone too.
            return shown.with_context(bin_size=True).web_read(specification)
        return super().web_save(vals, specification, next_id=next_id)

    def _check_not_published(self, vals):
        """Refuses changes of text that the citizen has already received.

        :raise UserError: says how to change it instead
        """
        published_in = {
            "answer": SETTLED_STATES,
            "outcome": FINAL_STATES,
            "public_reason": FINAL_STATES,
        }
        for name in published_in.keys() & vals.keys():
            for case in self:
                if case.state in published_in[name] and (case[name] or "") != (vals[name] or ""):
                    raise UserError(
                        self.env._(
                            "The citizen has already received this. Reopen the case "
                            "%(number)s to change: %(field)s.",
                            number=case.number_spaced,
                            field=self._fields[name]._description_string(self.env),
                        )
                    )

    def _check_may_write(self, vals):
        """Refuses what a user with write access still may not set.

        :raise UserError: says who may
        """
        if self.env.context.get("zrm_handling") is OURS:
            return
        if vals.get("outcome") in GIVEN_OUTCOMES:
            raise UserError(self.env._("This outcome is given by the system only; choose another."))
        for case in self:
            # The citizen objected to their answer: they write nothing any more.
            case._check_not_excluded(self.env.user)
            if case.is_confidential and not vals.get("is_confidential", True):
                case._check_may_lift_confidentiality()

    def _check_may_lift_confidentiality(self):
        self.ensure_one()
        subject = self.subject_id
        if (
            self.is_reporter_hidden
            or subject._cached("is_sensitive")
            or subject._cached("hides_reporter")
        ):
            raise UserError(
                self.env._("Cases about “%s” are always confidential.", subject.sudo().name)
            )
        if not self.env.user.has_group("zrm_base.group_oversight"):
            raise UserError(self.env._("Oversight alone takes the mark “confidential” off a case."))

    def _compute_answer_seen(self):
        for case in self:
            case.answer_seen = case.answer

    def _inverse_answer_seen(self):
        """Nothing to store; :meth:`_check_not_overwritten` compares it."""

    def _check_not_overwritten(self, vals):
        """Refuses to overwrite an answer that somebody else wrote meanwhile.

        :raise UserError: with the other's words, so that neither text is lost
        """
        seen = vals.get("answer_seen")
        if seen is None or "answer" not in vals:
            return
        for case in self:
            now = (case.answer or "").strip()
            if now not in ((seen or "").strip(), (vals["answer"] or "").strip()):
                raise UserError(
                    self.env._(
                        "Somebody else has changed the answer meanwhile. Copy your text, reload "
                        "the case and bring both together. The answer is now:\n\n%s",
                        case.answer or "—",
                    )
                )

    def _note_draft(self):
        """Before the words to the citizen change: their approval lapses, and who changes
        them counts as author of the draft."""
        is_author = self.env.user._is_internal() and self.env.uid != SUPERUSER_ID
        # sudo: to compare only; the writer need not see who wrote before.
        for case in self.sudo():
            if case.step_id._cached("needs_approval"):
                case._end_approval("lapsed")
            if is_author and self.env.user not in case.answer_author_ids:
                case._write_handling({"answer_author_ids": [Command.link(self.env.uid)]})

    def _check_citizens_company(self):
        """Refuses the file of a citizen of another company (setting: separate citizens)."""
        for case in self.sudo():
            company = case.partner_id.company_id
            if company and company not in case.company_id.parent_ids:
                raise UserError(
                    self.env._(
                        "The file of %(citizen)s belongs to another company than the case. "
                        "Register the citizen in %(company)s.",
                        citizen=case.partner_id.name,
                        company=case.company_id.name,
                    )
                )

    def _log_exchanged_citizen(self, partner_id):
        """Notes in the history that a case is given to another citizen, who then sees it."""
        partner = self.env["res.partner"].browse(partner_id or [])
        for case in self:
            before = case.sudo().partner_id
            if before and before != partner and not case.sudo().is_reporter_hidden:
                names = (before.name or "", partner.sudo().name or "—")
                case._log_event("citizen", text=" → ".join(names))
