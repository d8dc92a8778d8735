from odoo import api, models
from odoo.exceptions import UserError

from ...const import FINAL_STATES, SETTLED_STATES


class ZrmCase(models.Model):
    """What a form or a request may not write on a case, beside the fields of the actions."""

    _inherit = "zrm.case"

    @api.model
    def _check_named(self, vals):
        """Refuses to name citizens and cases that the user may not see.

        :raise AccessError: as reading them would
        """
        if self.env.su:
            return
        for name in ("partner_id", "parent_id"):
            # PostgreSQL also accepts a string of digits as an id.
            named = vals.get(name)
            if isinstance(named, str) and named.strip().isdigit():
                named = int(named)
            if isinstance(named, int) and named:
                self.env[self._fields[name].comodel_name].browse(named).check_access("read")
        joined = self.env["res.partner"].browse(
            id_
            for command in vals.get("joined_partner_ids") or ()
            if isinstance(command, list | tuple)
            for id_ in (command[2] or () if command[0] == 6 else command[1:2])
            if command[0] in (4, 6) and id_
        )
        joined.check_access("read")

    def _check_not_published(self, vals):
        """Refuses changes of text that the citizen has already received.

        :raise UserError: says how to change it instead
        """
        published_in = {
            "answer": SETTLED_STATES,
            "outcome": FINAL_STATES,
            "public_reason": FINAL_STATES,
        }
        for name in published_in.keys() & vals.keys():
            for case in self:
                if case.state in published_in[name] and (case[name] or "") != (vals[name] or ""):
                    raise UserError(
                        self.env._(
                            "The citizen has already received this. Reopen the case "
                            "%(number)s to change: %(field)s.",
                            number=case.number_spaced,
                            field=self._fields[name]._description_string(self.env),
                        )
                    )
