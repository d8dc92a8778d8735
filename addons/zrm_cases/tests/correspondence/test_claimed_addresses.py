"""An address that a citizen only claims routes nothing and receives nothing earlier."""

from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from ..common import CaseCommon
from . import test_notices


class ClaimCommon(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account = make_user(cls.env, "zrm_thief", "base.group_portal", name="Thief")
        cls.thief = cls.account.partner_id
        cls.thief.write({"is_citizen": True, "email": "thief@example.com"})

    def claim(self, **contact):
        self.thief.with_user(self.account)._update_own_contact(contact)


@tagged("post_install", "-at_install")
class TestClaimedAddressesIn(ClaimCommon):
    receive = test_notices.TestMailIn.receive

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.domain = cls.env["mail.alias.domain"].create({"name": "city.example"})
        cls.env.company.alias_domain_id = cls.domain
        cls.unit.write({"alias_name": "services", "alias_domain_id": cls.domain.id})

    def test_a_mail_does_not_go_to_who_claims_the_address(self):
        self.claim(email="victim@example.com")
        case = self.receive(From="Victim <victim@example.com>")
        self.assertNotEqual(case.partner_id, self.thief)
        self.assertTrue(case.partner_id.is_citizen)
        again = self.receive(From="Victim <victim@example.com>", number=2)
        self.assertEqual(again.partner_id, case.partner_id)

    def test_nor_away_from_who_has_proved_it(self):
        self.citizen.email = "victim@example.com"
        self.claim(email="victim@example.com")
        case = self.receive(From="Victim <victim@example.com>")
        self.assertEqual(case.partner_id, self.citizen)

    def test_contacts_that_are_no_citizens_stay_what_they_are(self):
        vendor = self.env["res.partner"].create({"name": "Vendor", "email": "v@example.com"})
        case = self.receive(From="Vendor <v@example.com>")
        self.assertNotEqual(case.partner_id, vendor)
        self.assertFalse(vendor.is_citizen)

    def test_former_addresses_find_the_person(self):
        double = self.make_citizen("مریم احمدی", email="former@example.com")
        self.citizen.email = "maryam@example.com"
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (double | self.citizen).ids, self.citizen
        )
        case = self.receive(From="Maryam <former@example.com>")
        self.assertEqual(case.partner_id, self.citizen)


@tagged("post_install", "-at_install")
class TestClaimedAddressesOut(ClaimCommon):
    def sent(self, case):
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.env.invalidate_all()
        return set(case.sudo().notice_ids.mapped("state"))

    def test_earlier_cases_are_not_told_to_a_claimed_address(self):
        earlier = self.make_case(partner_id=self.thief.id)
        earlier.sudo().notice_ids.unlink()
        self.env.cr.execute(
            "UPDATE zrm_case SET create_date = create_date - interval '1 day' WHERE id = %s",
            [earlier.id],
        )
        self.claim(email="victim@example.com")
        earlier.sudo()._log_event("informed", text="x", is_public=True)
        later = self.make_case(partner_id=self.thief.id)
        self.assertEqual(self.sent(earlier), {"skipped"})
        self.assertEqual(set(later.sudo().notice_ids.mapped("state")), {"sent"})

    def test_the_proved_one_is_told_all(self):
        case = self.make_case(partner_id=self.thief.id)
        self.assertEqual(self.sent(case), {"sent"})
