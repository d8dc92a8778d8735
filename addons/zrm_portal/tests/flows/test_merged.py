from odoo.tests import tagged

from .common import FlowCase

ZAHRA, ALI = "zahra@zrm.example", "ali@zrm.example"


@tagged("post_install", "-at_install")
class TestMergedCasesAndCitizens(FlowCase):
    """Flow 4: the same pothole three times, and one citizen with two files."""

    def setUp(self):
        super().setUp()
        self.it_is("2026-11-16 09:00")

    def reported(self, name, phone, email, **more):
        case = self.citizen_reports(
            name=name, phone=phone, email=email, where={"region_id": self.lane.id, "address": phone}
        )
        self.leaves()
        return case

    def test_merged_twice_each_follows_with_the_own_code(self):
        """ali's case goes into zahra's, and hers into a third one."""
        third = self.case_in_hand()
        zahra = self.reported("زهرا کریمی", "09125554433", ZAHRA)
        ali = self.reported("علی رضایی", "09125554434", ALI)
        self.by(self.expert, ali).action_merge(zahra.id)
        self.by(self.expert, zahra).action_merge(third.id)
        self.assertEqual((ali.state, zahra.state), ("closed", "closed"))
        for address in (ZAHRA, ALI):
            [_registered, *merged] = self.heard(address)
            self.assertEqual(len(merged), 1, merged)
        self.by(self.expert, third).action_answer("چاله پر شد")
        self.assertHeard(ALI, self.code(ali))
        self.assertHeard(ZAHRA, self.code(zahra))
        page = self.page_of(ali, "4434")
        self.assertIn("چاله پر شد", page)
        for other in (zahra, third.sudo()):
            self.assertNotIn(other.number, page)
            self.assertNotIn(self.code(other), page)
        # Ali objects, Zahra accepts: each for themselves.
        self.leaves()
        self.page_of(zahra, "4433")
        self.does(zahra, "accept", stars="5")
        self.assertEqual((zahra.verdict, third.sudo().state), ("accepted", "answered"))
        self.leaves()
        self.page_of(ali, "4434")
        self.does(ali, "object", reason="نزد ما نه")
        self.assertResponsible(third, self.area, told=self.head, words="objected")
        self.assertBarred(third, self.expert)
        self.assertHeard(ALI, "objection")
        self.assertNotIn("نزد ما نه", self.page_of(third, "7788"), "the words of another citizen")
        self.leaves()
        self.assertIn("We found no case", self.page_of(third, "4434"))

    def test_the_answer_link_of_a_merged_case_serves_its_citizen(self):
        third = self.case_in_hand()
        zahra = self.reported("زهرا کریمی", "09125554433", ZAHRA)
        self.by(self.expert, zahra).action_merge(third.id)
        self.heard(ZAHRA)
        self.by(self.expert, third).action_answer("چاله پر شد")
        [mail] = self.assertHeard(ZAHRA, "چاله پر شد")
        self.assertIn("/zrm/", mail, "a way to say whether it is solved")
        third.sudo()._accept_answer(5)
        self.env.flush_all()
        self.page_of(zahra, "4433")
        page = self.does(zahra, "object", reason="نزد ما نه")
        self.assertIn("Your objection was received", page)
        self.assertEqual(third.sudo().state, "open")

    def test_two_files_of_one_citizen_become_one(self):
        first = self.reported("زهرا کریمی", "09125554433", ZAHRA)
        second = self.reported("زهرا کریمی", "09125554499", "zahra2@zrm.example")
        self.assertNotEqual(first.partner_id, second.partner_id)
        self.by(self.expert, second).action_take()
        self.by(self.expert, second).action_move(self.steps["open"].id)
        self.heard(ZAHRA)
        self.heard("zahra2@zrm.example")
        stays, goes = first.partner_id, second.partner_id
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(self.administrator)
        wizard = wizard.create({"partner_ids": [(6, 0, (stays | goes).ids)]})
        wizard.dst_partner_id = stays
        wizard.action_merge()
        self.env.invalidate_all()
        self.assertEqual((first | second).partner_id, stays)
        self.assertFalse(goes.exists())
        # Both codes still open their cases, each with the digits it was reported with.
        self.assertIn("We found no case", self.page_of(first, "4499"))
        self.assertIn(self.code(first), self.page_of(first, "4433"))
        self.leaves()
        self.assertIn(self.code(second), self.page_of(second, "4499"))
        self.by(self.expert, second).action_answer("انجام شد")
        told = self.heard(ZAHRA) + self.heard("zahra2@zrm.example")
        self.assertEqual(len(told), 1, "one message, to the file that stays")
