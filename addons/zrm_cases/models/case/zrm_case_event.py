from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from odoo.addons.zrm_base.append_only import append_only

from ...const import EVENT_KINDS, REDACTED


class ZrmCaseEvent(models.Model):
    """An event in a case's history: what, when, who, from which unit and step to which.

    Append-only, in the ORM and by a database trigger. It feeds the citizen's timeline
    (public entries), the bottleneck reports and the audit. The only change allowed is
    redacting a text, which is logged (``_redact``).
    """

    _name = "zrm.case.event"
    _description = "Case Event"
    _inherit = ["zrm.record.mixin", "zrm.export.log.mixin"]
    _is_final = True
    _order = "case_id, id"
    _rec_name = "kind"

    case_id = fields.Many2one(
        "zrm.case", required=True, index=True, ondelete="restrict", readonly=True
    )
    at = fields.Datetime(string="When", required=True, default=fields.Datetime.now, readonly=True)
    kind = fields.Selection(EVENT_KINDS, string="What", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True, ondelete="restrict")
    from_unit_id = fields.Many2one("zrm.unit", readonly=True, ondelete="restrict")
    to_unit_id = fields.Many2one("zrm.unit", readonly=True, ondelete="restrict")
    from_step_id = fields.Many2one("zrm.process.step", readonly=True, ondelete="restrict")
    to_step_id = fields.Many2one("zrm.process.step", readonly=True, ondelete="restrict")
    channel_id = fields.Many2one(
        "zrm.channel",
        readonly=True,
        ondelete="restrict",
        help="How the citizen said it, where staff recorded it.",
    )
    is_public = fields.Boolean(string="Public", readonly=True)
    text = fields.Text(readonly=True, help="For public entries, what the citizen reads.")

    def init(self):
        redacts = SQL(
            """
            (current_setting('zrm.redaction', true) = '1' AND NEW.text = %s
             AND (to_jsonb(NEW) - 'text') = (to_jsonb(OLD) - 'text'))
            """,
            REDACTED,
        )
        self.env.cr.execute(append_only(self._table, redacts))

    @api.model
    def _export_citizen_fields(self):
        return ["case_id.partner_id"]

    @api.model
    def _record(self, vals_list):
        """Adds events and queues the notices for the public ones.

        :param list vals_list: values without ``user_id``
        """
        # sudo: only the actions write events. Portal and public users are not named, so a
        # hidden reporter stays hidden.
        author = self.env.uid if self.env.user._is_internal() else SUPERUSER_ID
        events = self.sudo().create([{"user_id": author, **vals} for vals in vals_list])
        self.env["zrm.case.notice"]._queue(events)
        return events

    def _redact(self, reason):
        """Redacts texts of the history; for oversight.

        The events remain, a marker replaces their text, and a further event says who
        redacted it and why. Messages already sent and the conversation are not changed.

        :param str reason: why, in the user's words; every reader of the history sees it
        :raise AccessError: for users without the oversight role
        :raise UserError: without a reason, or when an event has no text
        """
        if not self.env.su and not self.env.user.has_group("zrm_base.group_oversight"):
            raise AccessError(self.env._("Only oversight can redact the history of a case."))
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Enter the reason for the redaction."))
        if not all(event.text for event in self):
            raise UserError(self.env._("There is no text to redact."))
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                """
                SELECT set_config('zrm.redaction', '1', true);
                UPDATE zrm_case_event SET text = %s WHERE id IN %s;
                SELECT set_config('zrm.redaction', '', true);
                """,
                REDACTED,
                tuple(self.ids),
            )
        )
        self.invalidate_recordset(["text"])
        # The id says which event was redacted, if there are several.
        self._record(
            [
                {
                    "case_id": event.case_id.id,
                    "kind": "redacted",
                    "text": f"{reason.strip()} (#{event.id})",
                }
                for event in self
            ]
        )

    @api.model
    def _kept_words(self):
        return self.env._("The history of a case cannot be changed.")
