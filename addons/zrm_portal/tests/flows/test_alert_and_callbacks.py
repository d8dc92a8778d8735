from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import FlowCase

ZAHRA, ALI, SARA = "zahra@zrm.example", "ali@zrm.example", "sara@zrm.example"
WORDS = "فردا آب قطع است"


class StreetCase(FlowCase):
    def reported(self, name, number, email=None, **more):
        case = self.citizen_reports(
            name=name,
            phone=f"0912555{number}",
            **({"email": email} if email else {}),
            where={"region_id": self.lane.id, "address": f"کوچه {number}-{len(more)}"},
            **more,
        )
        self.leaves()
        return case


@tagged("post_install", "-at_install")
class TestMessageToAffected(StreetCase):
    """Flow 10: the manager tells all who are affected, each once."""

    def tell(self, user=None, **vals):
        alert = self.env["zrm.case.alert"].with_user(user or self.manager)
        alert = alert.create({"subject_id": self.subject.id, "text": WORDS, **vals})
        alert.action_preview()
        alert.action_send()
        self.env.invalidate_all()
        return alert

    def test_each_person_once(self):
        self.it_is("2026-11-16 09:00")
        first = self.reported("زهرا کریمی", "4433", ZAHRA)
        for number in range(3):
            self.citizen_reports(
                name="زهرا کریمی",
                phone="09125554433",
                email=ZAHRA,
                where={"region_id": self.lane.id, "address": f"خیابان {number}"},
            )
            self.leaves()
        ali = self.reported("علی رضایی", "4434", ALI)
        ali._join(first.partner_id)
        silent = self.reported("بی‌پیام", "4436", SARA, preferred_channel="none")
        closed = self.reported("بسته", "4437", "closed@zrm.example")
        self.by(self.expert, closed).action_reject("نه")
        secret = self.reported("محرمانه", "4438", "secret@zrm.example")
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
        self.assertIn(WORDS, self.page_of(silent, "4436"), "who wants no messages reads it")
        alert.action_send()
        self.assertFalse(self.heard(ZAHRA), "a double click sends nothing twice")
        # The next message is another one.
        self.tell(text="آب آمد")
        self.assertHeard(ZAHRA, "آب آمد")

    def test_who_may_not(self):
        self.it_is("2026-11-16 09:00")
        case = self.reported("زهرا کریمی", "4433", ZAHRA)
        self.by(self.manager, case).action_refer(self.roads.id, kind="copy")
        self.heard(ZAHRA)
        for user, error in ((self.expert, AccessError), (self.road_manager, UserError)):
            with self.assertRaises(error):
                self.tell(user)
        self.assertFalse(self.heard(ZAHRA))


@tagged("post_install", "-at_install")
class TestCallBacks(StreetCase):
    """Flow 12: a sample of those who were answered is called; what they say counts."""

    def answered(self, name, number, expert=None, **more):
        case = self.reported(name, number, **more)
        mine = self.by(expert or self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_answer("انجام شد")
        return case

    def call_of(self, case, user):
        calls = self.env["zrm.case.callback"].with_user(user)
        return self.by(user, calls.search([("case_id", "=", case.id)]))

    def test_what_is_said_on_the_telephone_counts(self):
        self.it_is("2026-11-16 09:00")
        happy = self.answered("زهرا کریمی", "4433", preferred_channel="")
        angry = self.answered("علی رضایی", "4434", preferred_channel="")
        absent = self.answered("سارا محمدی", "4435", preferred_channel="")
        refuses = self.answered("بی‌پیام", "4436", preferred_channel="none")
        draw = self.env["zrm.callback.draw"].with_user(self.manager)
        draw.create({"count": 50}).action_draw()
        self.assertFalse(self.call_of(refuses, self.manager))
        self.assertFalse(self.call_of(happy, self.roads_expert))

        mine = self.call_of(happy, self.expert)
        with self.assertRaisesRegex(UserError, "a colleague makes this call"):
            mine.action_accepted()
        call = self.call_of(happy, self.expert2)
        call.write({"stars": 5, "comment": "دستتان درد نکند"})
        call.action_accepted()
        self.env.invalidate_all()
        self.assertEqual((happy.state, happy.verdict, happy.stars), ("closed", "accepted", 5))
        self.assertTrue(happy.verdict_by_phone)
        self.assertNotIn("Not solved", self.page_of(happy, "4433"))

        call = self.call_of(angry, self.expert2)
        with self.assertRaisesRegex(UserError, "Write what is not solved"):
            call.action_not_solved()
        call.comment = "نیامدند"
        call.action_not_solved()
        self.assertResponsible(angry, self.area, told=self.head, words="objected")
        self.assertBarred(angry, self.expert)
        self.leaves()
        self.assertIn("نیامدند", self.page_of(angry, "4434"))
        with self.assertRaisesRegex(UserError, "done already"):
            self.call_of(angry, self.head).action_not_solved()

        for _try in range(3):
            self.call_of(absent, self.expert2).action_not_reached()
        self.assertEqual(self.call_of(absent, self.expert2).state, "unreached")
        self.assertEqual(absent.state, "answered", "silence on the telephone is no verdict")

    def test_the_citizen_was_quicker(self):
        """On the list already, they accept by the page: the caller is told."""
        self.it_is("2026-11-16 09:00")
        case = self.answered("زهرا کریمی", "4433", preferred_channel="")
        draw = self.env["zrm.callback.draw"].with_user(self.manager)
        draw.create({"count": 50}).action_draw()
        self.page_of(case, "4433")
        self.does(case, "accept", stars="3")
        call = self.call_of(case, self.expert2)
        call.comment = "نشد"
        for verb in (call.action_accepted, call.action_not_solved):
            with self.assertRaisesRegex(UserError, "already given"):
                verb()
        self.env.invalidate_all()
        self.assertEqual((case.verdict, case.stars), ("accepted", 3))

    def test_a_list_is_drawn_again_after_a_new_answer(self):
        """Called once, the citizen objected; the new answer is asked about as well."""
        self.it_is("2026-11-16 09:00")
        case = self.answered("زهرا کریمی", "4433", preferred_channel="")
        draw = self.env["zrm.callback.draw"].with_user(self.manager)
        draw.create({"count": 50}).action_draw()
        call = self.call_of(case, self.expert2)
        call.comment = "نشد"
        call.action_not_solved()
        self.it_is("2026-11-17 09:00")
        self.by(self.head, case).action_answer("این بار شد")
        with mute_logger("odoo.addons.base.models.ir_rule"):
            draw = self.env["zrm.callback.draw"].with_user(self.head)
            draw.create({"count": 50}).action_draw()
        calls = self.env["zrm.case.callback"].search([("case_id", "=", case.id)])
        self.assertEqual(sorted(calls.mapped("state")), ["reached", "to_call"])
