from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import persian

# Above this, two name keys are near-identical (0..1).
NEAR = 0.82
# A household shares a landline; a number with more owners is no sign of a duplicate.
MAX_BEARERS = 12
BATCH = 1000


class ZrmDuplicate(models.Model):
    """A pair of files that may be the same citizen, to be decided by a person.

    Pairs with two different identity numbers are never proposed.
    """

    _name = "zrm.duplicate"
    _description = "Possible Duplicate"
    _allow_sudo_commands = False
    _inherit = ["zrm.export.log.mixin"]
    _order = "score desc, id"
    _rec_name = "partner_id"

    partner_id = fields.Many2one(
        "res.partner", string="Citizen", required=True, index=True, ondelete="cascade"
    )
    other_id = fields.Many2one(
        "res.partner", string="Possible Duplicate", required=True, index=True, ondelete="cascade"
    )
    reason = fields.Selection(
        [
            ("name_birth", "Same name and date of birth"),
            ("name_phone", "Same mobile, similar name"),
            ("name_landline", "Same landline, similar name"),
            ("near_name_birth", "Similar name, same date of birth"),
            ("name_father", "Same name and father's name"),
        ],
        required=True,
        index=True,
    )
    score = fields.Float(aggregator="avg", help="0 to 1; how alike the two names are.")
    state = fields.Selection(
        [("open", "To be decided"), ("distinct", "Two people")],
        default="open",
        required=True,
        index=True,
    )
    judged_by_id = fields.Many2one("res.users", string="Decided By", readonly=True)

    details = fields.Char(compute="_compute_details")
    other_details = fields.Char(compute="_compute_details", string="Duplicate's Details")

    _pair_uniq = models.UniqueIndex("(partner_id, other_id)")
    _pair_order = models.Constraint("CHECK (partner_id < other_id)")

    @api.depends("partner_id", "other_id")
    @api.depends_context("lang")
    def _compute_details(self):
        for pair in self:
            pair.details = pair.partner_id._distinguishing_details()
            pair.other_details = pair.other_id._distinguishing_details()

    @api.model
    def _export_citizen_fields(self):
        return ["partner_id", "other_id"]

    # ------------------------------------------------------------------
    # Search
    # ------------------------------------------------------------------

    @api.model
    def _cron_search(self):
        """Checks citizens that are new or changed since the last run, in batches; continues
        where it stopped."""
        parameters = self.env["ir.config_parameter"].sudo()
        since = parameters.get_param("zrm_base.duplicates_since", "1970-01-01 00:00:00")
        Partner = self.env["res.partner"]
        domain = [("is_citizen", "=", True), ("write_date", ">=", since)]
        ids = Partner._search(domain, order="write_date, id").get_result_ids()
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(ids))
        for start in range(0, len(ids), BATCH):
            batch = Partner.browse(ids[start : start + BATCH])
            self._search_for(batch)
            reached = fields.Datetime.to_string(batch[-1].write_date)
            parameters.set_param("zrm_base.duplicates_since", reached)
            if not cron._commit_progress(len(batch)):
                return

    def action_search(self):
        """Starts a complete search, regardless of the selection."""
        self.check_access("create")
        self._search_for(self.env["res.partner"].search([("is_citizen", "=", True)]))
        return {"type": "ir.actions.client", "tag": "reload"}

    @api.model
    def _search_for(self, citizens):
        """Creates the pairs of possible duplicates of these citizens.

        :return: the new pairs
        """
        self.env["res.partner"].flush_model()
        pairs = {}
        for partner_id, other_id, reason in self._candidates(citizens):
            pairs.setdefault((partner_id, other_id), reason)
        known = {
            (pair.partner_id.id, pair.other_id.id)
            for pair in self.search([("partner_id", "in", [pair[0] for pair in pairs])])
        }
        partners = self.env["res.partner"].browse({pid for pair in pairs for pid in pair})
        keys = {
            partner.id: persian.search_key(partner.name)
            for partner in partners.with_context(active_test=False)
        }
        vals_list = []
        for (partner_id, other_id), reason in sorted(pairs.items()):
            score = persian.similarity(keys[partner_id], keys[other_id])
            if (partner_id, other_id) in known or score < NEAR:
                continue
            vals_list.append(
                {
                    "partner_id": partner_id,
                    "other_id": other_id,
                    "reason": reason,
                    "score": score,
                }
            )
        return self.create(vals_list)

    @api.model
    def _candidates(self, citizens):
        """Pairs with a significant match, as ``(smaller id, larger id, reason)``."""
        if not citizens:
            return []
        shared = {
            "name_birth": "o.birth_date = p.birth_date AND o.name_key = p.name_key",
            "name_phone": (
                "o.phone_sanitized = p.phone_sanitized AND (SELECT count(*) FROM res_partner s "
                "WHERE s.phone_sanitized = p.phone_sanitized AND s.is_citizen IS TRUE "
                f"AND s.active) <= {MAX_BEARERS}"
            ),
            "name_landline": (
                "o.landline_sanitized = p.landline_sanitized AND (SELECT count(*) "
                "FROM res_partner s WHERE s.landline_sanitized = p.landline_sanitized "
                f"AND s.active) <= {MAX_BEARERS}"
            ),
            "near_name_birth": "o.birth_date = p.birth_date",
            "name_father": "o.name_key = p.name_key AND o.father_key = p.father_key "
            "AND (o.birth_date IS NULL OR p.birth_date IS NULL)",
        }
        rows = []
        for reason, condition in shared.items():
            # `condition` is one of the constants above.
            near = SQL("AND o.name_key %% p.name_key") if reason == "near_name_birth" else SQL()
            if near and not self.env.registry.has_trigram:
                continue
            rows += self.env.execute_query(
                SQL(
                    """
                    SELECT least(p.id, o.id), greatest(p.id, o.id), %s
                      FROM res_partner p
                      JOIN res_partner o
                        ON o.id <> p.id AND o.is_citizen IS TRUE AND o.active AND %s %s
                     WHERE p.id = ANY(%s) AND p.is_citizen IS TRUE AND p.active
                       AND p.name_key IS NOT NULL AND o.name_key IS NOT NULL
                       AND (p.national_id IS NULL OR o.national_id IS NULL
                            OR p.identity_type <> o.identity_type
                            OR p.national_id = o.national_id)
                       AND p.is_company IS NOT DISTINCT FROM o.is_company
                       AND (p.company_id IS NULL OR o.company_id IS NULL
                            OR p.company_id = o.company_id)
                    """,
                    reason,
                    SQL(condition),  # pylint: disable=sql-injection
                    near,
                    citizens.ids,
                )
            )
        return rows

    # ------------------------------------------------------------------
    # Decision
    # ------------------------------------------------------------------

    def action_distinct(self):
        """Marks the pair as two people; it is not proposed again."""
        return self.write({"state": "distinct", "judged_by_id": self.env.uid})

    def action_merge(self):
        """Opens Odoo's own merge with both files selected."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge the two files"),
            "res_model": "base.partner.merge.automatic.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {
                "active_model": "res.partner",
                "active_ids": (self.partner_id | self.other_id).ids,
            },
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_judged(self):
        if not self.env.su and any(pair.state == "distinct" for pair in self):
            raise UserError(
                self.env._("Decisions stay on record; otherwise the pair would be proposed again.")
            )
