from odoo import SUPERUSER_ID, api, fields, models

from ...const import PHASE_DAYS

BATCH = 50


class ZrmSuggestion(models.Model):
    """The time that each phase has, in working days of the organization, and what happens
    when it has passed: the secretariat is told; deferred ones are taken up again."""

    _inherit = "zrm.suggestion"

    def _phase_vals(self, state, now):
        """The values of a phase's time; none where nobody has to act."""
        self.ensure_one()
        parameters = self.env["ir.config_parameter"].sudo()
        days = int(
            parameters.get_param(f"zrm_suggestions.days_{state}") or PHASE_DAYS.get(state, 0)
        )
        working_time = self._working_time_of_company()
        return {"due_at": bool(days) and working_time.days_after(days, now), "due_told": False}

    def _working_time_of_company(self):
        """Read once for many suggestions, where the caller keeps them in the context."""
        self.ensure_one()
        kept = self.env.context.get("zrm_working_times")
        company_id = self.company_id.id
        if not isinstance(kept, dict) or company_id not in kept:
            working_time = self.env["zrm.unit"]._organization_time(company_id)
            if not isinstance(kept, dict):
                return working_time
            kept[company_id] = working_time
        return kept[company_id]

    @api.model
    def _cron_phases(self):
        """Tells the secretariat of phases whose time has passed, and takes deferred
        suggestions up again on their day."""
        now = fields.Datetime.now()
        late = [("due_at", "<=", now), ("due_told", "=", False)]
        while due := self.search(late, limit=BATCH, order="due_at"):
            due._tell_of_delay()
            left = self.search_count(late, limit=BATCH * 10)
            if not self.env["ir.cron"]._commit_progress(len(due), remaining=left):
                return
        self._take_up_deferred()
        self.env["zrm.suggestion.evaluation"]._send_reminders()
        self.env["zrm.suggestion.milestone"]._tell_of_delays()
        self.env["zrm.suggestion.benefit"]._ask_to_measure()
        self.env["zrm.suggestion.passage"]._count_days()

    def _tell_of_delay(self):
        """Tells the secretariat once of each phase whose time has passed."""
        for suggestion in self:
            suggestion._tell_secretary_of_delay()
        self._write_handling({"due_told": True})

    def _tell_secretary_of_delay(self):
        self._ask_secretary(lambda env: env._("The time for this phase has passed"))

    def _ask_secretary(self, words):
        """Gives the secretary who handles the suggestion a task, else another one; never an
        author of it.

        :param words: function of an environment that gives the summary
        """
        for suggestion in self.with_user(SUPERUSER_ID):
            authors = suggestion._all_authors()
            able = suggestion._secretaries().filtered(
                lambda user, authors=authors: user.partner_id not in authors
            )
            user = (suggestion.screened_by_id & able) or able[:1]
            if user:
                suggestion._give_task(user, words)

    def _give_task(self, user, words, day=None):
        """A task for somebody, in their language, in nobody's name.

        :param words: function of an environment that gives the summary
        """
        self.ensure_one()
        own = self.with_user(SUPERUSER_ID).with_context(lang=user.lang or self.env.lang)
        own.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=words(own.env),
            user_id=user.id,
        )

    @api.model
    def _secretaries(self):
        """Who may handle a suggestion of this company, the longest there first."""
        group = self.env.ref("zrm_suggestions.group_suggestion_secretary").sudo()
        return group.all_user_ids.filtered(
            lambda user: (
                user.active
                and not user.share
                and user.id != SUPERUSER_ID
                and (not self.company_id or self.company_id in user.company_ids)
            )
        ).sorted("id")

    @api.model
    def _take_up_deferred(self):
        """Takes up again what was deferred until today."""
        today = self.env["res.company"]._zrm_today()
        waiting = self.search([("state", "=", "deferred"), ("deferred_until", "<=", today)])
        for suggestion in waiting:
            suggestion._enter("committee", deferred_until=False)
            suggestion._log_event("reopened")
