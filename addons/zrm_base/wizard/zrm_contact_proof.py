from odoo import api, fields, models


class ZrmContactProof(models.TransientModel):
    """Asks what was seen before a claimed address counts as the citizen's own."""

    _name = "zrm.contact.proof"
    _description = "Confirm an Address"

    partner_id = fields.Many2one("res.partner", string="Citizen", required=True)
    kind = fields.Selection([("email", "E-mail"), ("phone", "Mobile")], required=True)
    email = fields.Char(related="partner_id.email", related_sudo=False)
    phone = fields.Char(related="partner_id.phone", related_sudo=False)
    document = fields.Char(
        string="Document seen", required=True, help="Whose document, which one, and by whom shown."
    )

    @api.constrains("partner_id", "kind")
    def _check_may_prove(self):
        """A dialog about a file that is not open to the user would name it."""
        for dialog in self.sudo(False):  # as constraints are checked by the superuser
            dialog.partner_id._check_may_prove(dialog.kind)

    def action_confirm(self):
        self.ensure_one()
        self.partner_id._prove_contact(self.kind, self.document)
        return {"type": "ir.actions.act_window_close"}
