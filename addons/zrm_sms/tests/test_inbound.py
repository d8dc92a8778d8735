from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import SmsCommon
from .test_delivery import RoutesCommon

MINE, OTHERS = "09120007788", "09355556677"


class InboundCommon(SmsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen.lang = "en_US"
        cls.serial = 0
        cls.env.company.zrm_mail_nature_id = cls.nature
        cls.env.company.zrm_mail_subject_id = cls.subject

    def write_in(self, text, number=MINE, message_id=None):
        type(self).serial += 1
        return self.env["zrm.sms.inbound"]._inbound(
            number, text, message_id or f"m{self.serial}", self.gateway, "30001234"
        )

    def said(self):
        replies = self.env["zrm.sms.message"].search([("kind", "=", "reply")], order="id")
        smses = self.env["sms.sms"].search([("uuid", "in", replies.mapped("uuid"))], order="id")
        return smses.mapped("body")

    def answered_case(self, **vals):
        case = self.open_case(**vals)
        case.action_answer("انجام شد")
        return case.sudo()


@tagged("post_install", "-at_install")
class TestStatus(InboundCommon):
    """A tracking code is answered, to whom it belongs."""

    def test_in_any_digits_and_grouping(self):
        case = self.make_case()
        code = case.number
        persian = code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))
        arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        for text in (
            code,
            persian,
            f"{arabic[:4]} {arabic[4:8]} {arabic[8:]}",
            f"{code[:3]}-{code[3:6]}-{code[6:]}",
            f"پیگیری کد {persian[:6]}\u200c{persian[6:]} لطفاً",
        ):
            with self.subTest(text=text):
                message = self.write_in(text)
                self.assertEqual((message.effect, message.case_id), ("status", case))
                self.assertIn(f"Your case {code} is registered.", self.said()[-1])
        self.assertEqual(self.env["zrm.case"].search_count([("number", "=", code)]), 1)

    def test_strangers_learn_nothing(self):
        case = self.make_case()
        texts = set()
        for text in (case.number, "123456789092"):
            message = self.write_in(text, OTHERS)
            self.assertEqual(message.effect, "neutral")
            self.assertFalse(message.case_id)
            texts.add(self.said()[-1])
        self.assertEqual(len(texts), 1, "the same words whether there is such a case or not")
        self.assertNotIn(case.name, texts.pop())

    def test_each_state_in_plain_words(self):
        case = self.answered_case()
        self.write_in(case.number)
        self.assertIn("Send 1 if it is solved", self.said()[-1])
        case.with_user(self.expert).action_close("solved")
        self.write_in(case.number)
        self.assertIn("is closed", self.said()[-1])

    def test_in_persian_with_a_persian_date(self):
        self.citizen.lang = "fa_IR"
        case = self.make_case()
        self.write_in(case.number)
        self.assertIn("ثبت شده", self.said()[-1])
        self.assertRegex(self.said()[-1], "۱۴۰\\d/")


