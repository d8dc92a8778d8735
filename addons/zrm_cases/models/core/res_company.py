from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    zrm_mail_nature_id = fields.Many2one(
        "zrm.nature", string="Nature of E-mails", help="Until it is changed in screening."
    )
    zrm_mail_subject_id = fields.Many2one(
        "zrm.subject", string="Subject of E-mails", help="Until it is changed in screening."
    )

    def _zrm_mail_nature(self):
        """The nature of incoming messages before screening: a request."""
        self.ensure_one()
        return self.sudo().zrm_mail_nature_id or self.env.ref("zrm_cases.nature_request")

    def _zrm_mail_subject(self):
        """The subject of incoming messages before screening."""
        self.ensure_one()
        return self.sudo().zrm_mail_subject_id or self.env.ref("zrm_cases.subject_unclassified")
