from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.zrm_base.tests.common import make_user

from .common import MILLION, BudgetCommon


@tagged("post_install", "-at_install")
class TestMyServices(BudgetCommon, HttpCase):
    """A citizen's own account in the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.account_holder = make_user(cls.env, "zrm_holder", "base.group_portal", name="سمیه")
        cls.account_holder.partner_id.write({"is_citizen": True, "lang": "en_US"})

    def granted(self, partner, state, name):
        request = self.request((self.line, 3 * MILLION))
        request.line_ids.write({"partner_id": partner.id, "name": name})
        return self.go(request, state)

    def page(self):
        self.env.flush_all()
        self.authenticate("zrm_holder", "zrm_holder")
        answer = self.url_open("/my/services")
        self.assertEqual(answer.status_code, 200)
        return answer.text

    def test_the_own_services_and_nobody_elses(self):
        mine = self.account_holder.partner_id
        self.granted(mine, "posted", "کمک درمان")
        self.granted(mine, "reserved", "<script>alert(1)</script>")
        self.granted(mine, "approved", "هنوز نه")
        self.granted(self.citizen, "posted", "از آن دیگری")
        page = self.page()
        self.assertIn("کمک درمان", page)
        self.assertIn("To be paid", page)
        self.assertIn("Under way", page)
        self.assertNotIn("<script>alert(1)", page)
        for untold in ("هنوز نه", "از آن دیگری"):
            self.assertNotIn(untold, page)
        self.assertIn("/my/services", self.url_open("/my").text)

    def test_nothing_without_an_account_or_by_rpc(self):
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/services").url)
        for model in (
            "zrm.budget.request",
            "zrm.budget.request.line",
            "zrm.budget.line",
            "zrm.fee",
        ):
            with self.assertRaises(AccessError, msg=model):
                self.env[model].with_user(self.account_holder).search([])
