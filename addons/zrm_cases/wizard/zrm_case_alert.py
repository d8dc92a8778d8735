from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..const import FINAL_STATES, OURS

SHOWN = 10


class ZrmCaseAlert(models.TransientModel):
    """A message to all affected citizens: of a systemic problem, or of a subject and
    region. Shows the recipients before sending."""

    _name = "zrm.case.alert"
    _description = "Message to Affected Citizens"

    parent_id = fields.Many2one("zrm.case", string="Systemic Problem")
    subject_id = fields.Many2one("zrm.subject")
    region_id = fields.Many2one("zrm.region")
    days = fields.Integer(string="Registered Within (days)", default=30, required=True)
    only_open = fields.Boolean(string="Open Cases Only", default=True)
    text = fields.Text(string="Message")
    is_previewed = fields.Boolean()
    sent_as = fields.Json(readonly=True, help="The message sent from this dialog.")
    case_count = fields.Integer(string="Cases", compute="_compute_reach")
    partner_count = fields.Integer(string="Citizens", compute="_compute_reach")
    case_ids = fields.Many2many("zrm.case", string="First Cases", compute="_compute_reach")

    def _domain(self):
        self.ensure_one()
        domain = Domain("is_anonymous", "=", False)
        if self.parent_id:
            domain &= Domain("parent_id", "=", self.parent_id.id) | Domain(
                "id", "=", self.parent_id.id
            )
        else:
            domain &= Domain(
                "received_at", ">=", fields.Datetime.now() - timedelta(days=max(self.days, 1))
            )
        if self.subject_id:
            domain &= Domain("subject_id", "child_of", self.subject_id.id)
        if self.region_id:
            domain &= Domain("region_id", "child_of", self.region_id.id)
        if self.only_open:
            domain &= Domain("state", "not in", FINAL_STATES)
        return domain

    def _cases(self):
        """The cases whose citizens the user may write to; none until something is chosen.

        Only readable cases of the user's own units, or linked to a systemic problem that
        one of these units holds. A copy gives read access only.
        """
        if not (self.parent_id or self.subject_id or self.region_id):
            return self.env["zrm.case"]
        domain = self._domain()
        if not (self.parent_id and self.parent_id.is_for_me):
            domain &= Domain("is_for_me", "=", True)
        return self.env["zrm.case"].search(domain)

    @api.depends("parent_id", "subject_id", "region_id", "days", "only_open")
    def _compute_reach(self):
        for alert in self:
            cases = alert._cases()
            alert.case_count = len(cases)
            alert.case_ids = cases[:SHOWN]
            people = cases.sudo()
            # Hidden reporters are counted separately: otherwise the number would show
            # whether one of them is among the citizens.
            hidden = people.filtered("is_reporter_hidden")
            named = (people - hidden).partner_id | people.joined_partner_ids
            alert.partner_count = len(named) + len(hidden.filtered("reporter_id"))

    @api.onchange("parent_id", "subject_id", "region_id", "days", "only_open", "text")
    def _onchange_reach(self):
        self.is_previewed = False

    def action_preview(self):
        self.ensure_one()
        self._check()
        self.is_previewed = True
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Message to Affected Citizens"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def action_send(self):
        """Sends the message to each citizen by their preferred channel and logs it in each
        case.

        Sending again from the same dialog (double click, lost reply) has no effect.
        """
        self.ensure_one()
        self._check()
        if not self.is_previewed:
            raise UserError(self.env._("Look at the preview first."))
        cases, message = self._cases(), self._message()
        if self.sent_as != message:
            # Locked: the second of two clicks waits here and finds the message sent.
            self.sent_as = message
            self.flush_recordset()
            # Events create the notices to the citizens.
            cases.with_context(zrm_matter=(OURS, None))._log_event(
                "informed", text=self.text.strip(), is_public=True
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": self.env._(
                    "A message is being sent to %(people)s citizens of %(cases)s cases.",
                    people=self.partner_count,
                    cases=len(cases),
                ),
                "type": "success",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _message(self):
        """The text and the cases of the message."""
        chosen = [self[name].id for name in ("parent_id", "subject_id", "region_id")]
        return [self.text.strip(), *chosen, self.days, self.only_open]

    def _check(self):
        if not self.env.user.has_group("zrm_base.group_manager"):
            raise AccessError(
                self.env._("Only managers and oversight can send messages to many citizens.")
            )
        if not (self.text or "").strip():
            raise UserError(self.env._("Write the message."))
        if not self.case_count:
            raise UserError(self.env._("Choose a problem, or a subject or region with cases."))
