from odoo import api, fields, models
from odoo.exceptions import UserError


class ZrmSuggestionBenefit(models.Model):
    """What a suggestion brought: measured against a baseline, verified by somebody who did
    not carry it out."""

    _name = "zrm.suggestion.benefit"
    _description = "Benefit"
    _inherit = ["zrm.guarded.mixin"]
    _order = "suggestion_id, id"

    suggestion_id = fields.Many2one("zrm.suggestion", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True, index=True)
    name = fields.Char(string="What Is Measured", required=True)
    measure = fields.Char(string="Unit of Measure", help="Such as days, rial or complaints.")
    baseline = fields.Float()
    target = fields.Float()
    measured = fields.Float()
    saving = fields.Float(string="First-Year Saving (rial)", digits=(20, 0))
    evidence = fields.Text()
    verified_by_id = fields.Many2one("res.users", readonly=True)
    verified_at = fields.Datetime(readonly=True)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"verified_by_id", "verified_at"}

    def write(self, vals):
        verified = self._guarded_fields() & vals.keys()
        if not self.env.su and (verified or any(one.verified_at for one in self)):
            raise UserError(self.env._("A verified benefit stays as it was verified."))
        return super().write(vals)

    def action_verify(self):
        """Verifies what was measured.

        :raise UserError: for who carried it out, and without evidence
        """
        self.check_access("write")
        for benefit in self:
            if self.env.user in benefit.suggestion_id.sudo().milestone_ids.owner_id:
                raise UserError(
                    self.env._("You carried it out; somebody else verifies what it brought.")
                )
            if not (benefit.evidence or "").strip():
                raise UserError(self.env._("Add the evidence for “%s” first.", benefit.name))
            # sudo: the right to write was checked; nobody writes these fields directly.
            benefit.sudo().write(
                {"verified_by_id": self.env.uid, "verified_at": fields.Datetime.now()}
            )
        return True
