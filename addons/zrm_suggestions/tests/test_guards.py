from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from .common import GROUP, SuggestionCommon

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install")
class TestGuards(SuggestionCommon):
    """What a request may not set, and whom it may not name."""

    def test_nothing_of_the_verbs_is_created(self):
        for vals in (
            {"state": "approved"},
            {"published_state": "approved"},
            {"number": "1"},
            {"outcome": "as_is"},
            {"unit_id": self.unit.id},
            {"company_id": self.env.company.id},
        ):
            with self.subTest(vals), self.assertRaisesRegex(ValidationError, "by the buttons"):
                self.draft(**vals)

    def test_nobody_makes_themselves_an_author(self):
        suggestion = self.submitted()
        Author = self.env["zrm.suggestion.author"].with_user(self.coauthor)
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            Author.create(
                {"suggestion_id": suggestion.id, "partner_id": self.coauthor.partner_id.id}
            )
        own = self.draft(self.coauthor).author_ids
        with self.assertRaisesRegex(UserError, "found by the system"):
            own.suggestion_id = suggestion.id

    def test_only_oneself_says_whether_one_may_be_named(self):
        suggestion = self.draft()
        suggestion.author_ids.share = 50
        Author = self.env["zrm.suggestion.author"]
        vals = {"suggestion_id": suggestion.id, "partner_id": self.coauthor.partner_id.id}
        with self.assertRaises(UserError):
            Author.with_user(self.author).create({**vals, "share": 50, "is_named": True})
        other = Author.with_user(self.author).create({**vals, "share": 50})
        with self.assertRaisesRegex(UserError, "says themselves"):
            other.is_named = True
        with self.assertRaisesRegex(UserError, "found by the system"):
            other.is_first = True
        suggestion.action_submit()
        suggestion = suggestion.with_user(self.secretary)
        suggestion.action_screen(unit_id=self.unit.id)
        suggestion.action_open_round()
        other.with_user(self.coauthor).is_named = True
        self.assertTrue(other.is_named, "one's own choice, at any time")

    def test_subject_and_kind_are_fixed_with_the_text(self):
        suggestion = self.evaluating()
        for vals in (
            {"subject_id": self.subject.id},
            {"benefit_kind": "quantitative"},
            {"region_id": False},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "frozen"):
                suggestion.with_user(self.author).write(vals)
        with self.assertRaisesRegex(ValidationError, "by the buttons"):
            suggestion.with_user(self.author).unit_id = self.other_unit

    def test_the_text_is_fixed_while_the_anonymised_copy_waits(self):
        suggestion = self.screened()
        suggestion.action_open_round()
        with self.assertRaisesRegex(UserError, "frozen"):
            suggestion.with_user(self.author).reason = "دیگر"
        first = suggestion.round_ids
        suggestion.action_return("کامل کنید")
        self.assertTrue(first.given_up_at)
        own = suggestion.with_user(self.author)
        own.reason = "آب می‌ماند و یخ می‌زند"
        own.action_submit()
        suggestion.action_screen(unit_id=self.unit.id)
        suggestion.action_open_round()
        self.assertIn("یخ", (suggestion.round_ids - first).blind_reason)

    def test_an_author_who_is_secretary_does_not_handle_it(self):
        self.author.group_ids |= self.env.ref(f"{GROUP}secretary")
        suggestion = self.submitted()
        own = suggestion.with_user(self.author)
        for verb, arguments in (
            ("action_screen", ()),
            ("action_return", ("x",)),
            ("action_open_round", ()),
            ("action_invite", ()),
            ("action_publish", ()),
        ):
            with self.subTest(verb), self.assertRaisesRegex(UserError, "You are an author"):
                getattr(own, verb)(*arguments)
        suggestion.action_screen(unit_id=self.unit.id)
        suggestion.action_open_round()
        self.assertFalse(self.env["zrm.suggestion.round"].with_user(self.author).search([]))
        suggestion.round_ids.action_confirm()
        suggestion.action_invite((self.first | self.second).ids)
        self.hand_in(suggestion, self.first, self.second)
        self.env.invalidate_all()
        for model in ("zrm.suggestion.evaluation", "zrm.suggestion.score"):
            self.assertFalse(self.env[model].with_user(self.author).search([]), model)

    def test_the_secretariat_does_not_pass_the_committee_by(self):
        suggestion = self.evaluating()
        self.hand_in(suggestion, self.first, self.second, self.third)
        with self.assertRaisesRegex(UserError, "past screening"):
            suggestion.action_screen(self.env.ref("zrm_suggestions.reason_vague").id)

    def test_joining_to_nothing_is_explained(self):
        with self.assertRaisesRegex(UserError, "Choose the earlier"):
            self.screened().action_merge(2**30)

    def test_words_without_end_are_refused(self):
        suggestion = self.screened()
        with self.assertRaisesRegex(UserError, "at most 20000"):
            suggestion.action_return("x" * 20_001)

    def test_criteria_in_use_stay(self):
        self.evaluating()
        with self.assertRaisesRegex(UserError, "was used in an evaluation"):
            self.benefit.unlink()


