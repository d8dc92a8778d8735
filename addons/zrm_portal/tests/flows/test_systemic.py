from odoo.tests import tagged

from .common import FlowCase

ZAHRA, ALI, SARA = "zahra@zrm.example", "ali@zrm.example", "sara@zrm.example"


@tagged("post_install", "-at_install")
class TestBurstMain(FlowCase):
    """Flow 3: a burst main, reported to several units by several people."""

    def reported(self, name, phone, email, unit=None):
        case = self.citizen_reports(
            name=name, phone=phone, email=email, where={"region_id": self.lane.id, "address": phone}
        )
        self.leaves()
        if unit:
            self.by(self.manager, case).action_refer(unit.id)
        return case

    def test_one_answer_for_all_each_judged_alone(self):
        self.it_is("2026-11-16 09:00")
        problem = self.case_in_hand(name="ترکیدن لوله")
        zahra = self.reported("زهرا کریمی", "09125554433", ZAHRA)
        second = self.reported("زهرا کریمی", "09125554433", ZAHRA)
        ali = self.reported("علی رضایی", "09125554434", ALI, self.roads)
        sara = self.reported("سارا محمدی", "09125554435", SARA)
        self.assertEqual(zahra.partner_id, second.partner_id)
        road_case = self.by(self.roads_expert, ali)
        road_case.action_take()
        road_case.action_move(self.steps["open"].id)
        road_case.action_ask("کدام کوچه؟")
        mine = self.by(self.expert2, sara)
        mine.action_move(self.steps["open"].id)
        mine.action_answer("پاسخ جدا")
        for case in zahra | second | ali | sara:
            self.by(self.mayor, case).parent_id = problem.id
        for address in (ZAHRA, ALI, SARA):
            self.heard(address)

        self.it_is("2026-11-17 09:00")
        self.by(self.expert, problem).action_answer("لوله تعویض شد")
        self.env.invalidate_all()
        for case in zahra | second | ali:
            self.assertEqual((case.state, case.answer), ("answered", "لوله تعویض شد"))
            self.assertEqual(case.answered_by_id, self.expert)
            self.assertOneOpenLeg(case)
        self.assertEqual(sara.answer, "پاسخ جدا")
        self.assertHeard(ZAHRA, "لوله تعویض شد")
        self.assertHeard(ALI, "لوله تعویض شد")
        self.assertFalse(self.heard(SARA), "she has her own answer")
        # Nobody waits for Ali's reply any more.
        page = self.page_of(ali, "4434")
        self.assertNotIn("We need something from you", page)
        self.assertIn("لوله تعویض شد", page)

        # Ali objects: above the experts of the water and above the roads' office.
        self.does(ali, "object", reason="کوچه ما هنوز خیس است")
        self.assertResponsible(ali, self.city, told=self.mayor, words="objected")
        self.assertBarred(ali, self.expert)
        self.assertEqual((problem.sudo().state, zahra.state), ("answered", "answered"))
        self.heard(ALI)

        self.by(self.expert, problem).action_close("solved")
        self.env.invalidate_all()
        self.assertEqual(
            [case.state for case in (zahra, second, ali, sara)],
            ["closed", "closed", "open", "answered"],
        )
        self.assertEqual(len(self.heard(ZAHRA)), 1)
        self.assertFalse(self.heard(ALI) + self.heard(SARA))

    def test_the_road_office_sees_no_more_than_its_own(self):
        self.it_is("2026-11-16 09:00")
        problem = self.case_in_hand(name="ترکیدن لوله")
        ali = self.reported("علی رضایی", "09125554434", ALI, self.roads)
        self.by(self.mayor, ali).parent_id = problem.id
        self.assertTrue(self.by(self.roads_expert, ali).has_access("read"))
        self.assertFalse(self.by(self.roads_expert, problem).has_access("read"))
        [seen] = self.by(self.roads_expert, ali).read(["parent_id"])
        self.assertEqual(seen["parent_id"][1], "A case of another unit")
        # The problem is rejected: the road office decides about its own case and is told.
        self.by(self.roads_expert, ali).action_take()
        self.by(self.expert, problem).action_reject("در صلاحیت ما نیست")
        self.assertEqual(ali.state, "new")
        self.assertResponsible(ali, self.roads, self.roads_expert, self.roads_expert, "rejected")
        self.heard(ALI)
