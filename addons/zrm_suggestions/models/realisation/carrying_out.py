from odoo import fields, models
from odoo.exceptions import UserError

from ...const import INSIDERS


class ZrmSuggestion(models.Model):
    """From the approval to the measured benefit. Authors and followers hear of each public
    step."""

    _inherit = "zrm.suggestion"

    milestone_ids = fields.One2many(
        "zrm.suggestion.milestone", "suggestion_id", string="Milestones", groups=INSIDERS
    )
    benefit_ids = fields.One2many(
        "zrm.suggestion.benefit", "suggestion_id", string="Benefits", groups=INSIDERS
    )

    def action_implement(self):
        """Starts carrying out what was approved and published; it has milestones by then."""
        for suggestion in self._lock_for_secretary():
            if suggestion.published_state != "approved":
                raise UserError(self.env._("Publish the approval first."))
            if not suggestion.milestone_ids:
                raise UserError(self.env._("Set a milestone first: what, by whom, until when."))
            suggestion._go_on("implementing", "started")
        return True

    def action_measure(self):
        """What was carried out is measured: all milestones are done, every benefit verified."""
        for suggestion in self._lock_for_secretary():
            if open_ones := suggestion.milestone_ids.filtered(lambda one: not one.done_at):
                raise UserError(
                    self.env._("Not done yet: %s.", ", ".join(open_ones.mapped("name")))
                )
            if not suggestion.benefit_ids:
                raise UserError(self.env._("Say what it brought: add the benefits first."))
            if open_ones := suggestion.benefit_ids.filtered(lambda one: not one.verified_at):
                raise UserError(
                    self.env._("Not verified yet: %s.", ", ".join(open_ones.mapped("name")))
                )
            suggestion._go_on("measured", "measured")
        return True

    def action_close(self):
        """Closes what is measured, or what stays rejected."""
        for suggestion in self._lock_for_secretary():
            if suggestion.state == "rejected" and suggestion.published_state != "rejected":
                raise UserError(self.env._("Publish the decision first."))
            suggestion._go_on("closed", "closed")
        return True

    def _go_on(self, state, kind):
        """The next public step."""
        self.ensure_one()
        is_public = not self.is_withheld
        self._enter(state, published_state=state)
        self._log_event(kind, is_public=is_public)
        if not is_public:
            return

        def label(env):
            return dict(self.with_env(env)._fields["state"]._description_selection(env))[state]

        self._tell_authors(
            lambda env: env._(
                "News of your suggestion “%(name)s”: %(state)s.", name=self.name, state=label(env)
            )
        )