@tagged("post_install", "-at_install")
class TestUnpublished(SuggestionCommon):
    """Authors of staff are employees: no channel of Odoo's own tells them what is not published."""

    def test_notes_and_tasks_are_the_secretariats(self):
        suggestion = self.evaluating()
        suggestion.message_post(body="راز دبیرخانه", subtype_xmlid="mail.mt_comment")
        suggestion.sudo()._ask_secretary(lambda env: "راز دبیرخانه")
        self.assertNotIn(self.author.partner_id, suggestion.sudo().message_partner_ids)
        self.hand_in(suggestion, self.first, self.second, self.third)
        for user in (self.author, self.member):
            self.assertUnreadable(user, "راز دبیرخانه")
            own = self.as_seen_by(user, suggestion)
            tasks = self.env["mail.activity"].with_user(user)
            domain = [("res_model", "=", "zrm.suggestion")]
            self.assertFalse(tasks.search_count(domain))
            self.assertFalse(
                self.env["mail.message"]
                .with_user(user)
                .search_count([("model", "=", "zrm.suggestion"), ("res_id", "=", own.id)])
            )
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                own.message_post(body="x")
        self.assertTrue(suggestion.message_ids)
        self.assertTrue(suggestion.activity_ids)

    def test_when_it_was_written_is_not_told(self):
        suggestion = self.submitted()
        own = self.as_seen_by(self.author, suggestion)
        for name in ("write_date", "write_uid", "activity_summary", "message_ids", "due_at"):
            with self.subTest(name), self.assertRaises(AccessError), mute_logger(*QUIET):
                own.read([name])
            with self.assertRaises(AccessError), mute_logger(*QUIET):
                own.search([(name, "!=", False)])
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            own.search([], order="write_date")
        own.name = "باز هم نوشتنی"
        self.assertEqual(own.name, "باز هم نوشتنی")

    def test_the_earlier_one_of_somebody_else_is_not_shown(self):
        early = self.screened(name="رازِ دیگری")
        late = self.screened(user=self.coauthor)
        late.action_merge(early.id)
        own = self.as_seen_by(self.coauthor, late)
        self.assertEqual(own.published_state, "duplicate")
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            own.read(["duplicate_of_id"])
        self.assertUnreadable(self.coauthor, "رازِ دیگری")


