from odoo import fields
from odoo.tests import tagged

from ..common import SuggestionCommon


@tagged("post_install", "-at_install")
class TestCasesFollow(SuggestionCommon):
    """A case that became a suggestion is answered with what is published."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen.write({"email": "maryam@example.com", "lang": "fa_IR"})
        cls.idea = cls.env.ref("zrm_cases.nature_suggestion")

    def suggesting(self, **vals):
        return self.make_case(nature_id=self.idea.id, **vals)

    def of(self, case):
        return self.env["zrm.suggestion"].search([("case_id", "=", case.id)])

    def notices(self, case):
        return case.env["zrm.case.notice"].sudo().search([("case_id", "=", case.id)], order="id")

    def rejected(self, suggestion, words="در برنامه است"):
        staff = suggestion.with_user(self.secretary)
        if staff.state == "submitted":
            staff.action_screen(unit_id=self.unit.id)
        staff.action_screen(self.env.ref("zrm_suggestions.reason_own_duty").id, words)

    def test_by_rule_of_the_subject(self):
        self.assertFalse(self.of(self.suggesting()))
        self.subject.makes_suggestions = True
        case = self.suggesting(name="طرح خودکار")
        self.assertEqual(self.of(case).author_ids.partner_id, self.citizen)
        self.assertEqual(self.of(case).state, "submitted")
        self.assertFalse(self.of(self.make_case()), "a complaint is none")

    def test_never_of_what_must_not_spread(self):
        self.subject.makes_suggestions = True
        self.assertFalse(self.of(self.suggesting(is_confidential=True)))
        self.idea.allows_anonymous = True
        self.assertFalse(self.of(self.suggesting(is_anonymous=True, partner_id=False)))
        self.subject.hides_reporter = True
        self.assertFalse(self.of(self.suggesting()))

    def test_the_citizen_hears_once_through_the_case(self):
        case = self.suggesting()
        case.with_user(self.expert).action_make_suggestion()
        mails = self.env["mail.mail"].search([("email_to", "=", "maryam@example.com")])
        self.assertFalse(mails, "the case's notices tell them")
        self.assertEqual(self.notices(case).mapped("moment"), ["registered", "informed"])

    def test_a_published_decision_answers_the_case(self):
        case = self.suggesting()
        case.with_user(self.expert).action_make_suggestion()
        case.with_user(self.expert).action_move(self.steps["open"].id)
        self.rejected(self.of(case))
        self.assertEqual(case.state, "answered")
        self.assertIn("در برنامه است", case.answer)
        self.assertEqual(self.notices(case)[-1].moment, "answered")

    def test_the_case_of_a_joined_one_is_answered_with_the_other(self):
        case = self.suggesting()
        case.with_user(self.expert).action_make_suggestion()
        case.with_user(self.expert).action_move(self.steps["open"].id)
        earlier = self.submitted(name="زودتر")
        earlier._write_handling(
            {"submitted_at": fields.Datetime.add(fields.Datetime.now(), days=-1)}
        )
        self.of(case).with_user(self.secretary).action_merge(earlier.id)
        self.rejected(earlier)
        self.assertEqual(case.state, "answered")
        self.assertIn("در برنامه است", case.answer)

    def test_where_it_cannot_be_answered_the_citizen_is_informed(self):
        case = self.suggesting()
        case.with_user(self.expert).action_make_suggestion()
        # At this step the process lets nobody answer.
        self.assertEqual(case.state, "new")
        self.rejected(self.of(case))
        self.assertEqual(case.state, "new")
        self.assertEqual(self.notices(case)[-1].moment, "informed")
        self.assertIn("در برنامه است", case.event_ids[-1].text)

    def test_a_judge_of_the_case_is_not_passed_by(self):
        case = self.suggesting()
        case.with_user(self.expert).action_make_suggestion()
        case.with_user(self.expert).action_move(self.steps["open"].id)
        self.steps["open"].needs_approval = True
        self.rejected(self.of(case))
        self.assertEqual(case.state, "open")
        self.assertFalse(case.answer)

    def test_what_becomes_confidential_leaves_the_public_page(self):
        self.env.company.zrm_suggestions_public = True
        case = self.suggesting()
        case.with_user(self.expert).action_make_suggestion()
        suggestion = self.of(case).with_user(self.secretary)
        suggestion.action_open_participation()
        publication = suggestion.sudo().publication_ids
        domain = publication._public_domain(self.env.company)
        self.assertTrue(publication.filtered_domain(domain))
        case.sudo().write({"is_confidential": True})
        self.assertEqual((publication.state, publication.is_withheld), ("hidden", True))
        self.assertFalse(publication.filtered_domain(domain))
        self.assertFalse(publication._is_open())
        with self.assertRaisesRegex(Exception, "confidential case becomes public"):
            suggestion.action_open_participation()
