from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon


@tagged("post_install", "-at_install")
class TestTold(CaseCommon):
    """What the citizen does reaches who has the case, and is there to read it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.chief = make_user(cls.env, "zrm_chief", "zrm_base.group_manager")
        cls.city.manager_id = cls.chief

    def taken_case(self):
        case = self.open_case()
        case.action_take()
        return case

    def assertAsked(self, case, user, words):
        task = case.sudo().activity_ids.filtered(lambda one: words in (one.summary or ""))
        self.assertEqual(task.user_id, user)

    def reply(self, case, text="سلام"):
        case.sudo().message_post(
            body=text,
            author_id=self.citizen.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def test_a_withdrawal(self):
        case = self.taken_case()
        case._withdraw()
        self.assertAsked(case, self.expert, "withdrew")

    def test_a_reply(self):
        case = self.taken_case()
        case.action_move(self.steps["waiting"].id)
        self.reply(case)
        self.assertAsked(case, self.expert, "replied")

    def test_a_reply_after_the_end(self):
        case = self.taken_case()
        case.action_answer("پاسخ")
        case.action_close("solved")
        self.reply(case)
        self.assertAsked(case, self.expert, "wrote about the closed case")
        self.assertEqual(case.state, "closed")

    def test_an_objection(self):
        case = self.taken_case()
        case.action_answer("پاسخ")
        case.sudo()._object_to_answer("حل نشد")
        self.assertAsked(case, self.chief, "objected")

    def test_an_objection_to_the_managers_own_answer(self):
        case = self.taken_case()
        case.with_user(self.chief).action_answer("پاسخ")
        case.sudo()._object_to_answer("حل نشد")
        told = case.sudo().activity_ids.user_id
        self.assertNotIn(self.chief, told, "not whose answer it is")
        self.assertTrue(told)

    def test_nobody_whose_account_is_closed(self):
        case = self.taken_case()
        self.expert.active = False
        self.reply(case)
        self.assertAsked(case, self.manager, "replied")
        other = self.taken_by_nobody()
        self.reply(other)
        self.assertAsked(other, self.expert2, "replied")

    def taken_by_nobody(self):
        case = self.make_case()
        self.unit.manager_id = False
        return case
