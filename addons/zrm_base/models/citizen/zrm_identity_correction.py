from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...const import GENDERS
from ...tools import persian

# Fields that can be corrected, with their name in the citizen's file.
CORRECTABLE = ("name", "father_name", "birth_date", "gender")
# Written by the actions alone.
DECISION = {"state", "decided_by_id", "decided_at"}


class ZrmIdentityCorrection(models.Model):
    """A citizen's request to correct identity data.

    Citizens change contact data themselves; identity data changes only after staff have
    compared it with a document.
    """

    _name = "zrm.identity.correction"
    _description = "Identity Correction"
    _allow_sudo_commands = False
    _inherit = [
        "zrm.guarded.mixin",
        "zrm.export.log.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "zrm.identity.mixin",
    ]
    _order = "id desc"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner",
        string="Citizen",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('is_citizen', '=', True)]",
    )
    company_id = fields.Many2one(related="partner_id.company_id", store=True, index=True)
    name = fields.Char(string="Correct Name", tracking=True)
    father_name = fields.Char(string="Correct Father's Name")
    birth_date = fields.Date(string="Correct Date of Birth")
    birth_date_text = fields.Char(
        compute="_compute_birth_date_text",
        inverse="_inverse_birth_date_text",
        string="Correct Birth Date",
        help="Solar Hijri (1365/07/12) or Gregorian (1986-10-04).",
    )
    gender = fields.Selection(GENDERS, string="Correct Gender")
    note = fields.Text(string="Explanation")
    state = fields.Selection(
        [("requested", "Requested"), ("approved", "Approved"), ("refused", "Refused")],
        default="requested",
        required=True,
        index=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    answer = fields.Text(
        string="Answer to the Citizen", help="Needed for a refusal: why, and what to bring."
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True, copy=False)
    decided_at = fields.Datetime(string="Decided on", readonly=True, copy=False)

    current_name = fields.Char(related="partner_id.name", related_sudo=False, string="Name on File")
    current_father_name = fields.Char(
        related="partner_id.father_name", related_sudo=False, string="Father's Name on File"
    )
    current_birth_date_text = fields.Char(
        related="partner_id.birth_date_text", related_sudo=False, string="Birth Date on File"
    )
    current_gender = fields.Selection(
        related="partner_id.gender", related_sudo=False, string="Gender on File"
    )
    current_identity_number = fields.Char(
        related="partner_id.identity_number", related_sudo=False, string="Number on File"
    )

    _one_open = models.UniqueIndex(
        "(partner_id) WHERE state = 'requested'",
        "A correction of this file was asked for already and waits for a decision.",
    )

    @api.depends("birth_date")
    @api.depends_context("lang")
    def _compute_birth_date_text(self):
        for request in self:
            request.birth_date_text = self.env["res.partner"]._format_date(request.birth_date)

    def _inverse_birth_date_text(self):
        for request in self:
            request.birth_date = self.env["res.partner"]._parse_date(request.birth_date_text)

    @api.onchange("birth_date_text")
    def _onchange_birth_date_text(self):
        self.birth_date = self.env["res.partner"]._parse_date(self.birth_date_text)

    @api.constrains("partner_id", "name", "father_name", "birth_date", "gender", "national_id")
    def _check_asks_something(self):
        for request in self.sudo():
            if not any(request[name] for name in (*CORRECTABLE, "national_id")):
                raise ValidationError(self.env._("Enter what is to be corrected."))

    @api.constrains("partner_id")
    def _check_citizen(self):
        if any(not request.partner_id.is_citizen for request in self.sudo()):
            raise ValidationError(self.env._("Corrections are asked for in citizens' files only."))

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | DECISION

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_forged(vals)
            for name in ("name", "father_name"):
                if vals.get(name):
                    vals[name] = persian.normalize_text(vals[name])
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_forged(vals)
        settled = {
            "note",
            "answer",
            "identity_type",
            "birth_date_text",
            "state",
            "partner_id",
            "identity_number",
            *CORRECTABLE,
        } & vals.keys()
        is_decided = any(request.state != "requested" for request in self)
        if settled and is_decided and not self.env.su:
            raise UserError(self.env._("This request is decided; a new one can be made."))
        return super().write(vals)

    def _refuse_forged(self, vals):
        """Only the actions may write the decision."""
        if DECISION & vals.keys() and not self.env.su:
            raise AccessError(self.env._("A correction is decided by its buttons only."))

    def action_approve(self):
        """Copies the requested values into the file.

        :raise UserError: when already decided, or decided by the person concerned
        """
        for request in self._lock_open():
            # sudo: the plain number is copied between restricted fields.
            asked = request.sudo()
            vals = {name: asked[name] for name in CORRECTABLE if asked[name]}
            if asked.national_id:
                vals.update(identity_type=asked.identity_type, national_id=asked.national_id)
            asked.partner_id.write(vals)
            request._decide("approved")
        return True

    def action_refuse(self):
        """Closes the request without changing the file; needs an answer."""
        for request in self._lock_open():
            if not request.answer:
                raise UserError(
                    self.env._("Write the citizen why, and which document to bring, then refuse.")
                )
            request._decide("refused")
        return True

    def action_reveal_identity(self):
        return self.partner_id.action_reveal_identity()

    def _lock_open(self):
        """The open ones among these, locked against concurrent decisions."""
        self.check_access("write")
        self.lock_for_update()
        if any(request.state != "requested" for request in self):
            raise UserError(self.env._("This request is decided already."))
        self.partner_id.check_access("write")
        user = self.env.user
        if any(
            user.partner_id == request.partner_id or user == request.create_uid for request in self
        ):
            raise UserError(
                self.env._("Nobody decides on their own file or request; ask a colleague.")
            )
        return self

    def _decide(self, state):
        self.ensure_one()
        # sudo: only these actions may write the state.
        self.sudo().write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": fields.Datetime.now(),
            }
        )
