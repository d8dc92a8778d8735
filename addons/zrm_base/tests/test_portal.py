import re
from datetime import timedelta
from io import BytesIO

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import ZrmFactories, make_national_id, make_user, setup_staff

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "64f8ffbf1e0005fe02fea72d0b2a0000000049454e44ae426082"
)


class PortalCase(ZrmFactories, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        setup_staff(cls)
        cls.number = make_national_id()
        cls.user = make_user(cls.env, "zrm_citizen", "base.group_portal", name="مریم رضایی")
        cls.citizen = cls.user.partner_id
        cls.citizen.write(
            {
                "is_citizen": True,
                "identity_number": cls.number,
                "birth_date": "1986-10-04",
                "father_name": "حسن",
                "email": "maryam@zrm.example",
                "lang": "en_US",
            }
        )
        cls.stranger = cls.make_citizen("شهروند دیگر", phone="09125550001")

    def page(self):
        return self.url_open("/my/citizen").text

    def post(self, path, files=None, **form):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.page()).group(1)
        return self.url_open(path, data={"csrf_token": token, **form}, files=files)


@tagged("post_install", "-at_install")
class TestPortal(PortalCase):
    def test_citizens_see_their_own_file(self):
        relative = self.make_citizen("پدر من")
        self.relate(self.citizen, relative, "parent")
        hidden = self.make_citizen("خویشاوند پنهان", is_confidential=True)
        self.relate(self.citizen, hidden, "sibling")
        self.authenticate("zrm_citizen", "zrm_citizen")
        page = self.page()
        self.assertNotIn("خویشاوند پنهان", page)
        for part in ("مریم رضایی", "حسن", "•" * 7 + self.number[-3:], "پدر من", "Parent"):
            self.assertIn(part, page)
        self.assertNotIn(self.number, page)
        self.assertIn('href="/my/citizen"', self.url_open("/my").text)

    def test_in_persian_dates_are_jalali(self):
        self.env["res.lang"]._activate_lang("fa_IR")
        self.user.lang = "fa_IR"
        self.authenticate("zrm_citizen", "zrm_citizen")
        page = self.page()
        self.assertIn("۱۳۶۵/۰۷/۱۲", page)
        self.assertRegex(page, r'<html[^>]*lang="fa-IR"', page[:300])

    def test_contact_data_is_corrected(self):
        self.authenticate("zrm_citizen", "zrm_citizen")
        response = self.post(
            "/my/citizen/contact",
            phone="+98 912 555 00 02",
            email="new@zrm.example",
            street="خيابان",
            zip="",
            name="نام دیگر",
            is_confidential="1",
            national_id=make_national_id(),
        )
        self.assertIn("saved=contact", response.url)
        self.assertEqual(self.citizen.phone, "09125550002")
        self.assertEqual(self.citizen.email, "new@zrm.example")
        self.assertEqual(self.citizen.street, "خیابان")
        # Fields that citizens may not change are unchanged.
        self.assertEqual(self.citizen.name, "مریم رضایی")
        self.assertFalse(self.citizen.is_confidential)
        self.assertEqual(self.citizen.sudo().national_id, self.number)

    def test_bad_input_is_explained_and_kept(self):
        self.authenticate("zrm_citizen", "zrm_citizen")
        for form, message in (
            ({"phone": "123", "email": "a@b.example"}, "123 is no phone number"),
            ({"email": "nobody", "street": "کوچه گل"}, "nobody is no e-mail address"),
            ({"email": ""}, "An e-mail address is needed"),
            ({"email": "a@b.example", "zip": "12"}, "ten digits"),
        ):
            page = self.post("/my/citizen/contact", **form).text
            self.assertIn(message, page)
            self.assertNotIn("Traceback", page)
            for value in filter(None, form.values()):
                self.assertIn(value, page)
        self.assertEqual(self.citizen.email, "maryam@zrm.example")

    def test_script_in_texts_is_shown_as_text(self):
        self.authenticate("zrm_citizen", "zrm_citizen")
        self.post("/my/citizen/contact", email="a@b.example", street="<script>alert(1)</script>")
        self.assertNotIn("<script>alert(1)", self.page())
        self.assertIn("&lt;script&gt;alert(1)", self.page())

    def test_identity_corrections_are_asked_for_and_decided(self):
        self.authenticate("zrm_citizen", "zrm_citizen")
        number = make_national_id()
        self.post(
            "/my/citizen/correction",
            files={"documents": ("card.png", BytesIO(PNG), "image/png")},
            name="مریم رضايي راد",
            birth_date_text="1365/08/12",
            identity_number=number,
            note="کارت ملی پیوست است",
        )
        request = self.env["zrm.identity.correction"].search([("partner_id", "=", self.citizen.id)])
        self.assertEqual(request.state, "requested")
        self.assertEqual(request.message_attachment_count, 1)
        self.assertEqual(self.citizen.name, "مریم رضایی")
        self.assertIn("waits for a decision", self.page())
        request.with_user(self.manager).action_approve()
        self.assertEqual(self.citizen.name, "مریم رضایی راد")
        self.assertEqual(str(self.citizen.birth_date), "1986-11-03")
        self.assertEqual(self.citizen.sudo().national_id, number)
        self.assertIn("Approved", self.page())

    def test_refusals_say_why(self):
        self.authenticate("zrm_citizen", "zrm_citizen")
        self.post("/my/citizen/correction", name="نام دیگر")
        request = self.env["zrm.identity.correction"].search([("partner_id", "=", self.citizen.id)])
        request.with_user(self.manager).write({"answer": "تصویر شناسنامه را بفرستید"})
        request.with_user(self.manager).action_refuse()
        self.assertIn("تصویر شناسنامه را بفرستید", self.page())
        self.assertEqual(self.citizen.name, "مریم رضایی")

    def test_bad_corrections_are_explained(self):
        self.authenticate("zrm_citizen", "zrm_citizen")
        for form, message in (
            ({}, "Enter what is to be corrected"),
            ({"identity_number": "1234567890"}, "check digit"),
            ({"birth_date_text": "فردا"}, "is no date"),
        ):
            page = self.post("/my/citizen/correction", **form).text
            self.assertIn(message, page)
        self.post("/my/citizen/correction", name="نام دیگر")
        second = self.post("/my/citizen/correction", name="نام سوم").text
        self.assertIn("await that first", second)
        self.assertEqual(
            self.env["zrm.identity.correction"].search_count(
                [("partner_id", "=", self.citizen.id)]
            ),
            1,
        )

    def test_uploads_are_limited(self):
        self.authenticate("zrm_citizen", "zrm_citizen")
        svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        for content, name in ((svg, "x.svg"), (svg, "x.png"), (b"MZ" + b"0" * 99, "x.pdf")):
            page = self.post(
                "/my/citizen/correction",
                files={"documents": (name, BytesIO(content), "image/png")},
                name="نام دیگر",
            ).text
            self.assertIn("neither a PDF", page)
        page = self.post(
            "/my/citizen/correction",
            files={"documents": ("x.png", BytesIO(PNG + b"0" * 6_000_000), "image/png")},
            name="نام دیگر",
        ).text
        self.assertIn("larger than", page)
        many = [("documents", (f"{number}.png", BytesIO(PNG), "image/png")) for number in range(6)]
        self.assertIn("at most 5", self.post("/my/citizen/correction", files=many, name="x").text)
        self.assertFalse(
            self.env["zrm.identity.correction"].search([("partner_id", "=", self.citizen.id)])
        )

    def test_csrf(self):
        self.authenticate("zrm_citizen", "zrm_citizen")
        with mute_logger("odoo.http"):
            response = self.url_open("/my/citizen/contact", data={"email": "x@y.example"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self.citizen.email, "maryam@zrm.example")

    def test_strangers_are_sent_to_the_login(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/citizen").url)

    def test_other_portal_users_have_no_file(self):
        make_user(self.env, "zrm_vendor", "base.group_portal")
        self.authenticate("zrm_vendor", "zrm_vendor")
        self.assertTrue(self.url_open("/my/citizen").url.endswith("/my"))
        self.assertNotIn('href="/my/citizen"', self.url_open("/my").text)

    def test_core_address_form_follows_the_same_rules(self):
        self.authenticate("zrm_citizen", "zrm_citizen")
        iran = self.env.ref("base.ir")
        form = {
            "partner_id": self.citizen.id,
            "name": "نام دیگر",
            "email": "maryam@zrm.example",
            "phone": "09125550007",
            "street": "x",
            "city": "تهران",
            "country_id": iran.id,
        }
        answer = self.post("/my/address/submit", **form).json()
        self.assertIn("name", answer["invalid_fields"])
        answer = self.post(
            "/my/address/submit", **{**form, "name": "مریم رضایی", "phone": "12"}
        ).json()
        self.assertIn("12 is no phone number", " ".join(answer["messages"]))
        self.assertEqual(self.citizen.name, "مریم رضایی")


@tagged("post_install", "-at_install")
class TestPortalRpc(PortalCase):
    """Direct calls are refused as well as missing buttons."""

    def call(self, model, method, *args, **kwargs):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": kwargs},
        )

    def assertRefused(self, *attempt, error=AccessError):
        """The call ends with this error and no other: a slip in the call itself
        (a wrong name, a missing argument) is no refusal."""
        quiet = mute_logger("odoo.http", "odoo.addons.base.models.ir_model")
        with quiet, self.assertRaises(JsonRpcException, msg=attempt) as refused:
            self.call(*attempt)
        self.assertEqual(str(refused.exception), f"odoo.exceptions.{error.__name__}", attempt)

    def test_as_citizen(self):
        self.authenticate("zrm_citizen", "zrm_citizen")
        relation = self.relate(self.stranger, self.citizen, "sibling")
        own, other = self.citizen.ids, self.stranger.ids
        attempts = [
            ("res.partner", "write", own, {"name": "x"}),
            ("res.partner", "write", own, {"is_confidential": True}),
            ("res.partner", "write", other, {"name": "x"}),
            ("res.partner", "create", {"name": "x", "is_citizen": True}),
            ("res.partner", "unlink", other),
            ("res.partner", "read", other, ["name", "phone"]),
            ("res.partner", "read", own, ["identity_number"]),
            ("res.partner", "read", own, ["national_id"]),
            ("res.partner", "search", [("citizen_lookup", "ilike", "09125550001")]),
            ("res.partner", "search", [("identity_number", "=", self.number)]),
            ("res.partner", "_log_reveal", own, "x"),
            ("res.partner", "_find_citizens", "شهروند دیگر"),
            ("res.partner", "_update_own_contact", other, {"phone": "09120000000"}),
            ("res.partner", "_request_identity_correction", other, {"name": "x"}),
            ("zrm.relation", "read", relation.ids, ["relative_id"]),
            ("zrm.relation", "search_read", []),
            ("zrm.access.log", "search_read", []),
            ("zrm.identity.correction", "search_read", []),
            ("zrm.identity.correction", "create", {"partner_id": own[0], "name": "x"}),
            ("zrm.identity.reveal", "create", {"partner_id": own[0]}),
            ("zrm.citizen.find", "create", {"query": "شهروند دیگر"}),
            ("zrm.duplicate", "action_search", []),
            ("zrm.unit", "search_read", []),
            ("zrm.name.word", "search_read", []),
        ]
        for attempt in attempts:
            self.assertRefused(*attempt)
        self.assertRefused("res.partner", "export_data", own, ["identity_number"], error=UserError)
        others = [("is_citizen", "=", True), ("id", "!=", own[0])]
        self.assertEqual(self.call("res.partner", "search_read", others), [])
        found = self.call(
            "res.partner", "name_search", "شهروند دیگر", context={"zrm_citizen_search": True}
        )
        self.assertFalse(found)
        self.assertEqual(self.citizen.name, "مریم رضایی")

    def test_as_operator(self):
        self.authenticate("zrm_operator", "zrm_operator")
        attempts = [
            ("res.partner", "read", self.citizen.ids, ["national_id"]),
            ("res.partner", "search", [("national_id", "=like", self.number[:3] + "%")]),
            ("res.partner", "search", [("national_id", "=", self.number)]),
            (
                "res.partner",
                "formatted_read_group",
                [("id", "in", self.citizen.ids)],
                ["national_id"],
            ),
            ("res.partner", "write", self.env.ref("base.partner_admin").ids, {"email": "x@y.z"}),
            ("res.partner", "_log_reveal", self.citizen.ids, "x"),
            ("zrm.identity.reveal", "create", {"partner_id": self.citizen.id}),
            ("zrm.access.log", "search_read", []),
            ("base.partner.merge.automatic.wizard", "create", {}),
        ]
        for attempt in attempts:
            self.assertRefused(*attempt)
        number = self.citizen.ids, {"national_id": "1"}
        self.assertRefused("res.partner", "write", *number)
        export = self.citizen.ids, ["national_id"]
        self.assertRefused("res.partner", "export_data", *export, error=UserError)
        forged = self.call(
            "res.partner",
            "read",
            self.citizen.ids,
            ["identity_number"],
            context={"zrm_unmask": True, "uid": 1, "su": True},
        )
        self.assertIn("•", forged[0]["identity_number"])

    def test_json2_needs_a_key_and_obeys_the_same_rules(self):
        body = {"ids": self.citizen.ids, "fields": ["national_id"]}
        answer = self.url_open("/json/2/res.partner/read", json=body)
        self.assertIn(answer.status_code, (401, 403))
        key = (
            self.env["res.users.apikeys"]
            .with_user(self.user)
            ._generate("rpc", "test", self.env.cr.now() + timedelta(hours=12))
        )
        headers = {"Authorization": f"Bearer {key}"}
        for model, method, payload in (
            ("res.partner", "read", body),
            ("res.partner", "read", {"ids": self.stranger.ids, "fields": ["name"]}),
            ("res.partner", "write", {"ids": self.citizen.ids, "vals": {"name": "x"}}),
            ("zrm.access.log", "search_read", {"domain": []}),
            ("zrm.relation", "search_read", {"domain": []}),
        ):
            with mute_logger("odoo.http", "odoo.addons.base.models.ir_model"):
                answer = self.url_open(f"/json/2/{model}/{method}", json=payload, headers=headers)
            self.assertEqual(answer.status_code, 403, (model, method, answer.text[:200]))
