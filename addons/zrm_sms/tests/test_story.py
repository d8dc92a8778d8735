from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from .test_inbound import InboundCommon

MINE, OTHERS = "09120007788", "09355556677"


@tagged("post_install", "-at_install")
class TestStoryBySms(InboundCommon):
    """Flow 11: all of it by text message, from the report to the accepted answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("zrm_base.citizen_lang", "en_US")
        cls.env["ir.config_parameter"].set_param("zrm_cases.quiet_hours", "")
        cls.mayor = make_user(cls.env, "story_mayor", "zrm_base.group_manager", name="The mayor")
        cls.city.manager_id = cls.mayor
        cls.citizen.preferred_channel = "sms"

    def by(self, user, case):
        return self.seen_by(user, case)

    def heard(self, number):
        """What reached this telephone since the last look: the notices and our replies."""
        self.env["zrm.case.notice"]._lock_waiting()._send()
        self.run_queue()
        sent = self.provider.requests[:]
        self.provider.requests.clear()
        texts = [entry["query"] for entry in sent]
        return [text["message"] for text in texts if text["receptor"][-9:] == number[-9:]]

    def test_from_the_first_words_to_the_verdict(self):
        case = self.she_writes()
        self.she_is_asked_and_replies(case)
        self.she_objects_in_two_messages(case)
        self.she_accepts_the_second_answer(case)
        self.assertEqual((case.state, case.verdict), ("closed", "accepted"))

    def she_writes(self):
        case = self.write_in("جوی کوچه نهم گرفته است").case_id
        self.assertEqual((case.partner_id, case.unit_id), (self.citizen, self.unit))
        [text] = self.heard(MINE)
        self.assertIn(case.number, text)
        # A stranger who has the code learns nothing, and changes nothing.
        self.assertEqual(self.write_in(case.number, OTHERS).effect, "neutral")
        [stranger] = self.heard(OTHERS)
        self.assertNotIn(case.name, stranger)
        return case

    def she_is_asked_and_replies(self, case):
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        mine.action_ask("plate number?")
        [text] = self.heard(MINE)
        self.assertIn("plate", text)
        self.assertTrue(case.paused_at)
        self.assertEqual(self.write_in("سه", OTHERS).case_id & case, case.browse())
        self.assertEqual(case.state, "waiting", "a stranger's words are no reply")
        self.heard(OTHERS)
        self.assertEqual(self.write_in("پلاک سه").case_id, case)
        self.env.invalidate_all()
        self.assertEqual((case.state, case.paused_at), ("open", False))
        self.assertIn(self.expert, case.activity_ids.user_id)
        self.heard(MINE)

    def she_objects_in_two_messages(self, case):
        self.by(self.expert, case).action_answer("done today")
        [text] = self.heard(MINE)
        self.assertIn("1", text)
        self.assertEqual(self.write_in("1", OTHERS).effect, "help")
        self.heard(OTHERS)
        self.assertEqual(case.state, "answered")
        self.write_in("۲")
        [why] = self.heard(MINE)
        self.assertIn("what", why)
        self.assertEqual(case.state, "answered")
        self.write_in("هنوز بو می‌دهد")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.unit_id), ("open", self.city))
        self.assertIn(self.mayor, case.activity_ids.user_id)
        self.assertIn(self.expert, case.excluded_user_ids)
        self.assertFalse(self.by(self.expert, case).has_access("write"))
        self.assertEqual(len(self.heard(MINE)), 1, "one event, one message")

    def she_accepts_the_second_answer(self, case):
        self.by(self.mayor, case).action_answer("done again")
        self.assertEqual(len(self.heard(MINE)), 1)
        self.assertEqual(self.write_in("1").effect, "accepted")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.verdict), ("closed", "accepted"))
        self.assertOneOpenLeg(case)
        self.assertEqual(len(self.heard(MINE)), 1, "one event, one message")
        self.assertEqual(self.write_in("2").effect, "help")
        self.env.invalidate_all()
        self.assertEqual(case.state, "closed")

    def test_who_wants_no_messages_gets_replies_only(self):
        self.citizen.preferred_channel = "none"
        case = self.write_in("جوی گرفته").case_id
        mine = self.by(self.expert, case)
        mine.action_take()
        mine.action_move(self.steps["open"].id)
        self.heard(MINE)
        mine.action_answer("done")
        self.assertFalse(self.heard(MINE))
        self.write_in(case.number)
        self.assertEqual(len(self.heard(MINE)), 1, "who asks is answered")

    def test_a_merged_case_is_judged_by_its_own_citizen(self):
        case = self.write_in("جوی گرفته").case_id
        neighbour = self.make_citizen("همسایه", phone="09120003344", lang="en_US")
        target = self.open_case(partner_id=neighbour.id)
        self.by(self.expert, case).action_merge(target.id)
        self.heard(MINE)
        self.by(self.expert, target).action_answer("done")
        [text] = self.heard(MINE)
        self.assertIn("1 if it is solved", text)
        self.write_in(case.number)
        [status] = self.heard(MINE)
        self.assertIn(f"{case.number} is answered", status)
        self.assertEqual(self.write_in("1").effect, "accepted")
        self.env.invalidate_all()
        self.assertEqual((case.verdict, target.sudo().state), ("accepted", "answered"))
        [thanks] = self.heard(MINE)
        self.assertIn(case.number, thanks)

    def test_a_merged_case_is_objected_to(self):
        case = self.write_in("جوی گرفته").case_id
        neighbour = self.make_citizen("همسایه", phone="09120003344", lang="en_US")
        target = self.open_case(partner_id=neighbour.id)
        self.by(self.expert, case).action_merge(target.id)
        self.by(self.expert, target).action_ask("only the neighbour?")
        self.write_in(case.number)
        self.assertIn("being worked on", " ".join(self.heard(MINE)))
        target.sudo()._citizen_replied()
        self.by(self.expert, target).action_answer("done")
        self.heard(MINE)
        self.assertEqual(self.write_in("2").effect, "asked_why")
        self.assertEqual(self.write_in("نزد ما نه").effect, "objected")
        self.env.invalidate_all()
        self.assertEqual((target.sudo().state, target.sudo().unit_id), ("open", self.city))
