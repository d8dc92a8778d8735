import random
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

CALLBACK_STATES = [
    ("to_call", "To call"),
    ("reached", "Reached"),
    ("unreached", "Not reached"),
]
MAX_TRIES = 3


class ZrmCaseCallback(models.Model):
    """A call-back to a citizen who was answered and has given no verdict.

    Centres such as Tehran's 137 call a sample back every day. Each result is one click and
    counts like the citizen's own verdict by link or message.
    """

    _name = "zrm.case.callback"
    _description = "Call-back"
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin"]
    _is_created_by_server = True
    _order = "state desc, id"
    _rec_name = "case_id"

    case_id = fields.Many2one("zrm.case", required=True, index=True, ondelete="cascade")
    unit_id = fields.Many2one(related="case_id.unit_id", store=True, index=True)
    company_id = fields.Many2one(related="case_id.company_id", store=True, index=True)
    # With the user's rights: a request may name any case.
    phone = fields.Char(compute="_compute_phone")
    partner_id = fields.Many2one(related="case_id.partner_id", related_sudo=False)
    answer = fields.Text(related="case_id.answer", related_sudo=False)
    state = fields.Selection(CALLBACK_STATES, required=True, default="to_call", index=True)
    tries = fields.Integer(string="Number of Calls", readonly=True)
    called_at = fields.Datetime(readonly=True)
    called_by_id = fields.Many2one("res.users", readonly=True)
    stars = fields.Integer(help="One to five, as the citizen says.")
    comment = fields.Text(string="Citizen's Comment", help="Needed for an objection.")

    _one_open = models.UniqueIndex(
        "(case_id) WHERE state = 'to_call'", "This citizen is on the list already."
    )

    @api.model
    def _export_citizen_fields(self):
        return ["case_id.partner_id"]

    @api.depends("case_id")
    def _compute_phone(self):
        for call in self:
            partner = call.case_id.partner_id
            call.phone = partner.phone or partner.landline

    def write(self, vals):
        """Users may write only rating and comment; the result is set by the actions."""
        if not self.env.su and vals.keys() - {"stars", "comment"}:
            raise UserError(self.env._("Record the result by one of the buttons."))
        return super().write(vals)

    # ------------------------------------------------------------------
    # The list
    # ------------------------------------------------------------------

    @api.model
    def _to_sample(self, days):
        """Cases for call-backs: answered recently, without a verdict, with a phone number;
        never anonymous or confidential ones or those with a hidden reporter."""
        Case = self.env["zrm.case"]
        domain = [
            ("answered_at", ">=", fields.Datetime.now() - timedelta(days=days)),
            ("state", "in", ("answered", "closed")),
            ("verdict", "in", (False, "silent")),
            ("is_anonymous", "=", False),
            ("is_confidential", "=", False),
            ("is_reporter_hidden", "=", False),
            # A copy gives read access only.
            ("is_for_me", "=", True),
            ("partner_id.preferred_channel", "!=", "none"),
            "|",
            ("partner_id.phone", "!=", False),
            ("partner_id.landline", "!=", False),
        ]
        return Case.search([*domain, ("id", "not in", self._asked_already())])

    @api.model
    def _asked_already(self):
        """SQL: the cases whose answer has been asked about, or is on the list; a new answer
        after an objection is asked about anew."""
        self.flush_model(["case_id", "state", "called_at"])
        self.env["zrm.case"].flush_model(["answered_at"])
        return SQL(
            """(
            SELECT call.case_id
              FROM zrm_case_callback call
              JOIN zrm_case asked ON asked.id = call.case_id
             WHERE call.state = 'to_call' OR call.called_at >= asked.answered_at
            )"""
        )

    @api.model
    def _draw(self, count, days=7):
        """Adds a random sample of the cases that the user may see to the list.

        :param int count: at most so many
        :param int days: answered within so many days
        :return: the new calls
        """
        cases = self._to_sample(days)
        chosen = random.sample(cases.ids, min(count, len(cases)))
        # sudo: users cannot create calls, so that nobody chooses the cases.
        calls = self.sudo().create([{"case_id": case_id} for case_id in chosen])
        return calls.with_env(self.env)

    # ------------------------------------------------------------------
    # Results
    # ------------------------------------------------------------------

    def action_accepted(self):
        for call in self._open():
            call.case_id._accept_answer(call.stars, call.comment or "", by_phone=True)
            call._done("reached")
        return True

    def action_not_solved(self):
        for call in self._open():
            if not (call.comment or "").strip():
                raise UserError(self.env._("Write what is not solved, as the citizen says it."))
            call.case_id._object_to_answer(call.comment, call.stars, by_phone=True)
            call._done("reached")
        return True

    def action_not_reached(self):
        """Counts an unsuccessful attempt; after three the call is closed as not reached."""
        for call in self._open():
            call.sudo().tries += 1  # the rights were checked above
            if call.tries >= MAX_TRIES:
                call._done("unreached")
        return True

    def _open(self):
        self.check_access("write")
        for call in self:
            if call.state != "to_call":
                raise UserError(self.env._("This call is done already."))
            # Everybody who may read the case may work through the list, but for those whose
            # answer is judged.
            call.case_id.check_access("read")
            if self.env.user in call.case_id._people_of_the_answer():
                raise UserError(
                    self.env._("It is your answer that is judged; a colleague makes this call.")
                )
        return self

    def _done(self, state):
        # sudo: users cannot write these fields; _open has checked the rights.
        self.sudo().write(
            {
                "state": state,
                "called_at": fields.Datetime.now(),
                "called_by_id": self.env.uid,
            }
        )
