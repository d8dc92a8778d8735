from odoo import api, fields, models


class ZrmRelationType(models.Model):
    """A type of kinship or representation, with a name for each side.

    In the file of A, the relation "B is A's ``name``" is listed; in the file
    of B the same one reads "A is B's ``inverse_name``".
    """

    _name = "zrm.relation.type"
    _description = "Relation Type"
    _allow_sudo_commands = False
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, help="What the relative is: parent, guardian")
    inverse_name = fields.Char(
        string="Inverse",
        compute="_compute_inverse_name",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        translate=True,
        help="What the person is to that relative: child, ward",
    )
    is_symmetric = fields.Boolean(
        string="Same Both Ways", help="Spouse, sibling: one name serves both sides."
    )
    is_family = fields.Boolean(string="Family", default=True)
    generation = fields.Selection(
        [("above", "Above"), ("same", "Same"), ("below", "Below")],
        default="same",
        required=True,
        help="Position of the person with this role in the family overview.",
    )
    acts_for = fields.Boolean(
        string="May Act For",
        help="The person with this role (guardian, representative) may report and follow "
        "cases of the other.",
    )
    code = fields.Char(help="Lasting name of the type, used by imports.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "This code belongs to another relation type already."
    )

    @api.depends("name", "is_symmetric")
    def _compute_inverse_name(self):
        for relation_type in self:
            if relation_type.is_symmetric:
                relation_type.inverse_name = relation_type.name
            else:
                relation_type.inverse_name = relation_type.inverse_name

    @api.depends("name", "inverse_name")
    def _compute_display_name(self):
        for relation_type in self:
            if relation_type.is_symmetric:
                relation_type.display_name = relation_type.name
            else:
                relation_type.display_name = f"{relation_type.name} ↔ {relation_type.inverse_name}"

    def _generation(self, is_inverse):
        """The relative's generation, seen from either side."""
        self.ensure_one()
        turned = {"above": "below", "below": "above", "same": "same"}
        return turned[self.generation] if is_inverse else self.generation

    def _label(self, is_inverse):
        """The name of the relative, seen from either side."""
        self.ensure_one()
        return self.inverse_name if is_inverse else self.name
