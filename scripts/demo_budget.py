"""A fiscal year of the demonstration city, in full swing.

Read by load_demo.py. Units get credits by documents, ask for money for citizens and for
themselves, and each stage is decided by whose duty it is, by the verbs of real life on a clock
that is set (freezegun). The same seed gives the same year, counted back from today.
"""

import heapq
import random
from collections import Counter
from datetime import datetime, timedelta, timezone
from itertools import count

from freezegun import freeze_time

from odoo.exceptions import UserError

from odoo.addons.zrm_base.tools import jalali

MILLION = 1_000_000
DAYS, COUNT = 200, 90
MAX_REFUSED = 4  # deeds; more means that the verbs have changed and this file has not
# code, name, code of the subject above, once in a period
SUBJECTS = (
    ("10", "حمایت از شهروندان", None, False),
    ("1010", "کمک معیشت", "10", False),
    ("1020", "ودیعهٔ مسکن", "10", True),
    ("1030", "وسایل توان‌بخشی", "10", True),
    ("1040", "بستهٔ زمستانی", "10", True),
    ("20", "خدمات شهری", None, False),
    ("2010", "لایروبی اضطراری", "20", False),
    ("2020", "مرمت معابر", "20", False),
)
# unit, subject, appropriation in million rial, share that is allotted
CREDITS = (
    ("unit_social", "1010", 9_000, 0.8),
    ("unit_social", "1020", 6_000, 0.6),
    ("unit_social", "1030", 2_500, 1.0),
    ("unit_services", "2010", 4_000, 0.7),
    ("unit_d06", "1010", 1_500, 0.7),
    ("unit_d06", "2010", 900, 0.9),
    ("unit_d06", "2020", 3_200, 0.5),
    ("unit_social", "1040", 1_200, 1.0),
)
NEEDS = ("معلولیت", "سرپرستی خانوار", "بیماری صعب‌العلاج")
WHAT_FOR = {
    "1010": ["بستهٔ معیشتی ماهانه", "کمک به خانوادهٔ بی‌سرپرست", "کمک درمان"],
    "1020": ["ودیعهٔ اجاره پس از آتش‌سوزی", "ودیعهٔ خانوادهٔ پرجمعیت"],
    "1030": ["صندلی چرخ‌دار", "سمعک", "عصا و واکر"],
    "2010": ["لایروبی پس از بارندگی", "اجارهٔ کف‌کش"],
    "2020": ["آسفالت کوچه", "ترمیم جدول"],
}
AMOUNTS = {
    "1010": (15, 60),
    "1020": (150, 400),
    "1030": (20, 90),
    "2010": (40, 160),
    "2020": (60, 240),
}
# Where a request stops.
FATES = {"posted": 30, "ordered": 10, "committed": 18, "reserved": 12, "approved": 8,
         "submitted": 12, "released": 3, "draft": 7}  # fmt: skip
# code of the case's subject, name, million rial
FEES = (
    ("701", "بهای بررسی پروانهٔ ساختمانی", 45),
    ("702", "بهای صدور پایان‌کار", 18),
    ("703", "بهای مجوز کسب‌وکار", 12),
    ("704", "بهای صدور گواهی", 2.5),
)
STAGES = ("submitted", "approved", "reserved", "committed", "liquidated", "ordered", "posted")


