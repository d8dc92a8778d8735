import datetime

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.zrm_base.tools import jalali

from ...const import STATES

KINDS = [
    ("received", "Received"),
    ("decided", "Decided"),
    ("carried_out", "Carried out"),
    ("benefit", "Benefit verified"),
    ("reward", "Reward"),
    ("phase", "Phase ended"),
]
# Solar years that reports know.
FIRST_YEAR, LAST_YEAR = 1380, 1480


class ZrmSuggestionFact(models.Model):
    """What the yearly indicators count: a row for each thing that happened, with its own date,
    so that a suggestion received in one year and carried out in the next counts in each.

    A view over stored rows: nothing is computed per suggestion, and the solar period of a date
    is a binary search in a constant list. Decisions appear when they are published.
    """

    _name = "zrm.suggestion.fact"
    _description = "Facts of the Scheme"
    _auto = False
    _order = "at desc, id desc"
    _rec_name = "kind"

    kind = fields.Selection(KINDS, string="What", readonly=True)
    at = fields.Datetime(string="When", readonly=True)
    jalali_year = fields.Char(string="Solar Year", readonly=True)
    jalali_month = fields.Char(string="Solar Month", readonly=True)
    # Who reads the numbers does not read titles, nor the committee before it is its turn.
    suggestion_id = fields.Many2one(
        "zrm.suggestion",
        readonly=True,
        groups="zrm_suggestions.group_suggestion_secretary",
    )
    company_id = fields.Many2one("res.company", readonly=True)
    unit_id = fields.Many2one("zrm.unit", string="Owning Unit", readonly=True)
    subject_id = fields.Many2one("zrm.subject", readonly=True)
    region_id = fields.Many2one("zrm.region", readonly=True)
    is_by_staff = fields.Boolean(string="By Staff", readonly=True)
    phase = fields.Selection(STATES, readonly=True)
    received = fields.Integer(readonly=True)
    accepted = fields.Integer(readonly=True)
    rejected = fields.Integer(readonly=True)
    carried_out = fields.Integer(readonly=True)
    days = fields.Float(string="Working Days", readonly=True, aggregator="avg")
    saving = fields.Float(string="First-Year Saving (rial)", digits=(20, 0), readonly=True)
    reward = fields.Float(string="Rewards (rial)", digits=(20, 0), readonly=True)

    @property
    def _table_query(self):
        zone = str(self.env["res.company"]._zrm_timezone())
        years = range(FIRST_YEAR, LAST_YEAR)
        year_starts = [jalali.to_gregorian(year, 1, 1) for year in years]
        month_starts = [
            jalali.to_gregorian(year, month, 1) for year in years for month in range(1, 13)
        ]
        day = SQL("(fact.at AT TIME ZONE 'UTC' AT TIME ZONE %s)::date", zone)
        return SQL(
            """
            SELECT fact.*, s.company_id, s.unit_id, s.subject_id, s.region_id, s.is_by_staff,
                   (%(before)s + width_bucket(%(day)s, %(years)s))::text AS jalali_year,
                   to_char(%(before)s + (width_bucket(%(day)s, %(months)s) + 11) / 12, 'FM0000')
                   || '-' || to_char((width_bucket(%(day)s, %(months)s) + 11) %% 12 + 1, 'FM00')
                   AS jalali_month
              FROM (%(facts)s) AS fact
              JOIN zrm_suggestion s ON s.id = fact.suggestion_id
             WHERE s.is_withheld IS NOT TRUE
               -- The end of this phase tells that something was decided.
               AND (fact.phase IS DISTINCT FROM 'committee' OR s.state = s.published_state)
            """,
            before=FIRST_YEAR - 1,
            day=day,
            years=self._dates(year_starts),
            months=self._dates(month_starts),
            facts=SQL(" UNION ALL ").join(self._facts()),
        )

    @staticmethod
    def _dates(dates):
        """A constant array of days."""
        return SQL("%s::date[]", [date.isoformat() for date in dates])

    def _facts(self):
        """One query for each kind; all have the same columns. Ids do not collide: each table's
        own, and a place of its own among six."""
        select = """
            SELECT %(id)s AS id, %(kind)s::varchar AS kind, %(at)s AS at,
                   %(suggestion)s AS suggestion_id, %(phase)s::varchar AS phase,
                   %(received)s::integer AS received, %(accepted)s::integer AS accepted,
                   %(rejected)s::integer AS rejected, %(carried_out)s::integer AS carried_out,
                   %(days)s::numeric AS days, %(saving)s::numeric AS saving,
                   %(reward)s::numeric AS reward
              FROM %(table)s WHERE %(where)s
        """
        nothing = {
            "suggestion": SQL("suggestion_id"),
            "phase": SQL("NULL"),
            "received": SQL("0"),
            "accepted": SQL("0"),
            "rejected": SQL("0"),
            "carried_out": SQL("0"),
            "days": SQL("NULL"),
            "saving": SQL("0"),
            "reward": SQL("0"),
        }
        places = [kind for kind, _label in KINDS]

        def fact(kind, table, at, where, **columns):
            place = places.index(kind)
            values = {
                **nothing,
                "id": SQL("id::bigint * %s + %s", 2 * len(places), place),
                "kind": kind,
                "at": at,
                "table": SQL.identifier(table),
                "where": where,
                **columns,
            }
            return SQL(select, **values)

        recovered = SQL("id::bigint * %s + %s", 2 * len(places), len(places))
        return [
            fact(
                "received",
                "zrm_suggestion",
                SQL("submitted_at"),
                SQL("submitted_at IS NOT NULL"),
                suggestion=SQL("id"),
                received=SQL("1"),
            ),
            fact(
                "decided",
                "zrm_suggestion_decision",
                SQL("published_at"),
                SQL("published_at IS NOT NULL"),
                accepted=SQL("CASE WHEN outcome IN ('as_is', 'modified') THEN 1 ELSE 0 END"),
                rejected=SQL("CASE WHEN outcome = 'rejected' THEN 1 ELSE 0 END"),
            ),
            fact(
                "carried_out",
                "zrm_suggestion_event",
                SQL("at"),
                SQL("kind = 'measured'"),
                carried_out=SQL("1"),
            ),
            fact(
                "benefit",
                "zrm_suggestion_benefit",
                SQL("verified_at"),
                SQL("verified_at IS NOT NULL"),
                saving=SQL("coalesce(saving, 0)"),
            ),
            fact(
                "reward",
                "zrm_suggestion_reward",
                SQL("approved_at"),
                SQL("approved_at IS NOT NULL"),
                reward=SQL("amount"),
            ),
            # What was recovered counts against the year in which it was.
            fact(
                "reward",
                "zrm_suggestion_reward",
                SQL("recovered_at"),
                SQL("recovered_at IS NOT NULL"),
                id=recovered,
                reward=SQL("-amount"),
            ),
            fact(
                "phase",
                "zrm_suggestion_passage",
                SQL("ended_at"),
                SQL("is_counted"),
                phase=SQL("phase"),
                days=SQL("days"),
            ),
        ]

    def _year_domain(self, year):
        """The facts of a year, solar or Gregorian as the number says.

        :param str year: such as 1405 or 2026
        """
        if int(year) < 1700:
            return [("jalali_year", "=", year)]
        zone = self.env["res.company"]._zrm_timezone()
        utc = [
            zone.localize(datetime.datetime(at, 1, 1)).astimezone(datetime.UTC).replace(tzinfo=None)
            for at in (int(year), int(year) + 1)
        ]
        return [("at", ">=", utc[0]), ("at", "<", utc[1])]
