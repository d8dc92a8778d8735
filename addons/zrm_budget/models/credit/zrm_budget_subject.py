from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ZrmBudgetSubject(models.Model):
    """What credits are given for; a tree. Its accounts say which entries are its expenditure."""

    _name = "zrm.budget.subject"
    _description = "Budget Subject"
    _parent_store = True
    _order = "code, name, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(index="btree_not_null")
    parent_id = fields.Many2one("zrm.budget.subject", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    account_id = fields.Many2one(
        "account.account",
        string="Expense Account",
        index="btree_not_null",
        domain="[('account_type', 'in', ('expense', 'expense_direct_cost', 'asset_current'))]",
        ondelete="restrict",
        help="Where what is spent is posted.",
    )
    analytic_account_id = fields.Many2one("account.analytic.account", ondelete="restrict")
    once_per_period = fields.Boolean(help="The same person gets it once in a period.")
    active = fields.Boolean(default=True)

    _code = models.UniqueIndex("(code) WHERE code IS NOT NULL", "This code is taken.")

    @api.constrains("parent_id")
    def _check_tree(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A subject cannot stand below itself."))

    @api.depends("name", "code")
    def _compute_display_name(self):
        for subject in self:
            subject.display_name = " ".join(filter(None, [subject.code, subject.name]))

    def _family(self):
        """The subject at the top of the tree; credits may be transferred within it."""
        self.ensure_one()
        return self.browse(int(self.parent_path.split("/")[0])) if self.parent_path else self

    def _account(self):
        """The account of the subject or the nearest above it that has one."""
        self.ensure_one()
        subject = self.sudo()
        while subject and not subject.account_id:
            subject = subject.parent_id
        return subject.account_id
