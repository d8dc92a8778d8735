from odoo import api, models
from odoo.exceptions import UserError


class ZrmRecordMixin(models.AbstractModel):
    """Rows that say what happened: the server creates them, they are never removed, and users
    change them only by the verbs, which write as superuser after their own check."""

    _name = "zrm.record.mixin"
    _description = "Kept on Record"
    _inherit = ["zrm.guarded.mixin"]
    _is_created_by_server = True

    # Not even the server changes them afterwards.
    _is_final = False

    def write(self, vals):
        if self._is_final or not self.env.su:
            raise UserError(self._kept_words())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._kept_words())

    @api.model
    def _kept_words(self):
        """Hook: what a user reads who tries to change or remove such a row."""
        return self.env._("This stays on record as it is; use the buttons.")
