from odoo import api, fields, models
from odoo.exceptions import UserError

from ..const import CITIZEN_TYPES, GENDERS, IDENTITY_TYPES

REGISTER_FIELDS = (
    "citizen_type",
    "name",
    "identity_type",
    "identity_number",
    "father_name",
    "birth_date_text",
    "gender",
    "phone",
    "region_id",
)


class ZrmCitizenFind(models.TransientModel):
    """Find a citizen by number or name, or register them on the spot."""

    _name = "zrm.citizen.find"
    _description = "Find or Register a Citizen"

    query = fields.Char(string="Find", help="National ID, phone number or name")
    result_ids = fields.Many2many("res.partner", compute="_compute_result_ids")
    searched = fields.Boolean(compute="_compute_result_ids")
    is_new = fields.Boolean(string="Register a new citizen")

    citizen_type = fields.Selection(CITIZEN_TYPES, default="person", required=True)
    name = fields.Char()
    identity_type = fields.Selection(IDENTITY_TYPES)
    identity_number = fields.Char()
    father_name = fields.Char(string="Father's Name")
    birth_date_text = fields.Char(string="Date of Birth")
    gender = fields.Selection(GENDERS)
    phone = fields.Char()
    read_as = fields.Selection(
        [("phone", "Phone"), *IDENTITY_TYPES],
        string="Number Read as",
        readonly=True,
        help="What the number that was looked for is taken for.",
    )
    region_id = fields.Many2one("zrm.region")
    similar_ids = fields.Many2many("res.partner", compute="_compute_similar_ids")

    @api.depends("query")
    def _compute_result_ids(self):
        for wizard in self:
            wizard.result_ids = self.env["res.partner"]._find_citizens(wizard.query, limit=8)
            wizard.searched = bool(wizard.query)

    @api.depends("name", "phone", "is_new")
    def _compute_similar_ids(self):
        """Existing citizens who may be the one to register."""
        Partner = self.env["res.partner"]
        for wizard in self:
            similar = Partner
            if wizard.is_new and wizard.phone:
                similar |= Partner._find_citizens(wizard.phone, limit=3)
            if wizard.is_new and wizard.name:
                similar |= Partner._find_citizens(wizard.name, limit=3)
            wizard.similar_ids = similar

    @api.onchange("is_new")
    def _onchange_is_new(self):
        """Fills the form with the search input."""
        query = self.query or ""
        if not self.is_new or not query:
            return
        readings = self.env["res.partner"]._number_readings(query)
        if readings:
            self._read_number_as(readings[0])
        elif not self.name:
            self.name = query

    def _read_number_as(self, kind):
        """Puts the number that was looked for where this kind of number belongs."""
        self.read_as = kind
        if kind == "phone":
            Partner = self.env["res.partner"]
            self.phone = Partner._clean_phone(Partner._normalize_phone(self.query))
            self.identity_number = self.identity_type = False
        else:
            self.identity_number, self.identity_type, self.phone = self.query, kind, False

    def action_read_otherwise(self):
        """Reads the number as the next thing that it may be."""
        self.ensure_one()
        readings = self.env["res.partner"]._number_readings(self.query or "")
        if readings:
            position = readings.index(self.read_as) if self.read_as in readings else -1
            self._read_number_as(readings[(position + 1) % len(readings)])
        return self._reopen()

    @api.onchange("identity_number", "identity_type")
    def _onchange_identity_number(self):
        partner = self.env["res.partner"].new(
            {"identity_number": self.identity_number, "identity_type": self.identity_type}
        )
        warning = partner._onchange_identity_number()
        self.identity_type = partner.identity_type
        return warning

    def action_search(self):
        """Keeps the dialog open with the results of the new query."""
        return self._reopen()

    def action_new(self):
        self.is_new = True
        self._onchange_is_new()
        return self._reopen()

    def action_register(self):
        """Registers the citizen, or opens the existing file."""
        self.ensure_one()
        if not self.name:
            raise UserError(self.env._("Type the citizen's name."))
        vals = {}
        for name in REGISTER_FIELDS:
            if value := self[name]:
                vals[name] = value.id if name == "region_id" else value
        citizen = self.env["res.partner"]._find_or_register(vals)
        # Clear the number, as the row of the dialog remains for a time.
        self.write({"identity_number": False, "query": False})
        return citizen.action_open_citizen()

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "name": self.env._("Find or register a citizen"),
        }
