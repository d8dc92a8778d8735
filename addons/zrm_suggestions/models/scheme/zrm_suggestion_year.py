from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.zrm_base.readers import reads_jalali
from odoo.addons.zrm_base.tools import jalali, persian

from .passing import TIMED
from .zrm_suggestion_fact import FIRST_YEAR, LAST_YEAR


class ZrmSuggestionYear(models.Model):
    """The scheme in one year, by which such schemes are judged: the numbers of staff and
    citizens are entered, all else is counted."""

    _name = "zrm.suggestion.year"
    _description = "Year of the Scheme"
    _order = "year desc"
    _rec_name = "year"

    year = fields.Char(
        required=True,
        default=lambda self: self._this_year(),
        help="Solar or Gregorian, such as 1405 or 2026.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    staff_count = fields.Integer(
        string="Staff", required=True, default=lambda self: self._known_staff()
    )
    citizen_count = fields.Integer(string="Citizens", help="Whom the organization serves.")
    received = fields.Integer(compute="_compute_indicators")
    received_of_staff = fields.Integer(string="Of Staff", compute="_compute_indicators")
    received_of_citizens = fields.Integer(string="Of Citizens", compute="_compute_indicators")
    per_staff = fields.Float(
        string="Per Hundred Staff",
        compute="_compute_indicators",
        help="Those of staff, per hundred of them.",
    )
    per_citizens = fields.Float(
        string="Per Thousand Citizens",
        compute="_compute_indicators",
        help="Those of citizens, per thousand of them.",
    )
    accepted = fields.Integer(compute="_compute_indicators")
    rejected = fields.Integer(compute="_compute_indicators")
    accepted_share = fields.Float(
        string="Accepted (%)", compute="_compute_indicators", help="Of what was decided."
    )
    carried_out = fields.Integer(compute="_compute_indicators")
    carried_out_share = fields.Float(
        string="Carried Out (%)", compute="_compute_indicators", help="Of what was accepted."
    )
    saving = fields.Float(
        string="First-Year Saving (rial)", digits=(20, 0), compute="_compute_indicators"
    )
    reward = fields.Float(string="Rewards (rial)", digits=(20, 0), compute="_compute_indicators")

    _once = models.UniqueIndex("(company_id, year)", "This year is there already.")
    _counts = models.Constraint(
        "CHECK (staff_count >= 0 AND coalesce(citizen_count, 0) >= 0)",
        "Numbers of people are not negative.",
    )

    @api.model
    def _this_year(self):
        today = self.env["res.company"]._zrm_today()
        return jalali.year_key(today) if reads_jalali(self.env) else str(today.year)

    @api.model
    def _known_staff(self):
        # sudo: the number alone.
        return (
            self.env["res.users"]
            .sudo()
            .search_count([("share", "=", False), ("company_ids", "in", self.env.company.ids)])
        )

    @api.constrains("year")
    def _check_year(self):
        for one in self:
            number = int(one.year) if (one.year or "").isascii() and one.year.isdigit() else 0
            is_known = FIRST_YEAR <= number < LAST_YEAR or 2001 <= number <= 2100
            if not is_known or len(one.year) != 4:
                raise ValidationError(self.env._("A year has four digits, such as 1405 or 2026."))

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._plain(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._plain(vals))

    @api.model
    def _plain(self, vals):
        """Digits of the year as they are stored, however they were typed."""
        if not isinstance(vals.get("year"), str):
            return vals
        return {**vals, "year": persian.to_ascii_digits(vals["year"]).strip()}

    @api.depends("year", "staff_count", "citizen_count", "company_id")
    def _compute_indicators(self):
        Fact = self.env["zrm.suggestion.fact"]
        sums = ["received:sum", "accepted:sum", "rejected:sum", "carried_out:sum"]
        sums += ["saving:sum", "reward:sum"]
        for one in self:
            rows = Fact._read_group(one._facts(), ["is_by_staff"], sums) if one.year else []
            staff = sum(row[1] for row in rows if row[0])
            totals = [sum(row[place] or 0 for row in rows) for place in range(1, 7)]
            one.received, one.accepted, one.rejected, one.carried_out = totals[:4]
            one.saving, one.reward = totals[4:]
            one.received_of_staff, one.received_of_citizens = staff, one.received - staff
            one.per_staff = 100 * staff / one.staff_count if one.staff_count else 0
            one.per_citizens = (
                1000 * one.received_of_citizens / one.citizen_count if one.citizen_count else 0
            )
            decided = one.accepted + one.rejected
            one.accepted_share = 100 * one.accepted / decided if decided else 0
            one.carried_out_share = 100 * one.carried_out / one.accepted if one.accepted else 0

    def _facts(self):
        """The domain of this year's facts."""
        self.ensure_one()
        own = [("company_id", "=", self.company_id.id)]
        return [*own, *self.env["zrm.suggestion.fact"]._year_domain(self.year)]

    def _year_label(self):
        """The year in the digits of the reader."""
        self.ensure_one()
        is_persian = reads_jalali(self.env)
        return persian.to_persian_digits(self.year) if is_persian else self.year

    def _phases(self):
        """How long each phase took that ended in the year.

        :return: list of ``(label, number, average working days)`` in the order of a life
        """
        self.ensure_one()
        Fact = self.env["zrm.suggestion.fact"]
        rows = Fact._read_group(
            [*self._facts(), ("kind", "=", "phase")], ["phase"], ["__count", "days:avg"]
        )
        found = {phase: (count, days) for phase, count, days in rows}
        labels = dict(Fact._fields["phase"]._description_selection(self.env))
        return [(labels[phase], *found[phase]) for phase in TIMED if phase in found]

    def _by_unit(self):
        """:return: list of ``(unit, received, accepted, carried out)``, the most received first"""
        self.ensure_one()
        rows = self.env["zrm.suggestion.fact"]._read_group(
            self._facts(),
            ["unit_id"],
            ["received:sum", "accepted:sum", "carried_out:sum"],
        )
        rows = [row for row in rows if any(row[1:])]
        return sorted(rows, key=lambda row: (-row[1], row[0].id))

    def action_open_facts(self):
        """The facts of the year as pivot and graph."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "zrm_suggestions.zrm_suggestion_fact_action"
        )
        if not self.year:
            raise UserError(self.env._("Name the year first."))
        action["domain"] = self._facts()
        return action