@tagged("post_install", "-at_install")
class TestVerdict(InboundCommon):
    """1 accepts, 2 objects."""

    def test_accepted(self):
        case = self.answered_case()
        message = self.write_in("۱")
        self.assertEqual(message.effect, "accepted")
        self.env.invalidate_all()
        self.assertEqual((case.state, case.outcome), ("closed", "solved"))
        self.assertEqual(case.verdict, "accepted")
        self.assertIn("accepted as solved", self.said()[-1])
        self.write_in("1")
        self.assertEqual(case.event_ids.mapped("kind").count("closed"), 1)

    def test_objected_with_the_next_words_as_the_reason(self):
        case = self.answered_case()
        self.assertEqual(self.write_in("2").effect, "asked_why")
        self.assertEqual(case.state, "answered")
        self.assertIn("what is not solved", self.said()[-1])
        message = self.write_in("هنوز آب جمع می‌شود")
        self.assertEqual(message.effect, "objected")
        self.env.invalidate_all()
        self.assertEqual(case.state, "open")
        self.assertEqual((case.unit_id, case.verdict), (self.city, "objected"))
        objected = case.event_ids.filtered(lambda event: event.kind == "objected")
        self.assertEqual(objected.text, "هنوز آب جمع می‌شود")
        self.assertEqual(self.write_in("و باز هم").effect, "case", "once only")

    def test_the_reason_comes_within_a_day(self):
        self.answered_case()
        with freeze_time(fields.Datetime.now() - timedelta(hours=25)):
            self.write_in("2")
        self.assertEqual(self.write_in("چیز دیگری").effect, "case")

    def test_another_mind(self):
        case = self.answered_case()
        self.write_in("2")
        self.assertEqual(self.write_in("1").effect, "accepted")
        self.assertEqual(case.state, "closed")

    def test_the_last_answered_one(self):
        first = self.answered_case()
        with freeze_time(fields.Datetime.now() + timedelta(minutes=5)):
            second = self.answered_case()
        self.write_in("1")
        self.assertEqual((first.state, second.state), ("answered", "closed"))

    def test_not_of_others(self):
        case = self.answered_case()
        for text in ("1", "2", "7", "؟", ""):
            self.assertEqual(self.write_in(text, OTHERS).effect, "help")
        self.assertEqual(case.state, "answered")
        self.assertFalse(
            self.env["res.partner"].search([("phone_sanitized", "=", "+989355556677")])
        )

    def test_too_late_is_said(self):
        case = self.answered_case()
        self.write_in("2")
        case._write_handling({"answered_at": fields.Datetime.now() - timedelta(days=31)})
        message = self.write_in("نشد")
        self.assertEqual(message.effect, "help")
        self.assertIn("register a new case", self.said()[-1])
        self.assertEqual(case.state, "answered")

    def test_too_late_is_said_before_asking_why(self):
        case = self.answered_case()
        case._write_handling({"answered_at": fields.Datetime.now() - timedelta(days=31)})
        self.assertEqual(self.write_in("2").effect, "help")
        self.assertIn("register a new case", self.said()[-1])

    def test_once_said_is_said(self):
        case = self.answered_case()
        self.write_in("1")
        self.assertEqual(self.write_in("2").effect, "help")
        self.assertIn("already", self.said()[-1])
        self.env.invalidate_all()
        self.assertEqual((case.state, case.verdict), ("closed", "accepted"))

    def test_a_gate_does_not_lose_the_citizens_word(self):
        case = self.answered_case()
        gate = self.env["ir.model.fields"]._get("zrm.case", "root_cause_id")
        self.steps["answered"].gate_field_ids = gate
        self.assertEqual(self.write_in("1").effect, "accepted")
        self.env.invalidate_all()
        self.assertEqual(case.state, "closed")

    def test_no_number_opens_a_hidden_case(self):
        """Who has or forges a number would learn whose case it is."""
        self.subject.hides_reporter = True
        case = self.open_case()
        case.action_answer("انجام شد")
        effects = [self.write_in(text).effect for text in ("1", "2", case.sudo().number)]
        stranger = [self.write_in(text, OTHERS).effect for text in ("1", "2", case.sudo().number)]
        self.assertEqual(effects, stranger)
        self.env.invalidate_all()
        self.assertEqual((case.state, case.sudo().verdict), ("answered", False))


