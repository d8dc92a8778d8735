from base64 import b64encode
from io import BytesIO
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_national_id, make_user

from ...controllers.my_cases import MyCases
from ..common import PNG
from .common import FlowCase


@tagged("post_install", "-at_install")
class TestAccounts(FlowCase):
    """What citizens do who have signed in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.son = cls.account
        cls.son.partner_id.write({"email": "son@zrm.example", "phone": "09125550101"})
        cls.stranger = make_user(cls.env, "flow_stranger", "base.group_portal", name="بیگانه")
        cls.stranger.partner_id.is_citizen = True

    def signs_in(self, user):
        self.leaves()
        self.env.flush_all()
        self.authenticate(user.login, user.login)

    def my_cases(self, query=""):
        return self.words(self.url_open(f"/my/cases{query}"))

    # ------------------------------------------------------------------
    # Flow 13: a son acts for his mother, and for the company he works in
    # ------------------------------------------------------------------

    def test_for_the_mother_from_the_document_to_its_end(self):
        mother = self.make_citizen("مادر پیر", phone="09125550102")
        self.signs_in(self.son)
        relation = (
            self.env["zrm.relation"]
            .with_user(self.operator)
            .create(
                {
                    "partner_id": mother.id,
                    "relative_id": self.son.partner_id.id,
                    "type_id": self.env.ref("zrm_base.relation_type_guardian").id,
                    "document": b64encode(b"letter"),
                }
            )
        )
        earlier = self.make_case(partner_id=mother.id, name="کوچه مادر")
        self.assertNotIn("کوچه مادر", self.my_cases(), "not before a second person approves")
        self.by(self.manager, relation).action_approve()
        self.assertIn("کوچه مادر", self.my_cases())

        # He reports for her; it is her case.
        self.begin()
        self.details(name="چراغ مادر")
        self.fill("where", region_id=self.lane.id, address="کوچه نهم")
        self.who(bringer=f"person_{mother.id}")
        self.send()
        case = self.sent_case()
        self.assertEqual(case.partner_id, mother)
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_ask("کدام چراغ؟")
        self.env.flush_all()
        self.assertIn("کدام چراغ؟", self.words(self.url_open(f"/zrm/case/{case.number}")))
        self.does(case, "reply", message="سر کوچه")
        self.assertResponsible(case, self.unit, self.expert, self.expert, "replied")
        self.by(self.expert, case).action_answer("عوض شد")

        # A stranger, signed in, gets nowhere.
        self.signs_in(self.stranger)
        self.assertNotIn("مادر", self.my_cases())
        self.assertEqual(self.url_open(f"/zrm/case/{case.number}").status_code, 404)

        self.signs_in(self.son)
        self.does(case, "object", reason="همان شب سوخت")
        self.assertResponsible(case, self.area, told=self.head, words="objected")
        # He is guardian until yesterday: he sees neither her cases nor their pages.
        self.it_is("2026-11-18 09:00")
        self.by(self.operator, relation).date_to = "2026-11-17"
        self.assertNotIn("مادر", self.my_cases())
        for hers in (case, earlier):
            self.leaves()
            self.signs_in(self.son)
            self.assertEqual(self.url_open(f"/zrm/case/{hers.number}").status_code, 404)

    def test_for_the_company_he_works_in(self):
        company = self.make_organization("شرکت من")
        self.son.partner_id.parent_id = company
        self.signs_in(self.son)
        self.begin()
        self.details(name="پارکینگ شرکت")
        self.fill("where", region_id=self.lane.id, address="کوچه نهم")
        self.who(bringer="organization")
        self.send()
        case = self.sent_case()
        self.assertEqual(case.partner_id, company)
        self.assertIn("پارکینگ شرکت", self.my_cases())
        colleague = make_user(self.env, "flow_colleague", "base.group_portal", name="همکار")
        colleague.partner_id.write({"is_citizen": True, "parent_id": company.id})
        self.signs_in(self.stranger)
        self.assertNotIn("پارکینگ شرکت", self.my_cases())
        # He leaves the company.
        self.son.partner_id.parent_id = False
        self.signs_in(self.son)
        self.assertNotIn("پارکینگ شرکت", self.my_cases())
        self.assertEqual(self.url_open(f"/zrm/case/{case.number}").status_code, 404)

    def test_withdrawing_reaches_the_expert(self):
        case = self.case_in_hand(partner_id=self.son.partner_id.id)
        self.signs_in(self.son)
        self.assertIn("You have withdrawn", self.does(case, "withdraw"))
        case = case.sudo()
        self.assertEqual((case.state, case.outcome), ("closed", "withdrawn"))
        self.assertOneOpenLeg(case)
        self.assertEqual(case.activity_ids.user_id, self.expert)
        self.assertIn("withdrew", case.activity_ids.summary)
        with self.assertRaises(UserError):
            self.by(self.expert, case).action_answer("دیر")

    def test_long_lists_come_in_pages(self):
        for number in range(5):
            self.make_case(partner_id=self.son.partner_id.id, name=f"مورد-{number}")
        self.signs_in(self.son)
        with patch.object(MyCases, "_cases_per_page", 2):
            pages = [self.my_cases(), self.my_cases("/page/2"), self.my_cases("/page/3")]
        shown = [sum(f"مورد-{number}" in page for page in pages) for number in range(5)]
        self.assertEqual(shown, [1] * 5)

    # ------------------------------------------------------------------
    # Flow 15: a wrong name on file, refused without a document, then put right
    # ------------------------------------------------------------------

    def ask(self, **form):
        return self.words(self.post("/my/citizen/correction", "/my/citizen", **form))

    def requests(self):
        self.env.invalidate_all()
        return self.env["zrm.identity.correction"].search(
            [("partner_id", "=", self.son.partner_id.id)]
        )

    def test_refused_asked_again_and_approved(self):
        case = self.make_case(partner_id=self.son.partner_id.id)
        self.signs_in(self.son)
        self.ask(name="علی پرتوی", note="نامم غلط است")
        first = self.requests()
        self.assertEqual((first.state, self.son.partner_id.name), ("requested", "علی پرتال"))
        self.assertIn("await", self.ask(name="علی سوم"))
        for user in (self.expert, self.clerk, self.stranger):
            with self.assertRaises(AccessError):
                self.by(user, first).action_approve()
        with self.assertRaisesRegex(UserError, "Write the citizen why"):
            self.by(self.manager, first).action_refuse()
        self.by(self.manager, first).answer = "تصویر شناسنامه را بفرستید"
        self.by(self.manager, first).action_refuse()
        self.env.flush_all()
        self.assertIn("تصویر شناسنامه", self.words(self.url_open("/my/citizen")))

        number = make_national_id()
        self.post(
            "/my/citizen/correction",
            "/my/citizen",
            files={"documents": ("card.png", BytesIO(PNG), "image/png")},
            name="علی پرتوی",
            identity_number=number,
        )
        second = self.requests() - first
        self.assertEqual(second.message_attachment_count, 1)
        with self.assertRaisesRegex(UserError, "decided"):
            self.by(self.manager, first).action_approve()
        self.by(self.manager, second).action_approve()
        self.env.invalidate_all()
        self.assertEqual(self.son.partner_id.name, "علی پرتوی")
        self.assertEqual(self.son.partner_id.sudo().national_id, number)
        self.assertEqual(self.by(self.expert, case).partner_id.name, "علی پرتوی")
        self.assertIn("•", self.by(self.manager, self.son.partner_id).identity_number)
        # The digits of the right number open the case from now on.
        self.leaves()
        self.assertIn("We found no case", self.page_of(case, "0000"))
        self.assertIn("Registered", self.page_of(case, number[-4:]))

    def approve(self, request):
        """As a request of its own."""
        with self.env.cr.savepoint():
            self.by(self.manager, request).action_approve()

    def test_a_number_that_is_taken_is_said_and_changes_nothing(self):
        number = make_national_id()
        other = self.make_citizen("دارنده", identity_number=number)
        self.signs_in(self.son)
        page = self.ask(identity_number=number)
        self.assertNotIn("دارنده", page)
        request = self.requests()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.approve(request)
        self.assertFalse(self.son.partner_id.sudo().national_id)
        self.assertEqual(other.sudo().national_id, number)
