from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class ZrmBudgetAssessment(models.Model):
    """What was established of a citizen's means: income decile and needs, from which document.

    An assessment stays as it is; a new one takes its place. Colleagues do not browse them: who
    decides about a request sees those of its people, and the access log says so.
    """

    _name = "zrm.budget.assessment"
    _description = "Assessment of a Citizen's Means"
    _inherit = ["zrm.guarded.mixin"]
    _order = "assessed_on desc, id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Citizen",
        required=True,
        ondelete="cascade",
        domain="[('is_citizen', '=', True)]",
    )
    decile = fields.Integer(
        string="Income Decile", required=True, help="1 for the lowest incomes, 10 for the highest."
    )
    need_ids = fields.Many2many("zrm.budget.need", string="Needs")
    assessed_on = fields.Date(
        required=True, default=lambda self: self.env["res.company"]._zrm_today()
    )
    valid_until = fields.Date(help="Empty: until there is another.")
    source = fields.Char(
        string="Document", required=True, help="The letter, register or visit that shows it."
    )
    assessor_id = fields.Many2one(
        "res.users", readonly=True, default=lambda self: self.env.user, ondelete="restrict"
    )

    _latest = models.Index("(partner_id, assessed_on DESC, id DESC)")
    _decile_range = models.Constraint(
        "CHECK (decile BETWEEN 1 AND 10)", "An income decile is a number from 1 to 10."
    )
    _order_of_days = models.Constraint(
        "CHECK (valid_until IS NULL OR valid_until >= assessed_on)",
        "An assessment ends after it was made.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"assessor_id"}

    @api.model_create_multi
    def create(self, vals_list):
        assessments = super().create(self._without_guarded(vals_list))
        # The citizen's file has to be open to who assesses.
        assessments.partner_id.check_access("read")
        today = self.env["res.company"]._zrm_today()
        for one in assessments:
            if not one.partner_id.is_citizen:
                raise UserError(self.env._("%s is no citizen's file.", one.partner_id.display_name))
            if one.assessed_on > today:
                raise UserError(self.env._("An assessment is not of a day to come."))
        return assessments

    def write(self, vals):
        if not self.env.su:
            raise AccessError(
                self.env._("An assessment stays as it is. Enter a new one; the latest counts.")
            )
        return super().write(vals)

    @api.model
    def _latest_of(self, partners):
        """The assessment that counts today of each of these people.

        :return: ``{citizen: assessment}`` without those who have none, as superuser
        """
        today = self.env["res.company"]._zrm_today()
        # sudo: whoever calls shows of it only what the reader may learn.
        found = self.sudo().search(
            [
                ("partner_id", "in", partners.ids),
                ("assessed_on", "<=", today),
                "|",
                ("valid_until", "=", False),
                ("valid_until", ">=", today),
            ]
        )
        latest = {}
        for one in found:  # the newest first
            latest.setdefault(one.partner_id.with_env(self.env), one)
        return latest
