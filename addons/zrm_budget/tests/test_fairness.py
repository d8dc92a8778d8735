from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.zrm_base.tests.common import make_user

from .common import MILLION, BudgetCommon


@tagged("post_install", "-at_install")
class TestFairness(BudgetCommon):
    """What others of like need got, without naming anybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.Fairness = cls.env["zrm.budget.fairness"]
        cls.budget_user = make_user(cls.env, "zrm_reader", "zrm_budget.group_budget_user")
        cls.north, cls.south = cls.env["zrm.region"].create(
            [{"name": "شمال", "kind": "district"}, {"name": "جنوب", "kind": "district"}]
        )

    def people(self, count, region):
        return self.env["res.partner"].create(
            [
                {"name": f"شهروند {number}", "is_citizen": True, "region_id": region.id}
                for number in range(count)
            ]
        )

    def grant(self, people, amounts, state="posted", **vals):
        request = self.request(*((self.line, amount * MILLION) for amount in amounts), **vals)
        for line, who in zip(request.line_ids, people, strict=True):
            line.partner_id = who
        return self.go(request, state)

    def groups(self, user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.Fairness.with_user(user or self.officer).search([])
        return {
            row.region_id.name: (
                row.people_words,
                row.amount / MILLION,
                row.average / MILLION,
                row.median / MILLION,
            )
            for row in rows.sudo()
        }

    def test_sums_averages_and_medians(self):
        self.grant(self.people(5, self.north), (1, 2, 3, 4, 10))
        self.assertEqual(self.groups()["شمال"], ("5", 20, 4, 3))

    def test_a_person_counts_once(self):
        people = self.people(5, self.north)
        self.grant(people, (1, 1, 1, 1, 1))
        self.grant(people[:2], (5, 7))
        self.assertEqual(self.groups()["شمال"], ("5", 17, 3.4, 1))

    def test_neighbourhoods_count_with_their_district(self):
        near, far = self.env["zrm.region"].create(
            [
                {"name": name, "kind": "neighbourhood", "parent_id": self.north.id}
                for name in ("نزدیک", "دور")
            ]
        )
        self.grant(self.people(3, near) + self.people(2, far), (1, 1, 1, 1, 1))
        self.assertEqual(self.groups(), {"شمال": ("5", 5, 1, 1)})

    def test_what_is_not_paid_out_does_not_count(self):
        self.grant(self.people(5, self.north), (1, 1, 1, 1, 1), "ordered")
        self.assertNotIn("شمال", self.groups())

    def test_small_groups_are_not_told_about(self):
        self.grant(self.people(4, self.south), (1, 2, 3, 4))
        self.assertEqual(self.groups()["جنوب"], ("fewer than five", 0, 0, 0))
        # Nor by what RPC offers.
        Fairness = self.Fairness.with_user(self.officer)
        mine = [("region_id", "=", self.south.id)]
        sums = ("amount:sum", "amount:max", "average:sum", "median:max", "people:sum")
        self.assertEqual(Fairness._read_group(mine, [], sums), [(False,) * 5])
        for name in ("amount", "average", "median", "people"):
            self.assertFalse(Fairness.search([*mine, (name, ">", 0)]), name)
            self.assertFalse(Fairness.search(mine).read([name])[0][name], name)

    def test_others_do_not_help_a_small_group(self):
        self.grant(self.people(4, self.south), (1, 2, 3, 4))
        self.grant(self.people(6, self.north), (1,) * 6)
        total = self.Fairness._read_group(
            [("subject_id", "=", self.aid.id)], ["subject_id"], ["amount:sum"]
        )
        self.assertEqual(total, [(self.aid, 6 * MILLION)])

    def test_confidential_cases_are_left_out(self):
        case = self.make_case()
        people = self.people(5, self.south)
        self.grant(people, (9, 9, 9, 9, 9), case_id=case.id)
        self.assertEqual(self.groups()["جنوب"][0], "5")
        case.sudo().is_confidential = True
        self.assertNotIn("جنوب", self.groups())

    def test_who_reads_it(self):
        self.grant(self.people(5, self.north), (1, 1, 1, 1, 1))
        for user in (self.officer, self.oversight):
            self.assertIn("شمال", self.groups(user), user.login)
        for user in (self.budget_user, self.expert, self.manager, self.accountant):
            with self.assertRaises(AccessError):
                self.Fairness.with_user(user).search([])
        other = self.env["res.company"].create({"name": "شهر دیگر"})
        self.officer.company_ids += other
        Fairness = self.Fairness.with_user(self.officer).with_context(allowed_company_ids=other.ids)
        self.assertFalse(Fairness.search([]))
