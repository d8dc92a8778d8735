import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import ALI, SARA, ZAHRA, FlowCase

WORDS = "فردا آب قطع است"


@tagged("post_install", "-at_install")
class TestManyCases(FlowCase):
    """Many cases, one matter; many people, one message each."""

    # ------------------------------------------------------------------
    # Flow 3: a burst main, reported to several units by several people.
    # ------------------------------------------------------------------

    def test_one_answer_for_all_each_judged_alone(self):
        problem = self.case_in_hand(name="ترکیدن لوله")
        zahra = self.reported(ZAHRA)
        second = self.reported(ZAHRA)
        ali = self.reported(ALI)
        self.by(self.manager, ali).action_refer(self.roads.id)
        sara = self.reported(SARA)
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
        problem = self.case_in_hand(name="ترکیدن لوله")
        ali = self.reported(ALI)
        self.by(self.manager, ali).action_refer(self.roads.id)
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

    def test_the_citizen_of_the_problem_withdraws_it(self):
        """The others still have it: their experts are asked, nobody is closed or told."""
        problem = self.reported(ZAHRA)
        ali = self.reported(ALI)
        self.by(self.manager, ali).action_refer(self.roads.id)
        self.by(self.roads_expert, ali).action_take()
        self.by(self.mayor, ali).parent_id = problem.id
        self.by(self.expert, problem).action_take()
        self.heard(ALI)
        self.page_of(problem, "4433")
        self.does(problem, "withdraw")
        self.assertResponsible(ali, self.roads, self.roads_expert, self.roads_expert, "withdrawn")
        self.assertEqual((problem.state, ali.state), ("closed", "new"))
        self.assertFalse(self.heard(ALI))

    # ------------------------------------------------------------------
    # Flow 4: the same pothole three times, and one citizen with two files.
    # ------------------------------------------------------------------

    def test_merged_twice_each_follows_with_the_own_code(self):
        """ali's case goes into zahra's, and hers into a third one."""
        third = self.case_in_hand()
        zahra = self.reported(ZAHRA)
        ali = self.reported(ALI)
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
        zahra = self.reported(ZAHRA)
        self.by(self.expert, zahra).action_merge(third.id)
        self.heard(ZAHRA)
        self.by(self.expert, third).action_answer("چاله پر شد")
        [mail] = self.assertHeard(ZAHRA, "چاله پر شد")
        # The link in it is her own, and shows the answer of the case that goes on.
        [link] = re.findall(r"/zrm/verdict/[\w-]+", mail)[:1]
        self.assertNotEqual(zahra.verdict_token, third.sudo().verdict_token)
        self.assertIn(zahra.verdict_token, link)
        page = self.url_open(link)
        self.assertIn("چاله پر شد", page.text)
        self.assertNotIn(third.sudo().number, page.text)
        third.sudo()._accept_answer(5)
        self.env.flush_all()
        self.page_of(zahra, "4433")
        page = self.does(zahra, "object", reason="نزد ما نه")
        self.assertIn("Your objection was received", page)
        self.assertEqual(third.sudo().state, "open")

    def test_two_files_of_one_citizen_become_one(self):
        first = self.citizen_reports(name="زهرا کریمی", phone="09125554433", email=ZAHRA)
        self.leaves()
        second = self.citizen_reports(
            name="زهرا کریمی",
            phone="09125554499",
            email="zahra2@zrm.example",
            where={"region_id": self.lane.id, "address": "خیابان"},
        )
        self.leaves()
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

    # ------------------------------------------------------------------
    # Flow 10: the manager tells all who are affected, each once.
    # ------------------------------------------------------------------

    def tell(self, user=None, **vals):
        alert = self.env["zrm.case.alert"].with_user(user or self.manager)
        alert = alert.create({"subject_id": self.subject.id, "text": WORDS, **vals})
        alert.action_preview()
        alert.action_send()
        self.env.invalidate_all()
        return alert

    def test_each_person_once(self):
        first = self.reported(ZAHRA)
        for _more in range(3):
            self.reported(ZAHRA)
        ali = self.reported(ALI)
        ali._join(first.partner_id)
        silent = self.reported(SARA, preferred_channel="none")
        closed = self.reported(SARA, name="بسته", phone="09125554437", email="closed@zrm.example")
        self.by(self.expert, closed).action_reject("نه")
        secret = self.reported(
            SARA, name="محرمانه", phone="09125554438", email="secret@zrm.example"
        )
        secret.is_confidential = True
        for address in (ZAHRA, ALI, SARA, "closed@zrm.example", "secret@zrm.example"):
            self.heard(address)

        alert = self.tell()
        self.assertHeard(ZAHRA, WORDS)
        self.assertHeard(ALI, WORDS)
        for address in (SARA, "closed@zrm.example", "secret@zrm.example"):
            self.assertFalse(self.heard(address), address)
        self.assertIn(WORDS, self.page_of(first, "4433"))
        self.leaves()
        self.assertIn(WORDS, self.page_of(silent, "4435"), "who wants no messages reads it")
        alert.action_send()
        self.assertFalse(self.heard(ZAHRA), "a double click sends nothing twice")
        # The next message is another one.
        self.tell(text="آب آمد")
        self.assertHeard(ZAHRA, "آب آمد")

    def test_who_may_not(self):
        case = self.reported(ZAHRA)
        self.by(self.manager, case).action_refer(self.roads.id, kind="copy")
        self.heard(ZAHRA)
        for user, error in ((self.expert, AccessError), (self.road_manager, UserError)):
            with self.assertRaises(error):
                self.tell(user)
        self.assertFalse(self.heard(ZAHRA))
