"""An organization with a year of credits, and a person for each duty."""

from datetime import date, timedelta

from odoo.tests import freeze_time

from odoo.addons.zrm_base.tests.common import make_user
from odoo.addons.zrm_cases.tests.common import CaseCommon

TODAY = "2026-11-16 09:00:00"
MILLION = 1_000_000


class BudgetCommon(CaseCommon):
    # A browser is waited for by the clock, so its tests set this to None and live today.
    now = TODAY

    @classmethod
    def setUpClass(cls):
        begin, last = date(2026, 3, 21), date(2027, 3, 20)
        if cls.now:
            # Inside the fiscal year, on any day.
            frozen = freeze_time(cls.now)
            frozen.start()
            cls.addClassCleanup(frozen.stop)
        else:
            begin = date.today() - timedelta(days=100)
            last = date.today() + timedelta(days=200)
        super().setUpClass()
        env = cls.env
        cls.company = env.company
        if not cls.company.chart_template:
            env["account.chart.template"].try_loading(
                "generic_coa", company=cls.company, install_demo=False
            )
        cls.officer = make_user(env, "zrm_officer", "zrm_budget.group_budget_officer")
        cls.head = make_user(env, "zrm_head", "zrm_budget.group_budget_user")
        cls.certifier = make_user(env, "zrm_certifier", "zrm_budget.group_budget_user")
        cls.treasurer = make_user(env, "zrm_treasurer", "zrm_budget.group_budget_user")
        cls.accountant = make_user(env, "zrm_accountant", "account.group_account_invoice")
        for user, duty in (
            (cls.manager, "approve"),
            (cls.certifier, "certify"),
            (cls.head, "commit"),
            (cls.head, "liquidate"),
            (cls.head, "order"),
            (cls.treasurer, "credit"),
            (cls.treasurer, "exceed"),
        ):
            env["zrm.budget.authority"].create({"user_id": user.id, "duty": duty})
        cls.account = env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", cls.company.ids)], limit=1
        )
        cls.period = env["zrm.budget.period"].create(
            {
                "name": "1405",
                "date_from": begin,
                "date_to": last,
                "late_until": last + timedelta(days=124),
            }
        )
        cls.period.action_open()
        cls.aid = env["zrm.budget.subject"].create({"name": "کمک معیشت", "code": "T-10"})
        cls.aid.account_id = cls.account
        cls.rent = cls.aid.create({"name": "ودیعهٔ مسکن", "code": "T-11", "parent_id": cls.aid.id})
        cls.line = cls.credit(cls.aid, 100 * MILLION)
        cls.other = cls.credit(cls.rent, 50 * MILLION)

    @classmethod
    def credit(cls, subject, amount, unit=None, **vals):
        """A credit line with an appropriation that is allotted, by the documents."""
        line = cls.env["zrm.budget.line"].create(
            {
                "unit_id": (unit or cls.unit).id,
                "subject_id": subject.id,
                "period_id": cls.period.id,
                **vals,
            }
        )
        for kind in ("appropriation", "allotment") if amount else ():
            cls.document(line, kind, amount)
        return line

    @classmethod
    def document(cls, line, kind, amount, **vals):
        document = (
            cls.env["zrm.budget.document"]
            .with_user(cls.officer)
            .create({"line_id": line.id, "kind": kind, "amount": amount, "reason": "نامه", **vals})
        )
        document.action_propose()
        document.with_user(cls.treasurer).action_approve()
        return document

    def request(self, *lines, **vals):
        """A draft of the expert; lines as ``(credit line, amount)``."""
        return (
            self.env["zrm.budget.request"]
            .with_user(self.expert)
            .create(
                {
                    "name": "کمک به خانواده",
                    "unit_id": self.unit.id,
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "budget_line_id": line.id,
                                "amount": amount,
                                "partner_id": self.citizen.id,
                            },
                        )
                        for line, amount in lines or [(self.line, 10 * MILLION)]
                    ],
                    **vals,
                }
            )
        )

    def go(self, request, state):
        """Takes a request to a state, each verb by whose duty it is."""
        verbs = (
            ("submitted", self.expert, "action_submit"),
            ("approved", self.manager, "action_approve"),
            ("reserved", self.certifier, "action_reserve"),
            ("committed", self.head, "action_commit"),
            ("liquidated", self.head, "action_liquidate"),
            ("ordered", self.head, "action_order"),
            ("posted", self.accountant, "action_post"),
        )
        for reached, user, verb in verbs:
            getattr(request.with_user(user), verb)()
            if reached == state:
                break
        self.env.invalidate_all()
        return request

    def counters(self, line=None):
        """The counters as the database has them, in millions."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT approved, allotted, reserved, committed, spent FROM zrm_budget_line "
            "WHERE id = %s",
            [(line or self.line).id],
        )
        return tuple(float(value) / MILLION for value in self.env.cr.fetchone())

    def assertBooks(self, reserved=0, committed=0, spent=0, line=None):
        self.assertEqual(self.counters(line)[2:], (reserved, committed, spent))
        self.assertEqual(self.env["zrm.budget.line"]._differences(), [])
