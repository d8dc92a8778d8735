from odoo import api, fields, models
from odoo.tools import SQL

# Groups of fewer people are not told about: whoever knows the others would know the last one.
FEWEST = 5


class ZrmBudgetFairness(models.Model):
    """What others of like need got, by subject, unit, region and period; nobody is named or
    ranked. What a group of fewer than five people got is not in the rows at all, whoever reads
    them in whatever way; confidential cases are left out.

    Each person counts once in a group, with all that they got in it. Neighbourhoods count with
    their district, as few live in each.
    """

    _name = "zrm.budget.fairness"
    _description = "What Others of Like Need Got"
    _auto = False
    _order = "period_id desc, subject_id, unit_id, region_id, id"
    _rec_name = "subject_id"

    subject_id = fields.Many2one("zrm.budget.subject", readonly=True)
    unit_id = fields.Many2one("zrm.unit", readonly=True)
    region_id = fields.Many2one("zrm.region", readonly=True)
    period_id = fields.Many2one("zrm.budget.period", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    is_small = fields.Boolean(string="Fewer than Five", readonly=True)
    # Nothing is summed up over groups: whoever is in two of them would count twice.
    people = fields.Integer(readonly=True, aggregator=None)
    people_words = fields.Char(string="Number of People", compute="_compute_people_words")
    amount = fields.Monetary(string="In All", readonly=True, aggregator=None)
    average = fields.Monetary(readonly=True, aggregator=None)
    median = fields.Monetary(readonly=True, aggregator=None)

    _depends = {
        "zrm.budget.request": ["state", "is_confidential"],
        "zrm.budget.request.line": ["request_id", "budget_line_id", "partner_id", "payable"],
        "zrm.budget.line": ["unit_id", "subject_id", "period_id", "company_id", "currency_id"],
        "res.partner": ["region_id", "is_citizen"],
        "zrm.region": ["kind", "parent_id"],
    }

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY period_id, subject_id, unit_id, region_id) AS id,
                   period_id, subject_id, unit_id, region_id, company_id, currency_id,
                   count(*) < %(few)s AS is_small,
                   CASE WHEN count(*) >= %(few)s THEN count(*) END AS people,
                   CASE WHEN count(*) >= %(few)s THEN sum(amount) END AS amount,
                   CASE WHEN count(*) >= %(few)s THEN round(avg(amount)) END AS average,
                   CASE WHEN count(*) >= %(few)s
                        THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY amount)::numeric
                   END AS median
              FROM (SELECT line.period_id, line.subject_id, line.unit_id, home.region_id,
                           line.company_id, line.currency_id, sum(one.payable) AS amount
                      FROM zrm_budget_request_line AS one
                      JOIN zrm_budget_request AS request ON request.id = one.request_id
                      JOIN zrm_budget_line AS line ON line.id = one.budget_line_id
                      JOIN res_partner AS partner ON partner.id = one.partner_id
                      LEFT JOIN zrm_region AS region ON region.id = partner.region_id
                     CROSS JOIN LATERAL (SELECT CASE WHEN region.kind = 'neighbourhood'
                                                     THEN region.parent_id ELSE region.id
                                                END AS region_id) AS home
                     WHERE request.state IN ('posted', 'paid') AND partner.is_citizen
                       AND request.is_confidential IS NOT TRUE
                     GROUP BY line.period_id, line.subject_id, line.unit_id, home.region_id,
                              line.company_id, line.currency_id, one.partner_id) AS person
             GROUP BY period_id, subject_id, unit_id, region_id, company_id, currency_id
            """,
            few=FEWEST,
        )

    @api.depends("people", "is_small")
    @api.depends_context("lang")
    def _compute_people_words(self):
        for group in self:
            group.people_words = (
                self.env._("fewer than five") if group.is_small else str(group.people)
            )
