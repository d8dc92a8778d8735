from odoo import models
from odoo.exceptions import UserError

from ...domain import lifecycle


class ZrmSuggestion(models.Model):
    """Joining a suggestion to an earlier one, and taking it apart again.

    Nothing is moved: the later one points to the earlier one, whose authors stay credited
    first; voices are counted through the pointer, each citizen once. So taking apart restores
    exactly what was.
    """

    _inherit = "zrm.suggestion"

    def action_merge(self, target_id):
        """Joins suggestions to an earlier one, which goes on.

        :param int target_id: the earlier suggestion
        """
        suggestions = self._lock_for_secretary()
        target = self.browse(target_id).exists()
        if not target:
            raise UserError(self.env._("Choose the earlier suggestion."))
        target.check_access("read")
        target._lock()
        for suggestion in suggestions:
            if suggestion == target or target.duplicate_of_id or target.state == "withdrawn":
                raise UserError(
                    self.env._("Choose another suggestion, one that goes on by itself.")
                )
            if (target.submitted_at or target.create_date) > (
                suggestion.submitted_at or suggestion.create_date
            ):
                raise UserError(
                    self.env._("%s came later; join it to this one instead.", target.display_name)
                )
            if not lifecycle.may_follow(suggestion.state, "duplicate"):
                suggestion._check_may_follow("duplicate")
            before = suggestion.state
            suggestion._give_up_rounds()
            suggestion._enter(
                "duplicate",
                duplicate_of_id=target.id,
                state_before_merge=before,
                published_before_merge=suggestion.published_state,
                published_state="duplicate",
            )
            suggestion._log_event("merged", text=target.number)
            suggestion._tell_authors(
                lambda env, one=suggestion: env._(
                    "Your suggestion “%s” was joined to an earlier one; you hear how it goes on.",
                    one.name,
                )
            )
        target.sudo()._release_conflicted()
        return True

    def action_unmerge(self):
        """Takes suggestions apart again: each is what it was before."""
        for suggestion in self._lock_for_secretary():
            if suggestion.state != "duplicate":
                raise UserError(self.env._("%s is not joined to another.", suggestion.name))
            before = suggestion.state_before_merge
            suggestion._enter(
                before,
                duplicate_of_id=False,
                state_before_merge=False,
                published_state=suggestion.published_before_merge,
                published_before_merge=False,
            )
            suggestion._log_event("unmerged")
        return True
