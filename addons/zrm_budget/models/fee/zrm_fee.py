from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...domain import tariff

KINDS = [("fixed", "Fixed"), ("unit", "Per unit"), ("brackets", "By brackets")]


class ZrmFee(models.Model):
    """What citizens pay for services about a subject. Fees received raise no credit."""

    _name = "zrm.fee"
    _description = "Fee"
    _order = "subject_id, sequence, id"

    name = fields.Char(required=True, translate=True)
    subject_id = fields.Many2one("zrm.subject", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(KINDS, required=True, default="fixed")
    rate = fields.Monetary(help="The fee, or what each unit costs.")
    question_id = fields.Many2one(
        "zrm.subject.question",
        string="Counted By",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('subject_id', '=', subject_id), ('kind', '=', 'integer')]",
        help="The question whose answer is the number of units.",
    )
    bracket_ids = fields.One2many("zrm.fee.bracket", "fee_id", string="Brackets", copy=True)
    account_id = fields.Many2one(
        "account.account",
        string="Income Account",
        required=True,
        ondelete="restrict",
        domain="[('account_type', 'in', ('income', 'income_other'))]",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _rate = models.Constraint("CHECK (coalesce(rate, 0) >= 0)", "A fee is not below zero.")

    @api.constrains("kind", "question_id", "bracket_ids", "subject_id")
    def _check_kind(self):
        for fee in self:
            if fee.kind == "fixed":
                continue
            if not fee.question_id or fee.question_id.subject_id != fee.subject_id:
                raise ValidationError(
                    self.env._(
                        "“%s” counts something: choose the question of its subject that says how "
                        "many.",
                        fee.name,
                    )
                )
            if fee.kind == "brackets" and not fee.bracket_ids:
                raise ValidationError(self.env._("“%s” needs a bracket at least.", fee.name))

    def _amount(self, case):
        """What a case costs by this fee; None where the citizen did not say how many."""
        self.ensure_one()
        number = None
        if self.question_id:
            given = case._answers(case.questions).get(self.question_id.key)
            number = given if isinstance(given, (int, float)) and given is not False else None
        brackets = [(one.begin, one.fixed, one.each) for one in self.bracket_ids]
        found = tariff.amount(self.kind, self.rate, number, brackets)
        return None if found is None else self.currency_id.round(found)


class ZrmFeeBracket(models.Model):
    _name = "zrm.fee.bracket"
    _description = "Bracket of a Fee"
    _order = "fee_id, begin"

    fee_id = fields.Many2one("zrm.fee", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="fee_id.currency_id")
    begin = fields.Integer(string="From", required=True)
    fixed = fields.Monetary(string="Fixed Part")
    each = fields.Monetary(string="Each Unit Above")

    _once = models.UniqueIndex("(fee_id, begin)", "Two brackets begin at the same number.")
    _positive = models.Constraint(
        "CHECK (begin >= 0 AND coalesce(fixed, 0) >= 0 AND coalesce(each, 0) >= 0)",
        "Brackets are not below zero.",
    )