@tagged("post_install", "-at_install")
class TestWordsIn(InboundCommon):
    """Words: a reply, or a new case."""

    def waiting_case(self, **vals):
        case = self.open_case(**vals)
        case.action_ask("نشانی؟")
        return case.sudo()

    def test_a_reply_to_our_question(self):
        case = self.waiting_case()
        message = self.write_in("کوچه نهم\nپلاک ۳")
        self.env.invalidate_all()
        self.assertEqual((message.effect, message.case_id), ("reply", case))
        self.assertEqual(case.state, "open")
        posted = case.message_ids.filtered(lambda item: item.author_id == self.citizen)
        self.assertIn("کوچه نهم", posted.body)
        self.assertEqual(case.event_ids.mapped("kind").count("replied"), 1)

    def test_a_hidden_reporters_reply_does_not_name_them(self):
        self.subject.hides_reporter = True
        case = self.waiting_case()
        self.subject.hides_reporter = False
        message = self.write_in("کوچه نهم")
        self.env.invalidate_all()
        # As from everybody else: they are told to write on the page only.
        self.assertEqual(message.effect, "case")
        self.assertNotEqual(message.case_id, case)
        self.assertEqual(case.state, "waiting")

    def test_with_two_waiting_it_is_a_new_case(self):
        self.waiting_case()
        self.waiting_case()
        self.assertEqual(self.write_in("کوچه نهم").effect, "case")

    def test_a_new_case(self):
        message = self.write_in("چراغ کوچه خاموش است\nخیابان بهار")
        case = message.case_id
        self.assertEqual(message.effect, "case")
        self.assertEqual(case.partner_id, self.citizen)
        self.assertEqual(case.channel_id, self.env.ref("zrm_base.channel_sms"))
        self.assertIn(message.message_id, case.external_ref)
        self.assertEqual(case.name, "چراغ کوچه خاموش است")
        self.assertEqual((case.nature_id, case.subject_id), (self.nature, self.subject))
        self.assertOneOpenLeg(case)

    def test_a_units_own_line(self):
        self.gateway.unit_ids = self.other_unit
        self.assertEqual(self.write_in("چراغ خاموش است").case_id.unit_id, self.other_unit)

    def test_strangers_get_one_file(self):
        first = self.write_in("چراغ خاموش است", OTHERS).case_id
        second = self.write_in("باز هم خاموش است", OTHERS).case_id
        self.assertEqual(first.partner_id, second.partner_id)
        self.assertEqual(first.partner_id.phone, OTHERS)
        self.assertTrue(first.partner_id.is_citizen)

    def test_a_number_that_several_share(self):
        self.make_citizen("پدر", phone=MINE)
        first = self.write_in("چراغ خاموش است").case_id
        second = self.write_in("باز هم").case_id
        self.assertNotEqual(first.partner_id, self.citizen)
        self.assertEqual(first.partner_id, second.partner_id, "one file, not one each time")

    def test_the_same_message_twice(self):
        first = self.write_in("چراغ خاموش است", message_id="same")
        self.assertEqual(self.write_in("چراغ خاموش است", message_id="same"), first)
        other = self.make_gateway(name="Other", unit_ids=[(6, 0, self.unit.ids)])
        elsewhere = self.env["zrm.sms.inbound"]._inbound(MINE, "دیگری", "same", other)
        self.assertNotEqual(elsewhere.case_id, first.case_id, "numbers of two gateways")

    def test_without_a_number_of_the_message(self):
        Inbound = self.env["zrm.sms.inbound"]
        with freeze_time("2026-11-21 09:00:10"):
            first = Inbound._inbound(MINE, "چراغ خاموش است")
            self.assertEqual(Inbound._inbound(MINE, "چراغ خاموش است"), first)
            self.assertNotEqual(Inbound._inbound(MINE, "دیگری"), first)
        with freeze_time("2026-11-21 09:20:10"):
            self.assertNotEqual(Inbound._inbound(MINE, "چراغ خاموش است"), first)

    def test_what_cannot_be_registered_is_kept_with_the_reason(self):
        self.nature.active = False
        message = self.write_in("چراغ خاموش است")
        self.assertEqual(message.effect, "failed")
        self.assertIn("nature", message.reason)
        self.nature.active = True
        message.with_user(self.oversight).action_try_again()
        self.env.invalidate_all()
        self.assertEqual(message.effect, "case")

    def test_strange_texts(self):
        self.assertEqual(self.write_in("الف\x00ب").text, "الفب")
        self.assertEqual(len(self.write_in("ب" * 9000).text), 5000)
        self.assertIn("<b>", self.write_in("<b>x</b> کج").case_id.description)


