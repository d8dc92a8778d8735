from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestLife(SuggestionCommon):
    """From the first words to the secretariat's decision."""

    def test_authors_write_hand_in_and_follow(self):
        suggestion = self.draft()
        self.assertEqual(suggestion.author_ids.partner_id, self.author.partner_id)
        self.assertFalse(suggestion.number)
        suggestion.action_submit()
        self.assertEqual(suggestion.published_state, "submitted")
        self.assertEqual(suggestion.sudo().state, "submitted")
        self.assertEqual(len(suggestion.number), 12)
        self.assertTrue(suggestion.author_ids.is_first)
        self.assertEqual(suggestion.event_ids.mapped("kind"), ["submitted"])
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            suggestion.with_user(self.coauthor).read(["name"])

    def test_what_is_missing_is_said(self):
        suggestion = self.draft(reason=" ")
        with self.assertRaisesRegex(UserError, "Why It Is Better"):
            suggestion.action_submit()

    def test_shares_have_to_sum_to_a_hundred(self):
        suggestion = self.draft()
        suggestion.author_ids.share = 60
        self.env["zrm.suggestion.author"].with_user(self.author).create(
            {
                "suggestion_id": suggestion.id,
                "partner_id": self.coauthor.partner_id.id,
                "share": 30,
            }
        )
        with self.assertRaisesRegex(UserError, "sum to 100"):
            suggestion.action_submit()
        suggestion.author_ids[-1].share = 40
        suggestion.action_submit()

    def test_two_hundred_authors_are_too_many(self):
        people = self.env["res.partner"].create([{"name": f"p{n}"} for n in range(199)])
        people |= self.author.partner_id
        suggestion = self.draft(
            author_ids=[(0, 0, {"partner_id": one.id, "share": 0.5}) for one in people]
        )
        with self.assertRaisesRegex(UserError, "at most 20 authors"):
            suggestion.sudo().action_submit()

    def test_fields_of_the_verbs_are_not_written(self):
        suggestion = self.submitted()
        for vals in ({"state": "approved"}, {"number": "1"}, {"outcome": "as_is"}):
            with self.assertRaises(ValidationError):
                suggestion.write(vals)
        forged = {"default_state": "approved", "default_outcome": "as_is"}
        other = self.env["zrm.suggestion"].with_user(self.author).with_context(**forged)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_model"):
            other.create({"name": "x", "subject_id": self.subject.id})

    def test_the_secretariat_returns_for_completion_and_versions_are_kept(self):
        suggestion = self.screened()
        with self.assertRaisesRegex(UserError, "what is missing"):
            suggestion.action_return(" ")
        suggestion.action_return("هزینه را هم بنویسید")
        own = suggestion.with_user(self.author)
        self.assertEqual(own.published_state, "draft")
        own.proposed_state = "کف‌پوش نفوذپذیر با هزینهٔ کم"
        own.action_submit()
        self.assertEqual(own.version_ids.sorted("number").mapped("number"), [1, 2])
        self.assertEqual(own.number, suggestion.number, "the code stays")

    def test_ready_made_reasons_are_what_the_authors_read(self):
        reason = self.env.ref("zrm_suggestions.reason_own_duty")
        suggestion = self.screened()
        suggestion.action_screen(reason.id, "این کار در شرح وظایف شماست.")
        self.assertEqual(suggestion.state, "rejected")
        own = suggestion.with_user(self.author)
        self.assertIn("duties of your own work", own.public_answer)
        self.assertIn("شرح وظایف", own.public_answer)
        self.assertEqual(own.screening_reason_id, reason)

    def test_only_the_secretariat_screens(self):
        suggestion = self.submitted()
        with self.assertRaisesRegex(UserError, "The secretariat"):
            suggestion.with_user(self.author).action_screen(unit_id=self.unit.id)
        for user in (self.manager, self.first, self.member, self.coauthor):
            with (
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"),
            ):
                suggestion.with_user(user).action_screen(unit_id=self.unit.id)

    def test_withdrawing_before_anything_is_decided(self):
        suggestion = self.submitted().with_user(self.author)
        with self.assertRaises(AccessError), mute_logger("odoo.addons.base.models.ir_rule"):
            suggestion.with_user(self.coauthor).action_withdraw()
        suggestion.action_withdraw("دیگر لازم نیست")
        self.assertEqual(suggestion.published_state, "withdrawn")
        with self.assertRaisesRegex(UserError, "decided already"):
            suggestion.action_withdraw()

    def test_joining_and_taking_apart_restores_exactly(self):
        with freeze_time("2026-01-05 09:00:00"):
            early = self.screened()
        with freeze_time("2026-01-06 09:00:00"):
            late = self.screened(name="پیاده‌رو نفوذپذیر")
        before = late.sudo().read()[0]
        with self.assertRaisesRegex(UserError, "came later"):
            early.action_merge(late.id)
        late.action_merge(early.id)
        self.assertEqual((late.state, late.duplicate_of_id), ("duplicate", early))
        self.assertTrue(early.author_ids.is_first)
        late.action_unmerge()
        after = late.sudo().read()[0]
        changing = {"event_ids", "write_date", "write_uid", "state_since", "due_at", "due_told"}
        changing |= {"is_overdue", "__last_update"}
        self.assertEqual(
            {key: value for key, value in before.items() if key not in changing},
            {key: value for key, value in after.items() if key not in changing},
        )

    def test_a_phase_whose_time_has_passed_is_told_once(self):
        with freeze_time("2026-01-05 09:00:00"):
            suggestion = self.screened()
        self.assertTrue(suggestion.due_at)
        late = self.env["zrm.suggestion"].search([("is_overdue", "=", True)])
        self.assertIn(suggestion, late)
        suggestion.sudo()._tell_of_delay()
        self.assertTrue(suggestion.sudo().due_told)
        self.assertEqual(len(suggestion.activity_ids), 1)
        self.assertEqual(suggestion.activity_ids.user_id, self.secretary)

    def test_similar_ones_are_found_in_any_spelling(self):
        suggestion = self.submitted()
        found = self.env["zrm.suggestion"]._similar("آب باران در خيابان")
        self.assertIn(suggestion.sudo(), found)
        self.assertFalse(self.env["zrm.suggestion"]._similar("..."))

    def test_script_in_texts_is_text(self):
        script = "<script>alert(1)</script>"
        suggestion = self.draft(name=script, proposed_state=script)
        suggestion.action_submit()
        self.assertEqual(suggestion.name, script)


