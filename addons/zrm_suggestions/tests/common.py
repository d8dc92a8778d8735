"""An organization with a scheme of suggestions: secretariat, evaluators, committee."""

from odoo.addons.zrm_base.tests.common import make_user
from odoo.addons.zrm_cases.tests.common import CaseCommon

GROUP = "zrm_suggestions.group_suggestion_"
TEXTS = {
    "current_state": "آب باران در خیابان می‌ماند.",
    "proposed_state": "کف‌پوش نفوذپذیر در پیاده‌رو.",
    "reason": "آب به زمین می‌رسد و جوی پر نمی‌شود.",
}


class SuggestionCommon(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.secretary = make_user(env, "zrm_secretary", f"{GROUP}secretary", name="دبیر طرح")
        cls.author = make_user(env, "zrm_author", f"{GROUP}author", name="سارا نویسنده")
        cls.coauthor = make_user(env, "zrm_coauthor", f"{GROUP}author", name="رضا همکار")
        cls.member = make_user(env, "zrm_committee", f"{GROUP}committee", name="عضو کمیته")
        cls.evaluators = env["res.users"]
        for number in range(5):
            cls.evaluators |= make_user(
                env, f"zrm_evaluator{number}", f"{GROUP}evaluator", name=f"ارزیاب {number}"
            )
        cls.first, cls.second, cls.third, cls.fourth, cls.fifth = cls.evaluators
        env["res.users"].search(
            [("all_group_ids", "in", env.ref(f"{GROUP}evaluator").ids)]
        ).filtered(lambda user: user not in cls.evaluators).group_ids -= env.ref(
            f"{GROUP}evaluator"
        )
        cls.criteria = env["zrm.suggestion.criteria.set"].create(
            {
                "name": "آزمون",
                "subject_ids": [(6, 0, cls.subject.ids)],
                "criterion_ids": [
                    (0, 0, {"name": "سود", "weight": 3, "sequence": 1}),
                    (0, 0, {"name": "شدنی", "weight": 1, "has_veto": True, "sequence": 2}),
                    (0, 0, {"name": "نو", "weight": 0, "is_required": False, "sequence": 3}),
                ],
            }
        )
        cls.benefit, cls.feasible, cls.novel = cls.criteria.criterion_ids

    def draft(self, user=None, **vals):
        values = {"name": "کف‌پوش نفوذپذیر", "subject_id": self.subject.id, **TEXTS, **vals}
        return self.env["zrm.suggestion"].with_user(user or self.author).create(values)

    def submitted(self, **vals):
        suggestion = self.draft(**vals)
        suggestion.action_submit()
        return suggestion.with_user(self.secretary)

    def screened(self, **vals):
        suggestion = self.submitted(**vals)
        suggestion.action_screen(unit_id=self.unit.id)
        return suggestion

    def evaluating(self, **vals):
        suggestion = self.screened(**vals)
        suggestion.action_open_round()
        suggestion.round_ids.action_confirm()
        suggestion.action_invite((self.first | self.second | self.third).ids)
        return suggestion

    def evaluation(self, suggestion, user):
        found = self.env["zrm.suggestion.evaluation"].search(
            [("suggestion_id", "=", suggestion.id), ("evaluator_id", "=", user.id)]
        )
        return found[-1:].with_user(user)

    def as_seen_by(self, user, suggestion):
        """The suggestion as this user has it, with an empty cache."""
        self.env.flush_all()
        self.env.invalidate_all()
        return suggestion.with_user(user).sudo(False)

    def scores(self, benefit=4, feasible=3, **more):
        return {
            self.benefit.id: {"value": benefit, "words": "سود دارد", "confidence": "3"},
            self.feasible.id: {"value": feasible, **more},
        }

    def hand_in(self, suggestion, *users, **scores):
        for user in users:
            self.evaluation(suggestion, user).action_submit(self.scores(**scores))
