import re

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ZAHRA, FlowCase

SECRET, SENDER = "مدیر رشوه می‌گیرد", "کارمند نگران"


@tagged("post_install", "-at_install")
class TestHiddenReporter(FlowCase):
    """Flow 9: a whistle-blower reports, answers a question, objects: with a code and a PIN."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bribe = cls._subject("رشوه", "F-B", cls.process)
        cls.bribe.write({"hides_reporter": True, "is_sensitive": True})
        cls.unit.member_ids |= cls.keeper

    def test_code_and_pin_all_the_way(self):
        case = self.citizen_reports(
            self.bribe,
            details={"name": SECRET, "nature_id": self.anonymous_nature.id},
            name=SENDER,
            phone="09125554433",
            email="sender@zrm.example",
        )
        pin = re.search(r"Your secret number (\d{4})", self.last_page).group(1)
        self.assertNotIn("digits of your telephone", self.last_page)
        [mail] = self.heard("sender@zrm.example")
        self.assertNotIn(SECRET, mail)
        self.leaves()
        for proof in ("4433", "0000", ""):
            self.assertIn("We found no case", self.page_of(case, proof))
        self.assertIn("Registered", self.page_of(case, pin))
        self.nobody_learns_who(case)

        mine = self.by(self.keeper, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_ask("چه روزی بود؟")
        [mail] = self.heard("sender@zrm.example")
        self.assertNotIn("چه روزی بود؟", mail, "nothing of the matter by mail")
        self.leaves()
        self.assertIn("چه روزی بود؟", self.page_of(case, pin))
        self.does(case, "reply", message="دوشنبه")
        self.assertResponsible(case, self.unit, self.keeper, self.keeper, "replied")
        self.nobody_learns_who(case)

        self.by(self.keeper, case).action_answer("بررسی شد، چیزی نبود")
        self.heard("sender@zrm.example")
        self.leaves()
        self.assertIn("بررسی شد", self.page_of(case, pin))
        self.does(case, "object", reason="خوب نگاه نکردید")
        # Neither the head nor the mayor may open it: oversight decides.
        self.env.invalidate_all()
        self.assertEqual(case.state, "open")
        self.assertTrue(case.user_id.has_group("zrm_base.group_oversight"), case.user_id.name)
        self.assertIn(case.user_id, case.activity_ids.user_id)
        self.assertBarred(case, self.keeper)
        self.nobody_learns_who(case)
        self.by(case.user_id, case).action_answer("حق با شما بود")
        self.leaves()
        self.page_of(case, pin)
        self.does(case, "accept", stars="4")
        self.assertEqual((case.state, case.verdict), ("closed", "accepted"))
        self.nobody_learns_who(case)

    def nobody_learns_who(self, case):
        for user in (self.keeper, self.manager, self.head, self.mayor, self.guardian):
            for words in (SENDER, "5554433", "sender@zrm"):
                self.assertUnreadable(user, words)
        for user in (self.expert, self.manager, self.head, self.roads_expert, self.operator):
            self.assertFalse(self.by(user, case).has_access("read"), user.name)

    def test_a_case_that_others_joined_becomes_hidden(self):
        """Only its reporter learns of it; the citizen of the merged one keeps the own page."""
        target, merged = self.case_in_hand(), self.reported(ZAHRA)
        self.by(self.expert, merged).action_merge(target.id)
        self.heard(ZAHRA)
        before = self.page_of(merged, "4433")
        target.sudo().subject_id = self.bribe
        self.assertTrue(target.sudo().is_reporter_hidden)
        self.assertFalse(self.heard(ZAHRA))
        self.leaves()
        page = self.page_of(merged, "4433")
        self.assertNotIn("hidden", page)
        self.assertIn("goes on as one case", before)
        notices = self.env["zrm.case.notice"].search([("case_id", "=", target.id)])
        self.assertFalse(notices.filtered(lambda one: one.partner_id == merged.partner_id))

    def test_who_reported_is_revealed_to_oversight_with_a_reason(self):
        case = self.citizen_reports(self.bribe, name=SENDER, phone="09125554433")
        for user in (self.keeper, self.oversight):
            with self.assertRaises(AccessError):
                self.by(user, case).action_reveal_reporter("کنجکاوی")
        with self.assertRaisesRegex(UserError, "why"):
            self.by(self.guardian, case).action_reveal_reporter(" ")
        shown = self.by(self.guardian, case).action_reveal_reporter("تهدید شده است")
        self.assertIn(SENDER, shown["params"]["message"])
        log = self.env["zrm.access.log"].search([("kind", "=", "reporter")], limit=1)
        self.assertEqual((log.user_id, log.reason), (self.guardian, "تهدید شده است"))

    def test_a_second_citizen_cannot_say_me_too(self):
        self.citizen_reports(self.bribe, name=SENDER, phone="09125554433")
        self.leaves()
        self.begin(self.bribe)
        self.details()
        page = self.fill("where", region_id=self.lane.id, address="کوچه نهم")
        self.assertAsked(page, "who")
        self.assertNotIn("Is it one of these", self.words(page))

    def test_lists_and_call_backs_leave_it_out(self):
        case = self.citizen_reports(self.bribe, name=SENDER, phone="09125554433")
        mine = self.by(self.keeper, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_answer("بررسی شد")
        draw = self.env["zrm.callback.draw"].with_user(self.guardian).create({"count": 50})
        with mute_logger("odoo.addons.base.models.ir_rule"), self.assertRaises(UserError):
            draw.action_draw()
        self.assertFalse(self.env["zrm.case.callback"].search([("case_id", "=", case.id)]))
