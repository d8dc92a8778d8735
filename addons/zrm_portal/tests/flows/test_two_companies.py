from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_user

from .common import ZAHRA, FlowCase


@tagged("post_install", "-at_install")
class TestTwoCompanies(FlowCase):
    """Flow 17: two organizations in one database, each with its own people and matters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.other = env["res.company"].create({"name": "شهر دیگر"})
        theirs = {"company_id": cls.other.id, "company_ids": [(6, 0, cls.other.ids)]}
        roles = {"operator": "operator", "expert": "expert", "chief": "manager"}
        roles |= {"overseer": "oversight", "admin": "administrator"}
        for name, role in roles.items():
            user = make_user(
                env, f"flow_other_{name}", f"zrm_base.group_{role}", name=f"Other {name}", **theirs
            )
            setattr(cls, f"other_{name}", user)
        cls.other_city = env["zrm.unit"].create(
            {
                "name": "شهرداری دیگر",
                "code": "O-CITY",
                "company_id": cls.other.id,
                "manager_id": cls.other_chief.id,
                "member_ids": [(6, 0, cls.other_expert.ids)],
            }
        )

    def their_case(self, **vals):
        operator = self.env["zrm.case"].with_user(self.other_operator)
        return operator._intake([self.intake_vals(**vals)]).sudo()

    def assertUnseen(self, user, *records):
        for record in records:
            self.assertFalse(self.by(user, record).has_access("read"), (user.name, record))

    def test_each_sees_and_routes_its_own(self):
        ours, theirs = self.make_case(), self.their_case()
        self.assertResponsible(ours, self.unit)
        self.assertResponsible(theirs, self.other_city)
        self.assertEqual((ours.company_id, theirs.company_id), (self.env.company, self.other))
        for user in (self.other_expert, self.other_chief, self.other_overseer, self.other_admin):
            self.assertUnseen(user, ours, ours.event_ids, ours.referral_ids)
        for user in (self.expert, self.mayor, self.oversight, self.administrator):
            self.assertUnseen(user, theirs, theirs.event_ids, theirs.referral_ids)
        for verb in (
            lambda: self.by(self.expert, ours).action_refer(self.other_city.id),
            lambda: self.by(self.expert, ours).action_merge(theirs.id),
            lambda: self.by(self.expert, ours).write({"parent_id": theirs.id}),
        ):
            with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
                verb()

    def test_nobody_of_the_other_company_judges_or_decides(self):
        (self.unit | self.area | self.city).manager_id = False
        (self.city | self.inspection).member_ids = False
        case = self.case_in_hand(subject_id=self.judged_subject.id)
        case.answer = "متن"
        case.action_move(self.judged_steps["approval"].id)
        judges = case.sudo().approval_ids.judge_ids
        self.assertTrue(judges)
        self.assertNotIn(self.other_overseer, judges)
        self.by(judges[:1], case).action_approve_answer()
        self.by(judges[:1], case).action_send_approved()
        self.page_of(case, "7788")
        self.does(case, "object", reason="نه")
        holder = case.sudo().user_id
        self.assertTrue(holder)
        self.assertNotEqual(holder, judges[:1], "who approved it does not decide")
        self.assertIn(self.env.company, holder.company_ids)
        self.assertTrue(self.by(holder, case).has_access("write"))

    def test_the_citizen_sees_both_and_each_staff_its_own(self):
        ours, theirs = self.make_case(name="از ما"), self.their_case(name="از آنها")
        self.assertIn("از ما", self.page_of(ours, "7788"))
        self.leaves()
        self.assertIn("از آنها", self.page_of(theirs, "7788"))
        mine = self.env["zrm.case"].with_user(self.expert)
        self.assertEqual(
            mine.search([("partner_id", "=", self.citizen.id)]).mapped("name"), ["از ما"]
        )
        self.assertEqual(self.by(self.expert, self.citizen).case_count, 1)
        self.assertEqual(self.by(self.other_expert, self.citizen).case_count, 1)

    def test_a_citizen_of_one_company_stays_there(self):
        own = self.make_citizen("شهروند ما", phone="09125550301", company_id=self.env.company.id)
        for user in (self.other_operator, self.other_chief, self.other_overseer):
            self.assertUnseen(user, own)
            found = self.env["res.partner"].with_user(user)._find_citizens("09125550301")
            self.assertNotIn(own, found)
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(AccessError):
            self.env["zrm.case"].with_user(self.other_operator).create(
                [self.intake_vals(partner_id=own.id)]
            )
        request = (
            self.env["zrm.identity.correction"]
            .with_user(self.manager)
            .create({"partner_id": own.id, "name": "شهروند راست"})
        )
        self.assertUnseen(self.other_chief, request)
        self.assertUnseen(self.other_overseer, request)
        self.by(self.oversight, request).action_approve()
        self.assertEqual(own.name, "شهروند راست")

    def test_message_and_call_backs_stay_within(self):
        theirs = self.their_case()
        self.by(self.other_expert, theirs).action_take()
        alert = self.env["zrm.case.alert"].with_user(self.oversight)
        alert = alert.create({"subject_id": self.subject.id, "text": "x"})
        self.assertFalse(alert.case_count)

    def test_the_new_case_of_a_caller_finds_no_file_of_the_other(self):
        """By its number the desk of the other company would learn who is on file here."""
        own = self.make_citizen("شهروند ما", phone="09125550302", company_id=self.env.company.id)
        caller = {"name": "شهروند ما", "phone": "09125550302"}
        [receipt] = (
            self.env["zrm.case"]
            .with_user(self.other_operator)
            .register([{**self.intake_vals(citizen=caller), "partner_id": False}])
        )
        case = self.env["zrm.case"].browse(receipt["id"])
        self.assertNotEqual(case.partner_id, own)
        self.assertIn(case.partner_id.company_id, (self.other, self.env["res.company"]))
        self.assertEqual(case.partner_id.phone_sanitized, own.phone_sanitized)

    def test_separate_means_separate(self):
        """By the setting each company has its own file of the same person."""
        self.env["ir.config_parameter"].set_param("zrm_base.separate_citizens", "True")
        case = self.citizen_reports(name="زهرا کریمی", phone="09125554433", email=ZAHRA)
        self.leaves()
        ours = case.partner_id
        self.assertEqual(ours.company_id, self.env.company)
        desk = self.env["res.partner"].with_user(self.other_operator)
        for query in ("09125554433", "زهرا کریمی"):
            self.assertNotIn(ours, desk._find_citizens(query), query)
        caller = {"name": "زهرا کریمی", "phone": "09125554433", "lang": "en_US"}
        theirs = desk.create({**caller, "is_citizen": True, "email": ZAHRA})
        self.assertEqual(theirs.company_id, self.other)
        second = self.their_case(partner_id=theirs.id)
        self.assertUnseen(self.expert, theirs, second)
        self.assertUnseen(self.other_expert, ours, case)
        for user in (self.oversight, self.administrator):
            self.assertNotIn(theirs, self.env["res.partner"].with_user(user)._find_citizens(ZAHRA))
            doubles = self.env["zrm.duplicate"].with_user(user).search([])
            self.assertNotIn(theirs, doubles.partner_id | doubles.other_id)
        # She follows both, each with its own code; what is withdrawn here stays open there.
        self.page_of(case, "4433")
        self.does(case, "withdraw")
        self.leaves()
        self.assertIn("Registered", self.page_of(second, "4433"))
        self.assertEqual((case.state, second.state), ("closed", "new"))
