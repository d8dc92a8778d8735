from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError

from odoo.addons.zrm_cases.const import FINAL_STATES, OURS

# What makes a case one whose content must not spread.
SECRECY = ("is_confidential", "is_reporter_hidden", "is_anonymous")
# With these the citizen's case is answered; a deferral is news only.
ANSWERING = ("approved", "rejected", "closed")


class ZrmCase(models.Model):
    """Cases that become suggestions by rule, and what follows when one becomes secret."""

    _inherit = "zrm.case"

    @api.model
    def _intake(self, vals_list):
        cases = super()._intake(vals_list)
        cases._suggest_by_rule()
        return cases

    def _suggest_by_rule(self):
        """Makes suggestions of what is one by nature, where the subject says so.

        A case that cannot become one stays a case: its registration fails for nothing here.
        """
        if self.env.context.get("zrm_quiet") is OURS:
            return  # imported past cases stay what they were
        subjects = self.env["zrm.subject"]._ids_that_suggest()
        # Asked for each case that is registered: nothing is read where no subject says so.
        cases = self.filtered(lambda case: case.subject_id.id in subjects) if subjects else self[:0]
        # The rule of the organization acts, not who registers.
        system = cases.with_user(SUPERUSER_ID).with_context(lang=self.env.lang)
        meant = system.filtered(
            lambda case: (
                case.nature_id.kind == "suggestion"
                and case.state not in FINAL_STATES
                and case.partner_id
                and not any(case[name] for name in SECRECY)
            )
        )
        for case in meant:
            system.env["zrm.suggestion"]._from_case(case)

    def write(self, vals):
        result = super().write(vals)
        if any(vals.get(name) for name in SECRECY):
            # sudo: who protects the case need not know of the suggestion.
            suggestions = self.env["zrm.suggestion"].sudo().search([("case_id", "in", self.ids)])
            suggestions._leave_public_page()
        return result


class ZrmSuggestion(models.Model):
    """The case that a suggestion came from follows it: it is answered with what is published,
    and its citizen hears through the case's own notices."""

    _inherit = "zrm.suggestion"

    def action_publish(self):
        result = super().action_publish()
        self._answer_cases()
        return result

    def _reject_in_screening(self, reason, words):
        result = super()._reject_in_screening(reason, words)
        self._answer_cases()
        return result

    def _go_on(self, state, kind):
        result = super()._go_on(state, kind)
        for suggestion in self.sudo():
            for one in suggestion._with_cases():
                one._inform_case(
                    lambda env, shown=suggestion: env._(
                        "News of your suggestion: %s.", shown._published_label(env)
                    )
                )
        return result

    def _published_label(self, env):
        field = self._fields["published_state"]
        return dict(field._description_selection(env))[self.published_state]

    def _with_cases(self):
        """These suggestions and what was joined to them, as far as they came from cases."""
        return (self | self._all_joined()).filtered("case_id")

    def _told_authors(self):
        """The case's citizen hears from the case."""
        told = super()._told_authors()
        return told - self.sudo().case_id.partner_id if self._is_case_told() else told

    def _is_case_told(self):
        """Whether the case still tells its citizen what happens."""
        self.ensure_one()
        case = self.sudo().case_id
        return bool(case) and not case.is_withdrawn

    def _answer_cases(self):
        """Answers the cases, with those of what was joined, by the published words."""
        for suggestion in self.sudo():
            is_final = suggestion.published_state in ANSWERING
            for one in suggestion._with_cases():
                one._answer_case(suggestion.public_answer or "", is_final)

    def _answer_case(self, words, is_final):
        """Answers the case, or informs its citizen.

        Where the case's process does not let it be answered at this step, or needs a judge of
        its own, the citizen is informed and the case stays with who handles it.

        :param str words: what was published
        :param bool is_final: whether they answer it
        """
        self.ensure_one()
        case = self.case_id.with_user(SUPERUSER_ID)
        is_open = case.state not in (*FINAL_STATES, "answered") and not case._is_judged_here()
        if not (is_final and is_open and self._is_answered(case, words)):
            self._inform_case(lambda env: words)

    def _is_answered(self, case, words):
        """Answers the case; whether its process lets it be answered at this step."""
        try:
            with self.env.cr.savepoint():
                case.action_answer(words)
        except UserError:
            self.env.invalidate_all()
            return False
        return True

    def _inform_case(self, words):
        """Puts words for the citizen into the case's history, which sends a notice.

        :param words: function of an environment in the citizen's language
        """
        case = self.case_id.with_user(SUPERUSER_ID)
        own = case.with_context(lang=case._text_lang())
        if (text := words(own.env)) and self._is_case_told():
            own._log_event("informed", text=text, is_public=True)

    def _leave_public_page(self):
        """Its case became confidential, hidden or anonymous: nothing of it stays public."""
        for suggestion in self.sudo():
            suggestion.publication_ids._hide(
                self.env._("The case it came from is confidential."), is_for_good=True
            )
