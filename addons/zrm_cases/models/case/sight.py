from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

# What an index row can hold. A case that went to more units than these is seen
# by the one that has it and by those it reached last.
MOST_UNITS = 300


class ZrmCase(models.Model):
    """Which units see a case, written on the case itself.

    Those that have it or a leg of it. Asked of the legs, that is a second look
    for every case of a list, however long; here one index answers, and a smaller
    one for open cases.
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
    # Whoever registered a case sees it as well.
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