class Year:
    def __init__(self, env, end=None):
        self.env = env(context={**env.context, "lang": "fa_IR", "tz": "Asia/Tehran"})
        self.rng = random.Random(1405)
        now = datetime.now(timezone.utc).replace(tzinfo=None)
        self.end = (end or now).replace(microsecond=0)
        self.agenda, self.orders, self.refused = [], count(), []
        ref = self.env.ref
        self.officer = ref("zrm_budget.user_officer")
        self.treasurer = ref("zrm_budget.user_treasurer")
        self.certifier = ref("zrm_budget.user_certifier")
        self.accountant = ref("zrm_budget.user_accountant")
        self.mayor = ref("zrm_base.user_mayor")
        citizens = [("is_citizen", "=", True), ("is_company", "=", False)]
        open_ones = [("is_confidential", "=", False), ("user_ids", "=", False)]
        Partner = self.env["res.partner"]
        self.citizens = Partner.search([*citizens, *open_ones], order="id desc", limit=80)
        self.holder = ref("zrm_base.citizen_portal")
        self.mother = ref("zrm_base.citizen_portal_mother")
        self.contractor = Partner.create({"name": "شرکت راه‌سازان نمونه", "is_company": True})

    def by(self, user, record):
        return record.with_user(user).with_context(self.env.context)

    def plan(self, moment, deed, *arguments):
        heapq.heappush(self.agenda, (moment, next(self.orders), deed, arguments))

    # ------------------------------------------------------------------
    # The year, and what it gives
    # ------------------------------------------------------------------

    def set_up(self):
        company = self.env.ref("zrm_base.company_city")
        # This database is nothing but a demonstration: money is in whole rials.
        rial = self.env.ref("base.IRR")
        rial._zrm_make_whole()
        rial.write({"symbol": "ریال", "position": "after"})
        company.currency_id = rial
        if not company.chart_template:
            self.env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )
        account = self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", company.ids)], limit=1
        )
        self.set_fees(company)
        first = self.end - timedelta(days=DAYS + 5)
        year, *_month_day = jalali.from_gregorian(first)
        begin = jalali.to_gregorian(year, 1, 1)
        last = jalali.to_gregorian(year + 1, 1, 1) - timedelta(days=1)
        # Where the demonstration reaches over the new year, the year goes on.
        last = max(last, self.end.date())
        self.period = self.by(self.officer, self.env["zrm.budget.period"]).create(
            {
                "name": str(year),
                "date_from": begin,
                "date_to": last,
                "late_until": last + timedelta(days=120),
                "company_id": company.id,
                "currency_id": company.currency_id.id,
            }
        )
        self.period.action_open()
        subjects = {}
        for code, name, above, once in SUBJECTS:
            subjects[code] = self.by(self.officer, self.env["zrm.budget.subject"]).create(
                {
                    "code": code,
                    "name": name,
                    "parent_id": above and subjects[above].id,
                    "account_id": account.id if not above else False,
                    "once_per_period": once,
                }
            )
        self.lines = []
        for unit, code, amount, share in CREDITS:
            line = self.by(self.officer, self.env["zrm.budget.line"]).create(
                {
                    "unit_id": self.env.ref(f"zrm_base.{unit}").id,
                    "subject_id": subjects[code].id,
                    "period_id": self.period.id,
                    "overrun": 5,
                }
            )
            self.document(line, "appropriation", amount, "قانون بودجهٔ سال")
            self.document(line, "allotment", round(amount * share), "ابلاغ تخصیص شش‌ماهه")
            self.lines.append(line.sudo())

    def document(self, line, kind, amount, reason, **vals):
        document = self.by(self.officer, self.env["zrm.budget.document"]).create(
            {
                "line_id": line.id,
                "kind": kind,
                "amount": amount * MILLION,
                "reason": reason,
                **vals,
            }
        )
        document.action_propose()
        self.by(self.treasurer, document).action_approve()

    # ------------------------------------------------------------------
    # Requests
    # ------------------------------------------------------------------

    def draw(self):
        begin = self.end - timedelta(days=DAYS)
        for number in range(COUNT):
            moment = begin + timedelta(days=DAYS * (number + self.rng.random()) / COUNT)
            left = (self.end - moment).days
            fate = self.rng.choices(list(FATES), list(FATES.values()))[0] if left < 60 else "posted"
            if left >= 60 and self.rng.random() < 0.06:
                fate = "released"
            self.plan(moment.replace(hour=7), self.ask, fate)
        self.plan(self.end - timedelta(days=40), self.transfer)
        # The citizen with an account, and the mother whom he represents, have something to see.
        self.plan(self.end - timedelta(days=50), self.ask, "posted", "1010", self.holder)
        self.plan(self.end - timedelta(days=12), self.ask, "committed", "1030", self.mother)
        self.plan(begin + timedelta(days=1), self.assess)
        self.plan(self.end - timedelta(days=4), self.ask_for_many)
        self.plan(self.end - timedelta(days=21), self.own_certificate)
        self.plan(self.end - timedelta(days=6), self.charge_fees)

    def transfer(self):
        social = self.lines[0]
        self.document(social, "transfer", 300, "جابه‌جایی به منطقه ۶", target_id=self.lines[4].id)

    def ask(self, fate, code=None, holder=None):
        line = self.rng.choice(
            [
                one
                for one in self.lines
                if code in (None, one.subject_id.code) and one.subject_id.code in AMOUNTS
            ]
        )
        code = line.subject_id.code
        asker = line.unit_id.member_ids[:1] or line.unit_id.manager_id
        low, high = AMOUNTS[code]
        is_aid = code.startswith("1")
        able = self.citizens
        if line.subject_id.once_per_period:
            able -= (
                self.env["zrm.budget.request.line"]
                .search([("budget_line_id", "=", line.id)])
                .partner_id
            )
        people = holder or self.rng.sample(list(able), self.rng.choice((1, 1, 2)) if is_aid else 1)
        request = self.by(asker, self.env["zrm.budget.request"]).create(
            {
                "name": self.rng.choice(WHAT_FOR[code]),
                "unit_id": line.unit_id.id,
                "company_id": line.company_id.id,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "budget_line_id": line.id,
                            "partner_id": who.id if is_aid else self.contractor.id,
                            "amount": self.rng.randrange(low, high) * MILLION,
                        },
                    )
                    for who in people
                ],
            }
        )
        if fate != "draft":
            self.next_stage(request.sudo(), asker, fate, 0)

    def assess(self):
        """Income and needs of citizens, established by the unit for social matters."""
        names = [{"name": name} for name in NEEDS]
        needs = self.by(self.officer, self.env["zrm.budget.need"]).create(names)
        self.winter = next(one for one in self.lines if one.subject_id.code == "1040")
        self.winter.subject_id.with_user(self.officer).write({"max_decile": 5})
        assessor = self.winter.unit_id.member_ids[:1] or self.winter.unit_id.manager_id
        rng = random.Random(1040)
        self.by(assessor, self.env["zrm.budget.assessment"]).create(
            [
                {
                    "partner_id": citizen.id,
                    "decile": 7 if place in (3, 11) else rng.randint(1, 5),
                    "need_ids": [(6, 0, rng.choice([needs[:0], *needs]).ids)],
                    "source": "استعلام سامانهٔ رفاه",
                }
                for place, citizen in enumerate(self.citizens[:24])
            ]
        )

    def ask_for_many(self):
        """A list of two dozen people at once; two of them do not meet the conditions."""
        asker = self.winter.unit_id.member_ids[:1] or self.winter.unit_id.manager_id
        request = self.by(asker, self.env["zrm.budget.request"]).create(
            {
                "name": "بستهٔ زمستانی خانوارهای کم‌درآمد",
                "unit_id": self.winter.unit_id.id,
                "company_id": self.winter.company_id.id,
            }
        )
        dialog = self.by(asker, self.env["zrm.budget.recipients"]).create(
            {
                "request_id": request.id,
                "budget_line_id": self.winter.id,
                "amount": 25 * MILLION,
                "partner_ids": [(6, 0, self.citizens[:24].ids)],
            }
        )
        dialog.action_confirm()
        request.action_submit()

    def next_stage(self, request, asker, fate, stage):
        unit = request.unit_id
        short = any(line.budget_line_id.available < line.amount for line in request.line_ids)
        if short and STAGES[stage] == "reserved":
            return  # it waits for a supplement
        user = {
            "submitted": asker,
            "approved": self.mayor if unit.manager_id == asker else unit.manager_id,
            "reserved": self.certifier,
            "posted": self.accountant,
        }.get(STAGES[stage], self.mayor)
        verb = ("submit", "approve", "reserve", "commit", "liquidate", "order", "post")[stage]
        getattr(self.by(user, request), f"action_{verb}")()
        if fate == "released" and STAGES[stage] == "committed":
            self.by(self.mayor, request).action_release("شهروند منصرف شد")
        elif STAGES[stage] != fate and stage + 1 < len(STAGES):
            moment = self.now + timedelta(days=self.rng.uniform(0.5, 4))
            self.plan(moment, self.next_stage, request, asker, fate, stage + 1)
        elif STAGES[stage] == "posted" and self.rng.random() < 0.8:
            moment = self.now + timedelta(days=self.rng.uniform(2, 12))
            self.plan(moment, self.pay, request.bill_ids)

    def pay(self, moves):
        """The accountant registers a payment, made or received."""
        wizard = self.by(self.accountant, self.env["account.payment.register"])
        wizard = wizard.with_context(active_model="account.move", active_ids=moves.ids)
        wizard.create({"group_payment": False})._create_payments()

    # ------------------------------------------------------------------
    # Fees
    # ------------------------------------------------------------------

    def set_fees(self, company):
        income = self.env["account.account"].search(
            [("account_type", "=", "income"), ("company_ids", "in", company.ids)], limit=1
        )
        subjects = self.env["zrm.subject"].search([("code", "in", [code for code, *_ in FEES])])
        by_code = {subject.code: subject for subject in subjects}
        self.env["zrm.fee"].create(
            [
                {
                    "name": name,
                    "subject_id": by_code[code].id,
                    "rate": amount * MILLION,
                    "account_id": income.id,
                    "company_id": company.id,
                }
                for code, name, amount in FEES
            ]
        )
        # Where core's demonstration provider is installed, citizens pay with it.
        provider = self.env["payment.provider"].search([("code", "=", "demo")], limit=1)
        if provider:
            bank = self.env["account.journal"].search(
                [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
            )
            provider.write({"state": "test", "is_published": True, "journal_id": bank.id})

    def own_certificate(self):
        case = self.env["zrm.case"].create(
            {
                "name": "گواهی بدهی برای نقل‌وانتقال",
                "partner_id": self.holder.id,
                "subject_id": self.env["zrm.subject"].search([("code", "=", "704")]).id,
                "nature_id": self.env["zrm.nature"].search([("kind", "=", "request")], limit=1).id,
                "channel_id": self.env.ref("zrm_base.channel_web").id,
            }
        )
        case.action_charge_fee()
        self.pay(case.fee_invoice_ids)

    def charge_fees(self):
        cases = self.env["zrm.case"].search(
            [
                ("subject_id.code", "in", [code for code, *_ in FEES]),
                ("state", "in", ("triage", "open", "waiting")),
                ("partner_id", "!=", False),
                ("fee_invoice_ids", "=", False),
            ]
        )
        cases.action_charge_fee()
        for place, case in enumerate(cases.filtered(lambda one: one.partner_id != self.holder)):
            if place % 2:
                self.pay(case.fee_invoice_ids)
            if place % 5 == 3 and case.unit_id.manager_id:
                self.plan(self.now + timedelta(days=1), self.propose_refund, case)

    def propose_refund(self, case):
        manager = case.unit_id.manager_id
        self.by(manager, case).action_refund_fee("دو بار پرداخت شده است")

    def live(self):
        while self.agenda and self.agenda[0][0] < self.end:
            self.now, _order, deed, arguments = heapq.heappop(self.agenda)
            with freeze_time(self.now):
                try:
                    with self.env.cr.savepoint():
                        deed(*arguments)
                except UserError as error:
                    self.refused.append(f"{self.now:%Y-%m-%d} {deed.__name__}: {error}")
                self.env.flush_all()


def load(env, end=None):
    """Lives through the city's fiscal year.

    :param env: of an administrator, in a database with the other demo data
    :param datetime end: naive, in UTC: another now
    :return: number of requests by state now
    """
    year = Year(env, end)
    with freeze_time(year.end - timedelta(days=DAYS + 2)):
        year.set_up()
    year.draw()
    year.live()
    if len(year.refused) > MAX_REFUSED:
        raise RuntimeError("\n".join(["Too many were refused:", *year.refused]))
    found = env["zrm.budget.line"]._differences()
    if found:
        raise RuntimeError(f"The books differ: {found}")
    return Counter(env["zrm.budget.request"].search([]).mapped("state"))
