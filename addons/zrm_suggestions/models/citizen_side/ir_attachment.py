from odoo import api, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _zrm_file_models(self):
        """Files of suggestions lose place, time, device and author as those of cases do, when
        they are uploaded."""
        return (*super()._zrm_file_models(), "zrm.suggestion.draft", "zrm.suggestion")