@tagged("post_install", "-at_install")
class TestFromCase(SuggestionCommon):
    """A case of the nature “suggestion” becomes one; the citizen hears of it."""

    def suggesting(self, **vals):
        nature = self.env.ref("zrm_cases.nature_suggestion")
        return self.make_case(nature_id=nature.id, **vals).with_user(self.expert)

    def test_it_becomes_a_suggestion_once(self):
        case = self.suggesting()
        self.assertTrue(case.may_be_suggestion)
        case.action_make_suggestion()
        case.action_make_suggestion()
        suggestion = self.env["zrm.suggestion"].search([("case_id", "=", case.id)])
        self.assertEqual(len(suggestion), 1)
        self.assertEqual(suggestion.author_ids.partner_id, self.citizen)
        self.assertEqual(suggestion.state, "submitted")
        told = case.sudo().event_ids.filtered(lambda event: event.kind == "informed")
        self.assertIn(suggestion.number, told.text)
        case.invalidate_recordset()
        self.assertFalse(case.may_be_suggestion)

    def test_nothing_of_a_confidential_or_anonymous_case(self):
        secret = self.suggesting(is_confidential=True)
        for case, words in (
            (secret.with_user(self.oversight), "confidential"),
            (
                self.suggesting(is_anonymous=True, partner_id=False)
                if self.env.ref("zrm_cases.nature_suggestion").allows_anonymous
                else None,
                "anonymous",
            ),
        ):
            if case:
                self.assertFalse(case.may_be_suggestion)
                with self.assertRaisesRegex(UserError, words):
                    case.action_make_suggestion()
