from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.const import OURS
from odoo.addons.zrm_cases.domain import tracking_code

from ...const import FINAL_STATES
from .zrm_suggestion import TEXTS


class ZrmSuggestion(models.Model):
    """How suggestions come in: by the own form, by staff, or from a case."""

    _inherit = "zrm.suggestion"

    @api.model
    def _new_number(self):
        """An unused tracking code; never one of a case either, so that nobody mixes them up."""
        # sudo: codes are unique across what the user may not see.
        while True:
            number = tracking_code.new_code()
            if not self.sudo().search_count([("number", "=", number)], limit=1) and not (
                self.env["zrm.case"].sudo().search_count([("number", "=", number)], limit=1)
            ):
                return number

    @api.model_create_multi
    def create(self, vals_list):
        """Cleans the texts; a suggestion without authors is its creator's.

        :raise ValidationError: for fields that only the verbs write
        """
        cleaned = []
        for given in vals_list:
            vals = dict(given)
            if not self.env.su:
                self._refuse_handling_fields(vals)
            for name in TEXTS:
                if isinstance(vals.get(name), str):
                    vals[name] = persian.normalize_text(vals[name])
            if not vals.get("author_ids") and not self.env.su:
                vals["author_ids"] = [(0, 0, {"partner_id": self.env.user.partner_id.id})]
            cleaned.append(vals)
        # Who writes it does not follow what the secretariat says about it among themselves.
        writing = self.with_context(zrm_writing=OURS, mail_create_nosubscribe=True)
        made = super(ZrmSuggestion, writing).create(cleaned)
        suggestions = made.with_env(self.env)
        is_secretary = self.env.user.has_group("zrm_suggestions.group_suggestion_secretary")
        for suggestion in suggestions.sudo() if not (self.env.su or is_secretary) else ():
            if self.env.user.partner_id not in suggestion.author_ids.partner_id:
                raise UserError(self.env._("You are among the authors of what you write."))
        return suggestions

    @api.model
    def _from_case(self, case):
        """Makes a suggestion of a case; the case follows it from then on.

        :raise UserError: for cases whose content must not spread
        """
        case.ensure_one()
        case.check_access("write")
        # sudo: the secretariat makes it; the case was checked above.
        case = case.sudo()
        if case.is_confidential or case.is_reporter_hidden:
            raise UserError(self.env._("Nothing of a confidential case becomes a suggestion."))
        if case.duplicate_of_id:
            raise UserError(
                self.env._(
                    "This case was joined to %s; make that one a suggestion.",
                    case.duplicate_of_id.number,
                )
            )
        if case.is_anonymous or not case.partner_id:
            raise UserError(self.env._("A suggestion has an author; this case is anonymous."))
        if known := self.sudo().search([("case_id", "=", case.id)], limit=1):
            return known.with_env(self.env)
        suggestion = self.sudo().create(
            {
                "name": case.name[:250],
                "proposed_state": case.description or case.name,
                "current_state": case.name,
                "reason": case.remedy_sought or case.description or case.name,
                "subject_id": case.subject_id.id,
                "region_id": case.region_id.id,
                "unit_id": case.unit_id.id,
            }
        )
        # Not by a command: those of a form go by the rights of who pressed the button.
        self.env["zrm.suggestion.author"].sudo().create(
            {"suggestion_id": suggestion.id, "partner_id": case.partner_id.id}
        )
        suggestion._write_handling({"case_id": case.id, "company_id": case.company_id.id})
        suggestion.action_submit()
        case._log_event(
            "informed",
            text=case.with_context(lang=case._text_lang()).env._(
                "Your suggestion is taken up under the tracking code %s.", suggestion.number
            ),
            is_public=True,
        )
        return suggestion.with_env(self.env)

    def _is_over(self):
        self.ensure_one()
        return self.state in FINAL_STATES
