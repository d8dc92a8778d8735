from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# Limit of an index row. A case referred to more units is visible to its current unit and
# the latest ones.
MOST_UNITS = 300


class ZrmCase(models.Model):
    """The units that may see a case: those that hold it or have a referral of it.

    Stored on the case, so that record rules of long lists need one index instead of a
    look-up of referrals per case.
    """

    _inherit = "zrm.case"

    sight_key = fields.Char(
        compute="_compute_sight_key",
        store=True,
        precompute=True,
        copy=False,
        export_string_translation=False,
    )
    sight_unit_ids = fields.Many2many(
        "zrm.unit",
        string="Units That See It",
        compute="_compute_sight_unit_ids",
        search="_search_sight_unit_ids",
        export_string_translation=False,
    )

    _sight_idx = models.Index("USING gin (string_to_array(sight_key, ',')) WITH (fastupdate = off)")
    _sight_open_idx = models.Index(
        "USING gin (string_to_array(sight_key, ',')) WITH (fastupdate = off) "
        "WHERE state NOT IN ('closed', 'rejected')"
    )
    # The user who registered a case may see it as well.
    _create_uid_idx = models.Index("(create_uid)")
    _create_uid_open_idx = models.Index("(create_uid) WHERE state NOT IN ('closed', 'rejected')")

    @api.depends("unit_id", "referral_ids.unit_id")
    def _compute_sight_key(self):
        for case in self:
            legs = case.referral_ids.sorted("id", reverse=True)
            units = (case.unit_id | legs.unit_id)[:MOST_UNITS]
            case.sight_key = ",".join(map(str, sorted(units.ids)))

    @api.depends("sight_key")
    def _compute_sight_unit_ids(self):
        for case in self:
            keys = (case.sight_key or "").split(",")
            case.sight_unit_ids = [(6, 0, [int(key) for key in keys if key])]

    def _search_sight_unit_ids(self, operator, value):
        if operator != "in":
            return NotImplemented
        keys = [str(unit_id) for unit_id in value if unit_id]
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "string_to_array(%s, ',') && %s",
                model._field_to_sql(alias, "sight_key", query),
                keys,
            )
        )