@tagged("post_install", "-at_install")
class TestWithheld(SuggestionCommon):
    """Nothing of a confidential case is a suggestion, nor stays one."""

    def from_case(self):
        nature = self.env.ref("zrm_cases.nature_suggestion")
        case = self.make_case(nature_id=nature.id)
        case.with_user(self.expert).action_make_suggestion()
        return case, case.suggestion_ids.with_user(self.secretary)

    def test_a_case_that_becomes_confidential_takes_it_along(self):
        case, suggestion = self.from_case()
        suggestion.action_screen(unit_id=self.unit.id)
        suggestion.action_open_round()
        suggestion.round_ids.action_confirm()
        suggestion.action_invite((self.first | self.second).ids)
        self.assertTrue(self.evaluation(suggestion, self.first))
        case.is_confidential = True
        self.assertEqual((suggestion.state, suggestion.is_withheld), ("withdrawn", True))
        self.env.invalidate_all()
        for model in ("zrm.suggestion.round", "zrm.suggestion.evaluation"):
            self.assertFalse(self.env[model].with_user(self.first).search([]), model)
        self.assertFalse(self.env["mail.activity"].search([("user_id", "in", self.evaluators.ids)]))
        self.assertNotIn(suggestion.sudo(), self.env["zrm.suggestion"]._similar(case.name))

    def test_about_what_is_decided_the_secretariat_is_asked(self):
        case, suggestion = self.from_case()
        suggestion._write_handling({"state": "approved", "published_state": "approved"})
        case.is_confidential = True
        self.assertEqual((suggestion.state, suggestion.is_withheld), ("approved", True))
        self.assertIn("confidential", suggestion.activity_ids.mapped("summary")[-1])
        self.env.invalidate_all()
        self.assertFalse(self.env["zrm.suggestion"].with_user(self.member).search([]))

    def test_a_joined_case_is_taken_up_by_its_target(self):
        nature = self.env.ref("zrm_cases.nature_suggestion")
        target, case = self.make_case(nature_id=nature.id), self.make_case(nature_id=nature.id)
        case._write_handling({"duplicate_of_id": target.id})
        self.assertFalse(case.may_be_suggestion)
        with self.assertRaisesRegex(UserError, "was joined to"):
            case.with_user(self.expert).action_make_suggestion()

    def test_who_can_open_the_case_does_not_evaluate(self):
        _case, suggestion = self.from_case()
        self.expert.group_ids |= self.env.ref(f"{GROUP}evaluator")
        suggestion.action_screen(unit_id=self.unit.id)
        suggestion.action_open_round()
        suggestion.round_ids.action_confirm()
        with self.assertRaisesRegex(UserError, "Can open the case"):
            suggestion.action_invite(self.expert.ids)
        self.outsider.group_ids |= self.env.ref(f"{GROUP}evaluator")
        suggestion.action_invite(self.outsider.ids)

    def test_another_company_sees_nothing(self):
        company = self.env["res.company"].create({"name": "شهر دیگر"})
        stranger = make_user(
            self.env,
            "zrm_stranger",
            f"{GROUP}secretary,{GROUP}committee,{GROUP}evaluator",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )
        suggestion = self.evaluating()
        self.hand_in(suggestion, self.first, self.second, self.third)
        self.env.flush_all()
        self.env.invalidate_all()
        models = [
            name
            for name in self.env.registry
            if name.startswith("zrm.suggestion")
            and not self.env[name]._transient
            and not self.env[name]._abstract
            and name.rsplit(".", 1)[-1] != "evaluator"
            and self.env[name].with_user(stranger).has_access("read")
        ]
        shared = {
            "zrm.suggestion.criteria.set",
            "zrm.suggestion.criterion",
            "zrm.suggestion.screening.reason",
            "zrm.suggestion.interest",
            "zrm.suggestion.tile",
        }
        self.assertLess(5, len(models))
        for name in set(models) - shared:
            self.assertFalse(self.env[name].with_user(stranger).search_count([]), name)

    def test_a_draft_is_its_authors_alone(self):
        draft = self.draft()
        with self.assertRaises(AccessError), mute_logger(*QUIET):
            self.as_seen_by(self.secretary, draft).read(["name"])
        self.assertFalse(self.env["zrm.suggestion.author"].with_user(self.secretary).search([]))
        draft.action_submit()
        self.assertTrue(self.as_seen_by(self.secretary, draft).name)
        behalf = self.draft(
            self.secretary, author_ids=[(0, 0, {"partner_id": self.citizen.id})], name="تلفنی"
        )
        self.assertEqual(self.as_seen_by(self.secretary, behalf).name, "تلفنی")
