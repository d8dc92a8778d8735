"""Citizens with a browser's session, and visitors who report by plain forms."""

import html
import re

from odoo.tests import HttpCase

from odoo.addons.zrm_base.tests.common import in_one_window, make_user
from odoo.addons.zrm_cases.tests.common import CaseCommon

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63"
    "64f8ffbf1e0005fe02fea72d0b2a0000000049454e44ae426082"
)


class CitizenSide(CaseCommon, HttpCase):
    """Visitors with a browser's session, as citizens are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.citizen.write({"lang": "en_US", "email": "maryam@example.com"})
        cls.account = make_user(cls.env, "zrm_account", "base.group_portal", name="علی پرتال")
        cls.account.partner_id.write({"is_citizen": True, "lang": "en_US"})

    def setUp(self):
        super().setUp()
        in_one_window(self)

    def post(self, path, page, files=None, **form):
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.url_open(page).text).group(1)
        return self.url_open(path, data={"csrf_token": token, **form}, files=files)

    def track(self, code, proof):
        return self.post("/zrm/track", "/zrm/track", code=code, proof=proof)

    def tracked(self, case):
        proof = case.sudo()._give_pin() if case.is_reporter_hidden else "7788"
        page = self.track(case.number, proof)
        self.assertTrue(page.url.endswith(f"/zrm/case/{case.number}"), page.url)
        return page

    def verb(self, case, verb, files=None, **form):
        url = f"/zrm/case/{case.number}"
        return self.post(f"{url}/{verb}", url, files, **form)


class VisitorCase(CitizenSide):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        env["res.lang"]._activate_lang("fa_IR")
        cls.subject.nature_ids = cls.nature | cls.anonymous_nature
        cls.district = env["zrm.region"].create({"name": "منطقه آزمون", "code": "T-R"})
        cls.lane = env["zrm.region"].create(
            {
                "name": "محله آزمون",
                "code": "T-R1",
                "kind": "neighbourhood",
                "parent_id": cls.district.id,
            }
        )
        cls.web = env.ref("zrm_base.channel_web")

    def begin(self, subject=None):
        """Chooses a subject; the path of the report."""
        page = self.post("/zrm/report", "/zrm/report", subject_id=(subject or self.subject).id)
        self.assertTrue(page.url.endswith("/details"), page.url)
        self.path = re.search(r"(/zrm/report/[\w-]+)/details", page.url).group(1)
        self.token = self.path.rsplit("/", 1)[-1]
        return self.path

    def fill(self, step, files=None, **form):
        return self.post(f"{self.path}/{step}", f"{self.path}/{step}", files, **form)

    def details(self, files=None, **form):
        values = {"nature_id": self.nature.id, "name": "جوي گرفته", "description": "آب مانده"}
        return self.fill("details", files, **{**values, **form})

    def who(self, **form):
        values = {
            "bringer": "self",
            "name": "زهرا کریمی",
            "phone": "۰۹۱۲۵۵۵۴۴۳۳",
            "preferred_channel": "none",
            "lang": "fa_IR",
        }
        return self.fill("who", **{**values, **form})

    def report(self, who=None, where=None, **details):
        """The whole way but for sending; the page of the last step."""
        self.begin()
        self.details(**details)
        self.fill("where", **(where or {"region_id": self.lane.id, "address": "کوچه نهم"}))
        return self.who(**(who or {}))

    def send(self, **form):
        return self.fill("send", **form)

    def draft(self):
        self.env.invalidate_all()
        return self.env["zrm.case.draft"].search([("token", "=", self.token)])

    def sent_case(self):
        return self.draft().case_id

    def assertAsked(self, page, step):
        self.assertEqual(page.status_code, 200)
        self.assertTrue(page.url.split("?")[0].split("#")[0].endswith(f"/{step}"), page.url)

    def text(self, page):
        return html.unescape(page.text)
