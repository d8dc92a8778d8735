from odoo import api, fields, models
from odoo.exceptions import LockError, UserError

from odoo.addons.zrm_cases.const import OURS

from ...const import MAX_TEXT, OPEN_STATES
from ...domain import lifecycle


class ZrmSuggestion(models.Model):
    """The verbs of authors and secretariat. What may follow what stands in
    ``domain/lifecycle.py``."""

    _inherit = "zrm.suggestion"

    # ------------------------------------------------------------------
    # Guards
    # ------------------------------------------------------------------

    def _lock(self):
        try:
            self.lock_for_update()
        except LockError as error:
            raise UserError(
                self.env._("Somebody else is deciding about it at this moment; look at it again.")
            ) from error

    def _lock_for_secretary(self):
        """:raise AccessError: for all but the secretariat"""
        self.check_access("write")
        if not self.env.su and not self.env.user.has_group(
            "zrm_suggestions.group_suggestion_secretary"
        ):
            raise UserError(self.env._("The secretariat of the suggestions does this."))
        self._lock()
        self._check_not_own()
        return self

    def _check_not_own(self):
        """:raise UserError: nobody handles what they wrote themselves"""
        for suggestion in self if not self.env.su else ():
            if self.env.user.partner_id in suggestion.sudo()._all_authors():
                raise UserError(
                    self.env._(
                        "You are an author of %s; another secretary handles it.", suggestion.name
                    )
                )

    def _lock_for_author(self):
        """Authors act on their own suggestions; the secretariat for those without an account."""
        self.check_access("read")
        self._lock()
        for suggestion in self:
            own = self.env.user.partner_id in suggestion.sudo().author_ids.partner_id
            if not (self.env.su or own or suggestion.has_access("write")):
                raise UserError(self.env._("Only the authors can do this."))
        return self

    def _check_may_follow(self, state):
        self.ensure_one()
        if not lifecycle.may_follow(self.state, state):
            states = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s is in the state “%(now)s”; “%(then)s” cannot follow.",
                    name=self.name,
                    now=states[self.state],
                    then=states[state],
                )
            )

    def _enter(self, state, **vals):
        """Puts the suggestion into a state, and gives the phase its time."""
        self.ensure_one()
        self._check_may_follow(state)
        now = fields.Datetime.now()
        self._write_handling(
            {"state": state, "state_since": now, **self._phase_vals(state, now), **vals}
        )

    # ------------------------------------------------------------------
    # Authors
    # ------------------------------------------------------------------

    def action_submit(self):
        """Hands the suggestion to the secretariat; gives the tracking code on the first time.

        :raise UserError: says what is missing, or what is wrong with the shares
        """
        for suggestion in self._lock_for_author():
            own = suggestion.sudo()
            missing = [
                own._fields[name]._description_string(self.env)
                for name in ("current_state", "proposed_state", "reason")
                if not (own[name] or "").strip()
            ]
            if missing:
                raise UserError(
                    self.env._("Before it is handed in, fill in: %s.", ", ".join(missing))
                )
            own._check_shares()
            first = own.author_ids.sorted("sequence")[:1]
            if not own.author_ids.filtered("is_first"):
                first.with_context(zrm_handling=OURS).is_first = True
            own._enter(
                "submitted",
                number=own.number or self._new_number(),
                submitted_at=own.submitted_at or fields.Datetime.now(),
                published_state="submitted",
                is_by_staff=any(not user.share for user in own.author_ids.partner_id.user_ids),
            )
            own._keep_version()
            own._log_event("submitted", is_public=True)
            own._tell_authors(
                lambda env, one=own: env._(
                    "Your suggestion “%(name)s” was received. Its tracking code is %(number)s.",
                    name=one.name,
                    number=one.number,
                )
            )
        return True

    def action_withdraw(self, reason=""):
        """Takes a suggestion back before anything is decided."""
        for suggestion in self._lock_for_author():
            own = suggestion.sudo()
            if own.state not in OPEN_STATES:
                raise UserError(self.env._("It is decided already and cannot be withdrawn."))
            own._give_up_rounds()
            own._enter("withdrawn", published_state="withdrawn")
            own._log_event("withdrawn", text=reason, is_public=True)
            own.activity_ids.unlink()
        return True

    # ------------------------------------------------------------------
    # Secretariat
    # ------------------------------------------------------------------

    def action_screen(self, reason_id=None, words="", unit_id=None, benefiting_unit_ids=None):
        """Takes suggestions up for screening and names the units; with a reason, does not
        take them up.

        :param int reason_id: a ready-made reason why not
        :param str words: what the authors read besides it
        :param int unit_id: whose work it changes
        :param list benefiting_unit_ids: others that benefit
        """
        reason = self.env["zrm.suggestion.screening.reason"].browse(reason_id or []).exists()
        if reason_id and not reason:
            raise UserError(self.env._("Choose the reason; the authors read it."))
        self._check_length_of(words)
        for suggestion in self._lock_for_secretary():
            if suggestion.state not in ("submitted", "screening"):
                raise UserError(
                    self.env._("%s is past screening; the committee decides.", suggestion.name)
                )
            if suggestion.state == "submitted":
                suggestion._enter("screening", screened_by_id=self.env.uid)
                suggestion._log_event("screened")
            if unit_id:
                suggestion._write_handling({"unit_id": unit_id})
            if benefiting_unit_ids is not None:
                suggestion._write_handling({"benefiting_unit_ids": [(6, 0, benefiting_unit_ids)]})
            if reason:
                suggestion._reject_in_screening(reason, words)
        return True

    def _reject_in_screening(self, reason, words):
        self.ensure_one()
        self._give_up_rounds()
        told = "\n".join(filter(None, [reason.text, (words or "").strip()]))
        self._enter(
            "rejected",
            screening_reason_id=reason.id,
            public_answer=told,
            published_state="rejected",
        )
        self._log_event("rejected", text=told, is_public=True)
        self._tell_authors(
            lambda env: env._("Your suggestion “%(name)s”: %(words)s", name=self.name, words=told)
        )

    def action_return(self, words):
        """Gives a suggestion back to its authors for completion; its text so far is kept.

        :param str words: what is missing; the authors read them
        """
        suggestions = self._lock_for_secretary()
        if not (words or "").strip():
            raise UserError(self.env._("Write what is missing; the authors read it."))
        self._check_length_of(words)
        for suggestion in suggestions:
            suggestion._give_up_rounds()
            suggestion._enter("draft", published_state="draft", screened_by_id=self.env.uid)
            suggestion._log_event("returned", text=words, is_public=True)
            suggestion._tell_authors(
                lambda env, one=suggestion: env._(
                    "Please complete your suggestion “%(name)s”: %(words)s",
                    name=one.name,
                    words=words.strip(),
                )
            )
        return True

    @api.model
    def _check_length_of(self, words):
        """:raise UserError: for words that nobody reads to their end"""
        if len(words or "") > MAX_TEXT:
            raise UserError(self.env._("Write at most %s characters.", MAX_TEXT))
