"""A number that a citizen only claims is nobody's."""

from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from .test_inbound import MINE, OTHERS, InboundCommon


@tagged("post_install", "-at_install")
class TestClaimedNumbers(InboundCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = make_user(cls.env, "zrm_thief", "base.group_portal", email="t@example.com")
        cls.thief = cls.account.partner_id
        cls.thief.write({"is_citizen": True, "lang": "en_US"})

    def claim(self, number):
        self.thief.with_user(self.account)._update_own_contact({"phone": number})

    def test_a_message_does_not_go_to_who_claims_the_number(self):
        self.claim(OTHERS)
        message = self.write_in("چراغ کوچه خاموش است", OTHERS)
        self.assertNotEqual(message.case_id.partner_id, self.thief)
        again = self.write_in("هنوز خاموش است", OTHERS)
        self.assertEqual(again.case_id.partner_id, message.case_id.partner_id)

    def test_nor_away_from_whose_number_it_is(self):
        self.claim(MINE)
        self.assertEqual(self.write_in("چراغ خاموش است").case_id.partner_id, self.citizen)

    def test_the_status_is_for_the_proved_number(self):
        case = self.make_case(partner_id=self.thief.id)
        self.claim(OTHERS)
        self.assertEqual(self.write_in(case.number, OTHERS).effect, "neutral")

    def test_a_code_by_text_message_proves_the_number(self):
        own = self.thief.with_user(self.account)
        self.claim(OTHERS)
        own._send_contact_code("phone")
        sms = self.env["sms.sms"].search([("number", "=", "+989355556677")])
        code = "".join(filter(str.isdigit, sms.body))[:6]
        own._confirm_contact("phone", code)
        self.assertEqual(self.thief._trusted_phone(), "+989355556677")
        self.assertEqual(self.write_in("چراغ خاموش است", OTHERS).case_id.partner_id, self.thief)

    def test_a_change_by_staff_is_told_to_the_old_number(self):
        self.citizen.with_user(self.operator).phone = OTHERS
        sms = self.env["sms.sms"].search([("number", "=", "+989120007788")])
        self.assertEqual(len(sms), 1)

    def test_former_numbers_find_the_person(self):
        double = self.make_citizen("مریم احمدی", phone=OTHERS)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (double | self.citizen).ids, self.citizen
        )
        self.assertEqual(self.write_in("چراغ خاموش است", OTHERS).case_id.partner_id, self.citizen)
