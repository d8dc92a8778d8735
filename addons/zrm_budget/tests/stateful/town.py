"""A small town with money: two credits of one family, one of what is given once, the year after,
and a person for each duty; some who have more than one."""

from datetime import date

from odoo.addons.zrm_base.tests.common import make_user

from ..common import MILLION, BudgetCommon


class Town(BudgetCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        env = cls.env
        # Who may do several things, so that only the earlier deeds keep them apart.
        cls.busy = make_user(env, "zrm_busy", "zrm_budget.group_budget_user")
        cls.busy.zrm_unit_ids = cls.unit
        for duty in ("approve", "certify", "commit", "liquidate", "order"):
            env["zrm.budget.authority"].create({"user_id": cls.busy.id, "duty": duty})
        cls.next_period = env["zrm.budget.period"].create(
            {
                "name": "1406",
                "date_from": date(2027, 3, 21),
                "date_to": date(2028, 3, 19),
                "late_until": date(2028, 7, 21),
            }
        )
        cls.next_period.action_open()
        cls.chair = cls.aid.create(
            {
                "name": "صندلی چرخ‌دار",
                "code": "T-12",
                "parent_id": cls.aid.id,
                "once_per_period": True,
            }
        )
        cls.line.overrun = 10
        cls.once = cls.credit(cls.chair, 30 * MILLION)
        cls.credits = [cls.line, cls.other, cls.once]
        cls.people = [cls.citizen, cls.citizen.copy({"name": "همسایه", "national_id": False})]
        cls.staff = [
            cls.expert,
            cls.manager,
            cls.certifier,
            cls.head,
            cls.treasurer,
            cls.officer,
            cls.accountant,
            cls.busy,
        ]
        # Something to act on, the same for all stories.
        cls.begun = [
            cls.go(cls, cls.request(cls, (credit, amount * MILLION)), state)
            for credit, amount, state in (
                (cls.line, 20, "approved"),
                (cls.other, 10, "committed"),
                (cls.line, 15, "posted"),
                (cls.once, 5, "ordered"),
            )
        ]
