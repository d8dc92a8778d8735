from odoo import SUPERUSER_ID, api, models

from ...domain import delays


class ZrmSuggestionMilestone(models.Model):
    """Late milestones: first their owner is told, then the secretariat, then the manager of
    the unit; each once."""

    _inherit = "zrm.suggestion.milestone"

    @api.model
    def _tell_of_delays(self):
        """Tells those whose turn it is; run by the scheduler."""
        today = self.env["res.company"]._zrm_today()
        late = self.search(
            [
                ("done_at", "=", False),
                ("due_on", "<", today),
                ("told_level", "<", len(delays.STEPS)),
                ("suggestion_id.state", "=", "implementing"),
            ]
        )
        for milestone in late:
            days = (today - milestone.due_on).days
            for who in delays.newly_told(milestone.told_level, days):
                for user in getattr(milestone, f"_late_{who}")():
                    milestone._give_task(user)
            milestone.told_level = delays.reached(days)

    def _give_task(self, user):
        """A task about the delay, in the reader's language and in nobody's name."""
        self.ensure_one()
        own = self.with_user(SUPERUSER_ID).with_context(lang=user.lang or self.env.lang)
        own.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=own.env._("The milestone “%s” is late", self.name),
            user_id=user.id,
        )

    def _late_owner(self):
        return self.owner_id.filtered("active")

    def _late_secretary(self):
        suggestion = self.suggestion_id
        handling = suggestion.screened_by_id.filtered("active")
        return handling or suggestion._secretaries()[:1]

    def _late_manager(self):
        """Who leads the unit that carries it out, or the one above; where the manager owns the
        milestone, the one above is told."""
        unit = self.suggestion_id.unit_id
        manager = unit.manager_id.filtered("active")
        return manager - self.owner_id or unit._higher_manager().filtered("active")
