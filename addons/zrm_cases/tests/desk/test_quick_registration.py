import base64
import json
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, freeze_time, tagged
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tests.common import make_national_id, make_user

from ..common import CaseCommon


class QuickCommon(CaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.district = cls.env["zrm.region"].create({"name": "منطقه ۶", "code": "T-6"})
        cls.quarter = cls.env["zrm.region"].create(
            {"name": "امیرآباد", "parent_id": cls.district.id, "kind": "neighbourhood"}
        )
        cls.elsewhere = cls.env["zrm.region"].create({"name": "منطقه ۲۰", "code": "T-20"})
        cls.citizen.region_id = cls.quarter

    def quick(self, user=None):
        return self.env["zrm.case.quick"].with_user(user or self.operator)

    def vals(self, **vals):
        return {
            "token": "t-1",
            "partner_id": self.citizen.id,
            "channel_id": self.channel.id,
            "subject_id": self.subject.id,
            "nature_id": self.nature.id,
            "name": "جوی گرفته است",
            **vals,
        }

    def join(self, case, user=None, ref=None, **vals):
        """Adds a caller to a case as the screen does, about the place of the case."""
        quick = self.quick(user)
        asked = {"subject_id": case.subject_id.id, "region_id": case.region_id.id, **vals}
        return quick.quick_join(ref or quick._ref(case), asked)

    def case_of(self, result):
        return self.env["zrm.case"].browse(result["id"])


@tagged("post_install", "-at_install")
class TestQuickAccess(QuickCommon):
    def calls(self):
        return {
            "quick_start": (),
            "quick_find_caller": ("احمدی",),
            "quick_caller": (self.citizen.id,),
            "quick_regions": ("منطقه",),
            "quick_subjects": ("نهر",),
            "quick_subject": (self.subject.id,),
            "quick_likely": ({"subject_id": self.subject.id, "partner_id": self.citizen.id},),
            "quick_register": (self.vals(),),
        }

    def test_who_may_call_what(self):
        self.case = self.make_case()
        portal = make_user(self.env, "zrm_portal", "base.group_portal")
        for name, args in self.calls().items():
            for user in (self.operator, self.expert, self.oversight):
                self.assertIsNotNone(getattr(self.quick(user), name)(*args), name)
            for user in (self.clerk, portal):
                with self.assertRaises(AccessError, msg=name):
                    getattr(self.quick(user), name)(*args)
        for user in (self.operator, self.expert, self.oversight):
            self.assertTrue(self.join(self.case, user, partner_id=self.citizen.id))
        for user in (self.clerk, portal):
            with self.assertRaises(AccessError):
                self.join(self.case, user, partner_id=self.citizen.id)

    def test_enter_takes_only_who_was_meant(self):
        self.make_citizen("مریم احمدیان", phone="09120003344")
        for text, sure in (
            ("09120007788", True),
            ("مریم احمدی", True),
            ("مريم احمدي", True),
            ("مریم احم", False),
            ("مریم احدی", False),
            ("هیچ‌کس", False),
        ):
            self.assertEqual(self.quick().quick_find_caller(text)["sure"], sure, text)
        self.make_citizen("مریم احمدی", phone="09120005566")
        self.assertFalse(self.quick().quick_find_caller("مریم احمدی")["sure"], "two of this name")

    def test_bad_input_is_refused_in_words(self):
        for name, args in (
            ("quick_caller", ("1",)),
            ("quick_caller", (self.operator.partner_id.id,)),
            ("quick_caller", (0,)),
            ("quick_subject", (True,)),
            ("quick_likely", ([],)),
            ("quick_likely", ({"subject_id": self.subject.id, "partner_id": 10**9},)),
            ("quick_join", (10**9, {"partner_id": self.citizen.id})),
            ("quick_join", ("x" * 32, {"partner_id": self.citizen.id})),
            ("quick_join", ("", {"subject_id": self.subject.id, "partner_id": self.citizen.id})),
            ("quick_register", (None,)),
            ("quick_register", ({},)),
            ("quick_register", (self.vals(partner_id=None),)),
            ("quick_register", (self.vals(partner_id=None, citizen={"name": " "}),)),
            ("quick_register", (self.vals(partner_id=None, citizen="x"),)),
            ("quick_register", (self.vals(region_id=10**9),)),
            ("quick_register", (self.vals(priority="9"),)),
            ("quick_register", (self.vals(subject_id="1"),)),
            ("quick_register", (self.vals(nature_id=False),)),
            ("quick_register", (self.vals(is_anonymous=True),)),
            ("quick_register", (self.vals(template_id=10**9),)),
            ("quick_register", (self.vals(behalf_of_id=self.make_citizen().id),)),
        ):
            with self.assertRaises(UserError, msg=f"{name}{args}") as caught:
                getattr(self.quick(), name)(*args)
            self.assertGreater(len(caught.exception.args[0]), 10)
        for text in (None, 5, "", "  ", "%", "'"):
            self.assertEqual(self.quick().quick_find_caller(text)["found"], [])
            self.assertEqual(self.quick().quick_subjects(text), [])
            self.assertIsInstance(self.quick().quick_regions(text), list)
        self.assertFalse(self.env["zrm.case"].search([("partner_id", "=", self.citizen.id)]))

    def test_confidential_files_and_cases_stay_closed(self):
        hidden = self.make_citizen("نسرین پنهان", phone="09120001122", is_confidential=True)
        self.relate(self.citizen, hidden)
        secret = self.make_case(is_confidential=True, region_id=self.quarter.id)
        of_hidden = self.make_case(partner_id=hidden.id, region_id=self.quarter.id)
        self.assertFalse(self.quick().quick_find_caller("پنهان")["found"])
        self.assertFalse(self.quick().quick_caller(self.citizen.id)["family"])
        self.assertFalse(self.quick().quick_caller(self.citizen.id)["cases"])
        self.assertEqual(self.quick().quick_caller(self.citizen.id)["elsewhere"], 0)
        likely = {"subject_id": self.subject.id, "region_id": self.quarter.id}
        self.assertFalse(self.quick().quick_likely(likely))
        for refused in (
            lambda: self.quick().quick_caller(hidden.id),
            lambda: self.quick().quick_likely({**likely, "partner_id": hidden.id}),
            lambda: self.join(secret, partner_id=self.citizen.id),
            lambda: self.join(of_hidden, partner_id=self.citizen.id),
            lambda: self.quick().quick_register(self.vals(partner_id=hidden.id)),
        ):
            with self.assertRaises(UserError):
                refused()
        self.assertTrue(self.quick(self.confidential).quick_find_caller("پنهان")["found"])

    def test_quick_registration_tells_nothing_of_confidential_cases(self):
        secret = self.secret_case(is_confidential=True, address="خیابان بهار ۱۲")
        quick = self.env["zrm.case.quick"].with_user(self.operator)
        found = quick.quick_likely(
            {"subject_id": self.subject.id, "partner_id": self.citizen.id, "address": "بهار ۱۲"}
        )
        self.assertNotIn(secret.number_spaced, json.dumps(found, ensure_ascii=False))
        with self.assertRaises(UserError):
            self.join(secret, partner_id=self.citizen.id)
        self.assertEqual(quick.quick_caller(self.citizen.id)["elsewhere"], 0)
        for method in ("quick_start", "quick_find_caller", "quick_caller", "quick_likely"):
            with self.assertRaises(AccessError):
                args = [] if method == "quick_start" else [1]
                getattr(quick.with_user(self.clerk), method)(*args)


@tagged("post_install", "-at_install")
class TestQuickLooks(QuickCommon):
    """What the screen shows while the operator types."""

    def test_callers_are_found_with_masked_numbers(self):
        number = make_national_id()
        self.citizen.write({"identity_number": number, "father_name": "رضا"})
        for text in ("09120007788", "مريم احمدي", number):
            found = self.quick().quick_find_caller(text)["found"]
            self.assertEqual(found[0]["name"], "مریم احمدی", text)
        caller = self.quick().with_context(zrm_unmask=True).quick_caller(self.citizen.id)
        self.assertNotIn(number, str(caller))
        self.assertTrue(caller["identity"].endswith(number[-3:]))
        self.assertEqual(caller["region"]["id"], self.quarter.id)

    def test_what_was_typed_starts_a_new_file(self):
        number = make_national_id()
        for text, field in (
            ("09123334455", "phone"),
            (number, "identity_number"),
            ("تازه", "name"),
        ):
            self.assertEqual(list(self.quick().quick_find_caller(text)["new"]), [field])

    def test_many_cases_come_in_pages(self):
        for number in range(8):
            self.make_case(name=f"مورد {number}")
        foreign = self.env["zrm.case"].with_user(self.outsider)._intake([self.intake_vals()])
        self.assertTrue(foreign)
        quick = self.quick(self.expert)
        first = quick.quick_caller(self.citizen.id)
        self.assertEqual((len(first["cases"]), first["more"]), (6, True))
        second = quick.quick_cases(self.citizen.id, 6)
        total = len(first["cases"]) + len(second["cases"])
        self.assertFalse(second["more"])
        self.assertEqual(first["elsewhere"], 9 - total, "none that the user sees")
        with self.assertRaises(AccessError):
            quick.with_user(self.clerk).quick_cases(self.citizen.id, 6)

    def test_a_phone_stays_a_phone_and_says_what_else_it_may_be(self):
        # Has the check digit of a legal ID.
        answer = self.quick().quick_find_caller("۰۹۱۲ ۱۲۳ ۴۵ ۶۴")
        self.assertEqual(answer["new"], {"phone": "09121234564"})
        kinds = [reading["kind"] for reading in answer["readings"]]
        self.assertEqual(kinds[:2], ["phone", "legal_id"])
        values = answer["readings"][1]["values"]
        self.assertEqual((values["identity_type"], values["phone"]), ("legal_id", ""))
        self.assertEqual(self.quick().quick_find_caller("تازه")["readings"], [])

    def test_family_and_cases(self):
        mother = self.make_citizen("فاطمه کریمی", birth_date="1960-01-01")
        self.relate(self.citizen, mother)
        self.make_case()
        foreign = self.env["zrm.case"].with_user(self.outsider)._intake([self.intake_vals()])
        caller = self.quick().quick_caller(self.citizen.id)
        self.assertEqual(caller["family"][0]["name"], "فاطمه کریمی")
        self.assertEqual(len(caller["cases"]), 1)
        self.assertEqual(caller["cases"][0]["sla"], "in_time")
        self.assertEqual(caller["elsewhere"], 1)
        self.assertNotIn(
            foreign.sudo().number_spaced, json.dumps(caller, default=str, ensure_ascii=False)
        )

    def test_subjects_by_any_term_in_any_spelling(self):
        for text in ("نهر", "كانال", "لايروبي"):
            found = self.quick().quick_subjects(text)
            self.assertIn(self.subject.id, [item["id"] for item in found], text)
        found = [i for i in self.quick().quick_subjects("كانال") if i["id"] == self.subject.id]
        self.assertEqual(found[0]["term"], "کانال آب")

    def test_regions_with_digits_of_any_script(self):
        for text in ("منطقه 6", "منطقه ۶"):
            ids = [region["id"] for region in self.quick().quick_regions(text)]
            self.assertIn(self.district.id, ids)
            self.assertNotIn(self.elsewhere.id, ids)

    def test_a_subject_says_what_to_ask_and_to_answer(self):
        self.subject.write(
            {
                "nature_ids": [(6, 0, self.nature.ids)],
                "documents": "کروکی",
            }
        )
        self.ask("depth", "عمق", "integer", is_required=True)
        self.env["zrm.answer.template"].create(
            {"name": "x", "body": "{citizen}: {subject}", "subject_id": self.subject.id}
        )
        subject = self.quick().quick_subject(self.subject.id)
        self.assertEqual([nature["id"] for nature in subject["natures"]], self.nature.ids)
        self.assertEqual([question["name"] for question in subject["questions"]], ["depth"])
        self.assertTrue(subject["questions"][0]["required"])
        self.assertEqual([part["text"] for part in subject["sheet"]], ["کروکی"])
        self.assertEqual(subject["templates"][0]["body"], "{citizen}: لایروبی جوی")

    @freeze_time("2026-11-16 09:00:00")
    def test_few_queries(self):
        for _number in range(4):
            self.relate(self.citizen, self.make_citizen("خویشاوند"))
            self.make_case(region_id=self.quarter.id)
        likely = {
            "subject_id": self.subject.id,
            "region_id": self.quarter.id,
            "partner_id": self.citizen.id,
        }
        self.as_if_committed()
        again = {"quick_register": (self.vals(token="t-2"),)}
        for name, args, most in (
            ("quick_start", (), 2),
            ("quick_find_caller", ("09120007788",), 9),
            ("quick_find_caller", ("احمدی",), 7),
            ("quick_caller", (self.citizen.id,), 20),
            ("quick_regions", ("منطقه",), 1),
            ("quick_subjects", ("نهر",), 4),
            ("quick_subject", (self.subject.id,), 10),
            ("quick_likely", (likely,), 14),
            (
                "quick_join",
                (
                    self.quick()._ref(self.make_case()),
                    {"subject_id": self.subject.id, "partner_id": self.citizen.id},
                ),
                11,
            ),
            ("quick_register", (self.vals(),), 22),
        ):
            quick = self.quick()
            getattr(quick, name)(*args)  # what is cached for all requests
            self.env.flush_all()
            self.env.invalidate_all()
            with self.subTest(name), self.assertQueryCount(most):
                getattr(quick, name)(*again.get(name, args))


@tagged("post_install", "-at_install")
class TestQuickLikely(QuickCommon):
    def likely(self, user=None, **vals):
        found = self.quick(user).quick_likely({"subject_id": self.subject.id, **vals})
        return [case["id"] for case in found]

    def test_same_citizen_first_then_near_in_place(self):
        neighbour = self.make_citizen("همسایه")
        near = self.make_case(
            partner_id=neighbour.id, region_id=self.quarter.id, address="خیابان کارگر، کوچه ۵"
        )
        mine = self.make_case()
        self.make_case(partner_id=neighbour.id, region_id=self.elsewhere.id)
        other = self.env["zrm.subject"].create({"name": "درخت", "process_id": self.process.id})
        self.make_case(subject_id=other.id, region_id=self.quarter.id)
        place = {"region_id": self.quarter.id, "address": "كارگر كوچه 5"}
        self.assertEqual(self.likely(partner_id=self.citizen.id, **place), [mine.id, near.id])
        self.assertEqual(self.likely(region_id=self.district.id), [near.id])
        self.assertEqual(self.likely(address="کارگر ۵"), [near.id])
        self.assertEqual(self.likely(), [])

    def test_old_and_closed_ones_are_not(self):
        case = self.open_case(region_id=self.quarter.id)
        self.assertEqual(self.likely(region_id=self.quarter.id), case.ids)
        case.action_reject("تکراری")
        self.assertEqual(self.likely(region_id=self.quarter.id), [])
        long_ago = fields.Datetime.now() - timedelta(days=31)
        self.make_case(region_id=self.quarter.id, received_at=long_ago)
        self.assertEqual(self.likely(region_id=self.quarter.id), [])

    def test_of_other_units_cases_only_the_matter_is_told(self):
        self.make_case(region_id=self.quarter.id, description="تلفن من ۰۹۱۲")
        seen = self.quick().quick_likely(
            {"subject_id": self.subject.id, "region_id": self.quarter.id}
        )[0]
        self.assertEqual(seen["text"], "تلفن من ۰۹۱۲")
        shown = self.quick(self.outsider).quick_likely(
            {"subject_id": self.subject.id, "region_id": self.quarter.id}
        )[0]
        self.assertFalse(shown["can_open"])
        for name in ("text", "id", "number"):
            self.assertNotIn(name, shown)
        self.assertNotIn("مریم", str(shown))
        self.assertEqual(shown["people"], 1)

    def test_other_companies_cases_are_not_told(self):
        case = self.make_case(region_id=self.quarter.id)
        company = self.env["res.company"].create({"name": "شهر دیگر"})
        foreign = self.env["zrm.unit"].create({"name": "x", "company_id": company.id})
        case._write_handling({"unit_id": foreign.id, "company_id": company.id})
        self.assertEqual(self.likely(region_id=self.quarter.id), [])

    def test_another_citizen_joins_once_and_is_told_no_code(self):
        case = self.make_case(region_id=self.quarter.id)
        neighbour = self.make_citizen("همسایه")
        for joined in (True, False):
            result = self.join(case, self.outsider, partner_id=neighbour.id)
            self.assertEqual(result["joined"], joined)
            self.assertEqual(result["people"], 2)
            self.assertEqual(result["number"], "")
        self.assertEqual(case.joined_partner_ids, neighbour)
        self.assertEqual(case.event_ids.mapped("kind").count("joined"), 1)
        self.assertFalse(case.event_ids[-1].is_public)
        self.assertFalse(case.message_partner_ids & neighbour)

    def test_the_citizen_asks_again(self):
        case = self.make_case()
        result = self.join(case, partner_id=self.citizen.id)
        self.assertEqual(result["number"], case.number_spaced)
        self.assertEqual(result["people"], 1)
        self.assertEqual(case.event_ids[-1].kind, "joined")

    def test_a_new_citizen_joins(self):
        case = self.make_case(region_id=self.quarter.id)
        self.join(case, citizen={"name": "تازه", "phone": "09125556677"})
        self.assertEqual(case.joined_partner_ids.name, "تازه")

    def test_references_are_of_one_user_one_matter_and_an_hour(self):
        case = self.make_case(region_id=self.quarter.id)
        caller = {"partner_id": self.make_citizen("همسایه").id}
        mine = self.quick()._ref(case)
        for other in (
            {"user": self.expert, "ref": mine},
            {"region_id": self.elsewhere.id},
            {"ref": str(case.id)},
        ):
            with self.assertRaisesRegex(UserError, "not open any more"):
                self.join(case, **{"ref": mine, **caller, **other})
        with (
            freeze_time(fields.Datetime.now() + timedelta(hours=3)),
            self.assertRaisesRegex(UserError, "not open any more"),
        ):
            self.join(case, ref=mine, **caller)
        self.assertTrue(self.join(case, ref=mine, **caller)["joined"])


@tagged("post_install", "-at_install")
class TestQuickRegister(QuickCommon):
    def test_a_known_caller(self):
        result = self.quick().quick_register(
            self.vals(
                description="آب ایستاده",
                region_id=self.quarter.id,
                address="کوچه ۵",
                priority="2",
                hacked=True,
                state="closed",
                unit_id=self.other_unit.id,
            )
        )
        case = self.case_of(result)
        self.assertEqual(case.partner_id, self.citizen)
        self.assertEqual(case.unit_id, self.unit)
        self.assertEqual(case.priority, "2")
        self.assertEqual(case.create_uid, self.operator)
        self.assertEqual(result["number"], case.number_spaced)
        self.assertFalse(result["settled"])
        self.assertOneOpenLeg(case)

    def test_a_new_caller_or_the_one_on_file(self):
        number = make_national_id()
        typed = {"name": "زهرا نو", "identity_number": number, "phone": "09121112233"}
        first = self.quick().quick_register(self.vals(partner_id=None, citizen=typed))
        citizen = self.case_of(first).partner_id
        self.assertEqual((citizen.name, first["notice"]), ("زهرا نو", ""))
        second = self.quick().quick_register(
            self.vals(token="t-2", partner_id=None, citizen={**typed, "name": "زهره"})
        )
        self.assertEqual(self.case_of(second).partner_id, citizen)
        self.assertIn("زهرا نو", second["notice"])
        self.assertNotIn(number, str(second))

    def test_what_is_wrong_with_the_caller_is_said(self):
        for typed, words in (
            ({"name": "x", "phone": "12"}, "no phone number"),
            ({"name": "x", "identity_number": "1111111111"}, "identity number"),
        ):
            with self.assertRaisesRegex(UserError, words):
                self.quick().quick_register(self.vals(partner_id=None, citizen=typed))

    def test_the_same_token_gives_the_same_case(self):
        first = self.quick().quick_register(self.vals())
        again = self.quick().quick_register(self.vals(name="چیز دیگر"))
        self.assertEqual(first["number"], again["number"])
        other = self.quick().quick_register(self.vals(token="t-2"))
        self.assertNotEqual(first["number"], other["number"])

    def test_a_letter_is_registered_once(self):
        letter = self.vals(external_ref="17/1405", token="a")
        first = self.quick().quick_register(letter)
        again = self.quick().quick_register({**letter, "token": "b"})
        self.assertEqual(first["id"], again["id"])
        with self.assertRaisesRegex(UserError, "registered already"):
            self.quick(self.outsider).quick_register({**letter, "token": "c"})

    def test_anonymous(self):
        vals = self.vals(nature_id=self.anonymous_nature.id, is_anonymous=True)
        result = self.quick().quick_register(vals)
        case = self.case_of(result)
        self.assertFalse(case.partner_id)
        self.assertEqual(case.track_pin, result["pin"])

    def test_who_blows_the_whistle_is_named_nowhere(self):
        self.subject.hides_reporter = True
        ward = self.make_citizen("کودک")
        self.relate(ward, self.citizen, "guardian")
        result = self.quick().quick_register(
            self.vals(behalf_of_id=ward.id, region_id=self.quarter.id)
        )
        case = self.case_of(result)
        self.assertEqual(case._citizen(), ward)
        self.assertNotIn("کودک", str(result))
        texts = str(case.event_ids.mapped("text")) + str(case.message_ids.mapped("body"))
        self.assertNotIn("مریم", texts)
        likely = {"subject_id": self.subject.id, "region_id": self.quarter.id}
        self.assertFalse(self.quick().quick_likely(likely))
        with self.assertRaises(UserError):
            self.join(case, partner_id=self.citizen.id)
        self.assertFalse(self.quick().quick_caller(ward.id)["cases"])

    def test_on_behalf_of_a_ward(self):
        ward = self.make_citizen("کودک")
        self.relate(ward, self.citizen, "guardian")
        caller = self.quick().quick_caller(self.citizen.id)
        self.assertEqual([person["id"] for person in caller["represents"]], ward.ids)
        case = self.case_of(self.quick().quick_register(self.vals(behalf_of_id=ward.id)))
        self.assertEqual(case.partner_id, ward)
        self.assertIn("مریم احمدی", case.event_ids[-1].text)

    def test_questions_are_read_or_refused_in_words(self):
        for key, name, kind in (
            ("depth", "عمق", "integer"),
            ("smell", "بو", "boolean"),
            ("since", "از", "date"),
            ("note", "نکته", "char"),
        ):
            self.ask(key, name, kind)
        self.ask("kind", "نوع", "selection", [("a", "آ"), ("b", "ب")])
        answers = {
            "depth": "۱۲",
            "smell": True,
            "since": "1405/08/30",
            "kind": "a",
            "note": "دارد",
            "unknown": "x",
        }
        case = self.case_of(self.quick().quick_register(self.vals(questions=answers)))
        self.assertEqual(
            {name: case.questions[name] for name in ("depth", "smell", "kind", "note")},
            {"depth": 12, "smell": True, "kind": "آ", "note": "دارد"},
        )
        self.assertEqual(case.questions["since"], "2026-11-21")
        self.assertNotIn("unknown", case.questions)
        for name, value in (("depth", "زیاد"), ("since", "دیروز"), ("kind", "z"), ("depth", [])):
            with self.assertRaisesRegex(UserError, "no answer"):
                self.quick().quick_register(self.vals(token="q", questions={name: value}))

    def test_required_questions_are_insisted_on(self):
        self.ask("depth", "عمق", "integer")
        self.subject.question_ids.is_required = True
        with self.assertRaisesRegex(UserError, "answer first: عمق"):
            self.quick().quick_register(self.vals())
        case = self.case_of(self.quick().quick_register(self.vals(questions={"depth": 0})))
        self.assertEqual(case.questions["depth"], 0)

    def test_a_confidential_subject_still_gives_the_code(self):
        self.subject.is_sensitive = True
        result = self.quick().quick_register(self.vals())
        self.assertTrue(self.case_of(result).is_confidential)
        self.assertFalse(result["can_open"])
        self.assertEqual(len(result["number"]), 14)
        Receipt = self.env["report.zrm_cases.report_case_receipt"]
        receipt = Receipt.with_user(self.operator)._get_report_values([result["id"]])
        self.assertEqual(receipt["receipts"][0]["number"], result["number"])
        self.assertEqual(receipt["receipts"][0]["subject"], "")
        with self.assertRaises(UserError):
            Receipt.with_user(self.outsider)._get_report_values([result["id"]])
        with self.assertRaises(AccessError):
            Receipt.with_user(self.clerk)._get_report_values([result["id"]])


@tagged("post_install", "-at_install")
class TestQuickSettle(QuickCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["zrm.answer.template"].create(
            {
                "name": "ساعت کار",
                "body": "{citizen}، ساعت ۸ تا ۱۴",
                "subject_id": cls.subject.id,
                "settles": True,
            }
        )
        cls.steps["new"].next_step_ids += cls.steps["answered"]

    def settle(self, user=None, **vals):
        vals = self.vals(template_id=self.template.id, **vals)
        return self.quick(user).quick_register(vals)

    def test_settled_by_an_operator_of_the_unit(self):
        self.unit.member_ids += self.operator
        result = self.settle()
        case = self.case_of(result)
        self.assertTrue(result["settled"])
        self.assertEqual((case.state, case.outcome), ("closed", "informed"))
        self.assertEqual(case.answer, "مریم احمدی، ساعت ۸ تا ۱۴")
        self.assertEqual(case.answered_by_id, self.operator)
        self.assertEqual(self.template.use_count, 1)
        self.assertOneOpenLeg(case)
        again = self.settle()
        self.assertEqual((again["id"], again["settled"]), (case.id, True))
        self.assertEqual(self.template.use_count, 1)

    def test_not_the_operators_unit(self):
        result = self.settle()
        case = self.case_of(result)
        self.assertFalse(result["settled"])
        self.assertIn("only that unit", result["notice"])
        self.assertEqual((case.state, case.outcome), ("new", False))
        self.assertEqual(case.answer, "مریم احمدی، ساعت ۸ تا ۱۴")
        self.assertNotIn("answered", case.event_ids.mapped("kind"))
        self.assertOneOpenLeg(case)

    def test_the_process_does_not_let_it(self):
        self.unit.member_ids += self.operator
        self.steps["new"].next_step_ids -= self.steps["answered"]
        result = self.settle()
        self.assertFalse(result["settled"])
        self.assertIn("does not let you", result["notice"])
        self.assertTrue(self.case_of(result).answer)

    def test_an_answer_that_needs_approval_waits(self):
        self.unit.member_ids += self.operator
        self.steps["new"].needs_approval = True
        result = self.settle()
        self.assertIn("approved", result["notice"])
        self.assertEqual(self.case_of(result).state, "new")

    def test_half_settled_is_not_settled(self):
        """Answered, but it cannot be closed from there: back to the draft."""
        self.unit.member_ids += self.operator
        self.steps["answered"].gate_field_ids = self.env["ir.model.fields"]._get(
            "zrm.case", "root_cause_id"
        )
        result = self.settle()
        case = self.case_of(result)
        self.assertEqual((case.state, case.answered_at), ("new", False))
        self.assertNotIn("answered", case.event_ids.mapped("kind"))
        self.assertOneOpenLeg(case)

    def test_a_template_that_does_not_settle(self):
        self.template.settles = False
        with self.assertRaisesRegex(UserError, "does not settle"):
            self.settle()


@tagged("post_install", "-at_install")
class TestQuickOverHttp(QuickCommon, HttpCase):
    """Scanned letters and the printed receipt, as the browser asks for them."""

    PNG = (
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
        "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )

    def register(self, *files, login="zrm_operator"):
        self.authenticate(login, login)
        files = [{"name": name, "data": data} for name, data in files]
        vals = {"vals": self.vals(), "files": files}
        return self.make_jsonrpc_request("/zrm_cases/quick_register", vals)

    def cases(self):
        return self.env["zrm.case"].search([("partner_id", "=", self.citizen.id)])

    def test_scans_are_kept_with_the_case(self):
        result = self.register(("نامه.png", self.PNG), ("پشت.png", self.PNG))
        case = self.case_of(result)
        domain = [("res_model", "=", "zrm.case"), ("res_id", "=", case.id)]
        files = self.env["ir.attachment"].search(domain)
        self.assertEqual(set(files.mapped("name")), {"نامه.png", "پشت.png"})
        self.assertEqual(set(files.mapped("mimetype")), {"image/png"})
        again = self.register(("نامه.png", self.PNG))
        self.assertEqual(again["id"], case.id)
        self.assertEqual(files.search_count(domain), 2)

    def test_what_is_no_scan_is_refused_and_nothing_registered(self):
        html = base64.b64encode(b"<html><script>1</script></html>").decode()
        for files, words in (
            ([("a.png", html)], "neither a PDF"),
            ([("a.png", "not base64!")], "did not arrive whole"),
            ([("a.png", self.PNG)] * 6, "at most 5"),
        ):
            with self.assertLogs("odoo.http") as log, self.assertRaises(JsonRpcException):
                self.register(*files)
            self.assertIn(words, "".join(log.output))
        self.assertFalse(self.cases())

    def test_others_may_not(self):
        with mute_logger("odoo.http"), self.assertRaises(JsonRpcException):
            self.register(("a.png", self.PNG), login="zrm_clerk")
        self.assertFalse(self.cases())

    def test_the_receipt(self):
        result = self.register()
        page = self.url_open(f"/report/html/zrm_cases.report_case_receipt/{result['id']}").text
        self.assertIn(result["number"], page)
        self.assertNotIn("جوی گرفته است", page)
