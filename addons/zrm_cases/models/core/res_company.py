from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    zrm_mail_nature_id = fields.Many2one(
        "zrm.nature", string="Nature of E-mails", help="Until screening says otherwise."
    )
    zrm_mail_subject_id = fields.Many2one(
        "zrm.subject", string="Subject of E-mails", help="Until screening says otherwise."
    )

    def _zrm_mail_nature(self):
        """What a message is until somebody has read it: a request."""
        self.ensure_one()
        return self.sudo().zrm_mail_nature_id or self.env.ref("zrm_cases.nature_request")

    def _zrm_mail_subject(self):
        """What a message is about until somebody has read it."""
        self.ensure_one()
        return self.sudo().zrm_mail_subject_id or self.env.ref("zrm_cases.subject_unclassified")
