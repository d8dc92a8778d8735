from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models

# Calendar days before the last day on which evaluators are reminded.
REMIND_BEFORE = 3


class ZrmSuggestionEvaluation(models.Model):
    """Reminders of evaluators: once before the last day, once after it; then the secretariat
    is asked, once for each round."""

    _inherit = "zrm.suggestion.evaluation"

    reminded_before = fields.Boolean(readonly=True, groups=fields.NO_ACCESS)
    reminded_after = fields.Boolean(readonly=True, groups=fields.NO_ACCESS)

    _to_remind = models.Index("(due_on) WHERE state = 'invited' AND reminded_after IS NOT TRUE")

    def _remind(self, words, day=None):
        """A task for the evaluator, in their language and in nobody's name; it replaces an
        earlier one.

        :param words: function of an environment that gives the summary
        """
        self.ensure_one()
        user = self.evaluator_id
        own = self.with_user(SUPERUSER_ID).with_context(lang=user.lang or self.env.lang)
        own.activity_ids.unlink()
        own.activity_schedule(
            "mail.mail_activity_data_todo",
            date_deadline=day,
            summary=words(own.env),
            user_id=user.id,
        )

    @api.model
    def _send_reminders(self):
        """Reminds those whose last day is near or has passed; run by the scheduler."""
        today = self.env["res.company"]._zrm_today()
        near = self.search(
            [
                ("state", "=", "invited"),
                ("due_on", ">=", today),
                ("due_on", "<=", today + timedelta(days=REMIND_BEFORE)),
                ("reminded_before", "=", False),
            ]
        )
        for evaluation in near:
            evaluation._remind(
                lambda env: env._("Please evaluate this suggestion; the last day is near"),
                day=evaluation.due_on,
            )
        near.write({"reminded_before": True})
        late = self.search(
            [("state", "=", "invited"), ("due_on", "<", today), ("reminded_after", "=", False)]
        )
        for evaluation in late:
            evaluation._remind(
                lambda env: env._("Please evaluate this suggestion; the last day has passed"),
                day=evaluation.due_on,
            )
        late.write({"reminded_before": True, "reminded_after": True})
        for suggestion in late.round_id.suggestion_id:
            suggestion._ask_secretary(
                lambda env: env._("Evaluators are late: remind or release them")
            )
