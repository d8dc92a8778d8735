from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...const import EVENT_KINDS


class ZrmCaseEvent(models.Model):
    """One sentence of a case's story: what, when, who, from where to where.

    Append-only, in the ORM and by a database trigger. It feeds the citizen's
    timeline (public entries), the bottleneck reports and the audit.
    """

    _name = "zrm.case.event"
    _description = "Case Event"
    _order = "case_id, id"
    _rec_name = "kind"

    case_id = fields.Many2one(
        "zrm.case", required=True, index=True, ondelete="cascade", readonly=True
    )
    at = fields.Datetime(string="When", required=True, default=fields.Datetime.now, readonly=True)
    kind = fields.Selection(EVENT_KINDS, string="What", required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="Who", readonly=True, ondelete="restrict")
    from_unit_id = fields.Many2one("zrm.unit", readonly=True, ondelete="restrict")
    to_unit_id = fields.Many2one("zrm.unit", readonly=True, ondelete="restrict")
    from_step_id = fields.Many2one("zrm.process.step", readonly=True, ondelete="restrict")
    to_step_id = fields.Many2one("zrm.process.step", readonly=True, ondelete="restrict")
    is_public = fields.Boolean(string="Public", readonly=True)
    text = fields.Text(readonly=True, help="For public entries, what the citizen reads.")

    def init(self):
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION zrm_case_event_append_only() RETURNS trigger AS $$
                BEGIN RAISE EXCEPTION 'zrm_case_event is append-only';
                END $$ LANGUAGE plpgsql;
                DROP TRIGGER IF EXISTS zrm_case_event_append_only ON zrm_case_event;
                CREATE TRIGGER zrm_case_event_append_only BEFORE UPDATE
                    ON zrm_case_event FOR EACH ROW
                    EXECUTE FUNCTION zrm_case_event_append_only();
                """
            )
        )

    @api.model
    def _record(self, vals_list):
        """Adds sentences, and has citizens told of the public ones.

        :param list vals_list: values without ``user_id``
        """
        # Nobody writes the story but the verbs. A hidden reporter is not named.
        author = SUPERUSER_ID if self.env.user.share else self.env.uid
        events = self.sudo().create([{"user_id": author, **vals} for vals in vals_list])
        self.env["zrm.case.notice"]._queue(events)
        return events

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The story of a case cannot be rewritten."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The story of a case cannot be rewritten."))