@tagged("post_install", "-at_install")
class TestLimits(InboundCommon):
    """Floods and machines."""

    def test_too_many_in_an_hour_are_kept_and_do_nothing(self):
        self.env["ir.config_parameter"].set_param("zrm_sms.max_per_hour", "3")
        effects = [self.write_in(f"پیام شماره {number}").effect for number in range(5)]
        self.assertEqual(effects, ["case"] * 3 + ["flood"] * 2)
        self.assertEqual(self.write_in("پیام", OTHERS).effect, "case", "others are not held up")

    def test_no_talk_without_end(self):
        self.env["ir.config_parameter"].set_param("zrm_sms.max_replies_per_day", "2")
        self.env["ir.config_parameter"].set_param("zrm_sms.max_per_hour", "100")
        case = self.make_case()
        for _message in range(5):
            self.assertEqual(self.write_in(case.number).effect, "status")
        self.assertEqual(len(self.said()), 2)
        self.assertEqual(self.write_in("خوش آمدید").effect, "flood")
        self.assertEqual(self.env["zrm.sms.inbound"].search_count([("is_answered", "=", True)]), 2)

    def test_lines_and_names_are_never_answered(self):
        for number in ("30001234", "BANK", "+982188776655", "", "137"):
            with self.subTest(number=number):
                message = self.write_in("تخفیف ویژه", number)
                self.assertEqual(message.effect, "ignored")
                self.assertFalse(message.is_answered)
        self.assertFalse(self.said())

    def test_our_own_lines_are_not_answered(self):
        self.gateway.sender = "09120007788"
        self.assertFalse(self.write_in("9").is_answered)

    def test_the_number_is_read_by_nobody(self):
        message = self.write_in("چراغ خاموش است")
        self.assertEqual(message.with_user(self.oversight).number_masked, "0912•••7788")
        with self.assertRaises(AccessError):
            message.with_user(self.oversight).read(["number"])


@tagged("post_install", "-at_install")
class TestInboundRoute(RoutesCommon, InboundCommon):
    """The same by HTTP."""

    def test_each_way_of_saying_it(self):
        for position, options in enumerate(({}, {"as_json": True}, {"as_query": True})):
            with self.subTest(options=options):
                response = self.call(
                    "inbound",
                    {
                        "from": "+989120007788",
                        "to": "30001234",
                        "message": "چراغ خاموش است",
                        "messageid": 70 + position,
                    },
                    **options,
                )
                self.assertEqual((response.status_code, response.text), (200, "OK"))
                message = self.env["zrm.sms.inbound"].search([], limit=1)
                self.assertEqual(message.message_id, str(70 + position))
                self.assertEqual((message.effect, message.line), ("case", "30001234"))
                self.assertEqual(message.case_id.partner_id, self.citizen)

    def test_twice_is_once(self):
        parameters = {"from": MINE, "message": "چراغ خاموش است", "messageid": "9"}
        for _twice in range(2):
            self.assertEqual(self.call("inbound", parameters).status_code, 200)
        self.assertEqual(self.env["zrm.sms.inbound"].search_count([("message_id", "=", "9")]), 1)
        cases = self.env["zrm.case"].search([("external_ref", "=like", "%-9")])
        self.assertEqual(len(cases), 1)
        self.assertNotEqual(cases.create_uid, self.env.ref("base.public_user"))


@tagged("post_install", "-at_install")
class TestCompaniesApart(InboundCommon):
    def test_a_number_of_another_companys_citizen_is_somebody_new(self):
        self.env["ir.config_parameter"].set_param("zrm_base.separate_citizens", "True")
        there = self.env["res.company"].create({"name": "شهر دیگر"})
        theirs = self.make_citizen("بیگانه", phone=OTHERS, company_id=there.id)
        case = self.write_in("جوی گرفته است", OTHERS).case_id
        self.assertNotEqual(case.partner_id, theirs)
        self.assertEqual(case.partner_id.company_id, case.company_id)
