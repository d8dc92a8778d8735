from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from ...const import MOST_RIAL

# Of a suggestion, when what it brings is planned, measured and verified.
MEASURED_IN = ("approved", "implementing", "measured")
MEASURED_FIELDS = {"measured", "saving", "evidence"}


class ZrmSuggestionBenefit(models.Model):
    """What a suggestion brought: measured against a baseline after a period, verified by
    somebody who neither carried it out, nor wrote it, nor recorded the figures."""

    _name = "zrm.suggestion.benefit"
    _description = "Benefit"
    _inherit = ["zrm.guarded.mixin"]
    _order = "suggestion_id, id"

    suggestion_id = fields.Many2one("zrm.suggestion", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True, index=True)
    name = fields.Char(string="What Is Measured", required=True)
    measure = fields.Char(string="Unit of Measure", help="Such as days, rial or complaints.")
    baseline = fields.Float(string="Before")
    target = fields.Float()
    measured = fields.Float(string="After")
    reached = fields.Float(
        string="Reached (%)", compute="_compute_reached", help="Of the way from before to target."
    )
    measure_on = fields.Date(
        string="Measured From", help="The day from which it can be measured, after a period of use."
    )
    saving = fields.Float(string="First-Year Saving (rial)", digits=(20, 0))
    evidence = fields.Text()
    recorded_by_id = fields.Many2one("res.users", readonly=True)
    verified_by_id = fields.Many2one("res.users", readonly=True)
    verified_at = fields.Datetime(readonly=True)
    is_asked = fields.Boolean(readonly=True, help="The secretariat was asked to measure it.")

    _saving = models.Constraint(
        "CHECK (abs(coalesce(saving, 0)) <= 9e15)", "A saving is at most 9,000,000 billion rial."
    )
    _to_ask = models.Index("(measure_on) WHERE verified_at IS NULL AND is_asked IS NOT TRUE")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "recorded_by_id",
            "verified_by_id",
            "verified_at",
            "is_asked",
        }

    @api.depends("baseline", "target", "measured")
    def _compute_reached(self):
        for one in self:
            way = one.target - one.baseline
            one.reached = 100 * (one.measured - one.baseline) / way if way else 0.0

    @api.model_create_multi
    def create(self, vals_list):
        """:raise UserError: for a suggestion that is not to be carried out"""
        guarded = self._guarded_fields()
        cleaned = [
            {
                **{name: vals[name] for name in vals if self.env.su or name not in guarded},
                "recorded_by_id": self.env.uid,
            }
            for vals in vals_list
        ]
        self._check_sums(cleaned)
        benefits = super().create(cleaned)
        benefits._check_open()
        return benefits

    def write(self, vals):
        if self.env.su:
            return super().write(vals)
        guarded = self._guarded_fields() | {"suggestion_id"}
        if guarded & vals.keys() or any(one.verified_at for one in self):
            raise UserError(self.env._("A verified benefit stays as it was verified."))
        self._check_sums([vals])
        self._check_open()
        result = super().write(vals)
        if MEASURED_FIELDS & vals.keys():
            # sudo: who recorded it last is written by the server.
            self.sudo().recorded_by_id = self.env.uid
        return result

    @api.model
    def _check_sums(self, vals_list):
        if any(abs(vals.get("saving") or 0) > MOST_RIAL for vals in vals_list):
            raise UserError(self.env._("A saving is at most 9,000,000 billion rial."))

    def _check_open(self):
        for one in self:
            # sudo: in which state it is does not depend on who asks.
            suggestion = one.sudo().suggestion_id
            if suggestion.state not in MEASURED_IN:
                raise UserError(
                    self.env._(
                        "“%s” is not approved, or is over; there is no benefit to measure.",
                        suggestion.name,
                    )
                )

    def action_verify(self):
        """Verifies what was measured.

        :raise UserError: for who carried it out, wrote it or recorded it; without evidence; and
            before the day from which it can be measured
        """
        self.check_access("write")
        today = self.env["res.company"]._zrm_today()
        for benefit in self:
            own = benefit.sudo()
            if own.verified_at:
                raise UserError(self.env._("A verified benefit stays as it was verified."))
            own._check_open()
            if self.env.user in own.suggestion_id.milestone_ids.owner_id:
                raise UserError(
                    self.env._("You carried it out; somebody else verifies what it brought.")
                )
            if self.env.user.partner_id in own.suggestion_id._all_authors():
                raise UserError(self.env._("You wrote it; somebody else verifies what it brought."))
            if self.env.user == own.recorded_by_id:
                raise UserError(
                    self.env._("You recorded “%s”; somebody else verifies it.", benefit.name)
                )
            if not (benefit.evidence or "").strip():
                raise UserError(self.env._("Add the evidence for “%s” first.", benefit.name))
            if benefit.measure_on and benefit.measure_on > today:
                raise UserError(
                    self.env._("“%s” can be measured later only; see its day.", benefit.name)
                )
            # sudo: the right to write was checked; nobody writes these fields directly.
            own.write({"verified_by_id": self.env.uid, "verified_at": fields.Datetime.now()})
        return True

    @api.model
    def _ask_to_measure(self):
        """Asks the secretariat to measure what can be measured from today; run by the
        scheduler."""
        today = self.env["res.company"]._zrm_today()
        due = self.with_user(SUPERUSER_ID).search(
            [
                ("measure_on", "<=", today),
                ("verified_at", "=", False),
                ("is_asked", "=", False),
                ("suggestion_id.state", "in", MEASURED_IN),
            ]
        )
        for benefit in due:
            benefit.suggestion_id._ask_secretary(
                lambda env, one=benefit: env._("Now it can be measured: %s", one.name)
            )
        due.write({"is_asked": True})
