from odoo import api, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _zrm_file_models(self):
        """Files lose their traces before the report is sent, when they are uploaded."""
        return (*super()._zrm_file_models(), "zrm.case.draft")
