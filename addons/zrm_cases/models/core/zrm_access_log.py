from odoo import fields, models


class ZrmAccessLog(models.Model):
    _inherit = "zrm.access.log"

    kind = fields.Selection(
        selection_add=[("reporter", "Hidden reporter revealed")],
        # Entries remain unchanged after uninstalling this addon.
        ondelete={"reporter": lambda entries: None},
    )
