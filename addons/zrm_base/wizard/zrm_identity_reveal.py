from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import UNMASK

# How long a revealed number is shown.
SHOWN_FOR = relativedelta(minutes=2)


class ZrmIdentityReveal(models.TransientModel):
    """Asks for the reason, logs it and shows the number, without storing it."""

    _name = "zrm.identity.reveal"
    _description = "Reveal Identity Number"

    partner_id = fields.Many2one("res.partner", string="Citizen", required=True)
    purpose = fields.Selection(
        [
            ("check", "Checking a person who is present or on the phone"),
            ("service", "Providing a service that needs the number"),
            ("inquiry", "Inquiry of another authority"),
            ("correction", "Correcting the file"),
            ("other", "Other"),
        ],
        required=True,
        default="check",
    )
    explanation = fields.Char(help="For whom or what; needed for other purposes.")
    log_id = fields.Many2one("zrm.access.log", readonly=True)
    number = fields.Char(string="Identity Number", compute="_compute_number", compute_sudo=True)

    @api.depends("log_id")
    @api.depends_context("uid")
    def _compute_number(self):
        earliest = fields.Datetime.now() - SHOWN_FOR
        for wizard in self:
            log = wizard.log_id
            is_own = log.user_id.id == self.env.uid and log.partner_id == wizard.partner_id
            if is_own and log.kind == "reveal" and log.logged_at >= earliest:
                unmasked = wizard.partner_id.with_context(zrm_unmask=UNMASK)
                wizard.number = unmasked.identity_number
            else:
                wizard.number = False

    def action_reveal(self):
        self.ensure_one()
        if self.purpose == "other" and not (self.explanation or "").strip():
            raise UserError(self.env._("Please say what the number is needed for."))
        labels = dict(self._fields["purpose"]._description_selection(self.env))
        reason = ": ".join(filter(None, [labels[self.purpose], self.explanation]))
        # sudo: only oversight can read the log; the dialog refers to its entry.
        self.sudo().log_id = self.partner_id._log_reveal(reason)
        return {
            "type": "ir.actions.act_window",
            "name": self.partner_id.name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
