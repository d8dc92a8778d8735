from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import SQL

from ...append_only import append_only


class ZrmAccessLog(models.Model):
    """The access log: who saw or revealed which data of whom, when and why.

    Append-only, by the ORM and a database trigger. The only exception: merging two files
    moves the entries to the remaining one.
    """

    _name = "zrm.access.log"
    _description = "Access Log"
    _inherit = ["zrm.guarded.mixin", "zrm.jalali.period.mixin"]
    _is_created_by_server = True
    _order = "id desc"
    _rec_name = "partner_name"
    _jalali_date_field = "logged_at"

    logged_at = fields.Datetime(
        string="When", required=True, default=fields.Datetime.now, index=True, readonly=True
    )
    user_id = fields.Many2one(
        "res.users", string="Who", required=True, index=True, readonly=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", string="Person Concerned", index=True, readonly=True, ondelete="set null"
    )
    partner_name = fields.Char(string="Person Concerned (name)", readonly=True)
    kind = fields.Selection(
        [
            ("reveal", "Identity number revealed"),
            ("export", "Exported"),
            ("lookup", "Many identity numbers looked up"),
            ("contact", "Contact data changed"),
            ("means", "Income and grants of a household seen"),
        ],
        string="What",
        required=True,
        index=True,
        readonly=True,
    )
    reason = fields.Char(string="Why", readonly=True)
    detail = fields.Char(readonly=True, help="Exported columns and the like.")
    address = fields.Char(string="Network Address", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True, index=True, ondelete="restrict")

    def init(self):
        moves_file = "(to_jsonb(NEW) - 'partner_id') = (to_jsonb(OLD) - 'partner_id')"
        self.env.cr.execute(append_only(self._table, SQL(moves_file)))

    @api.model
    def _log(self, kind, partners, reason="", detail=""):
        """Writes one entry for each partner.

        :param str kind: one of the kinds above
        :param partners: those whose data was seen; nobody gives one entry without a person
        :param str reason: why, in the user's words
        :param str detail: details
        """
        common = {**self._log_vals(kind), "reason": reason, "detail": detail}
        # sudo: no user may write entries; they are created by this method only.
        return self.sudo().create(
            [
                {**common, "partner_id": partner.id, "partner_name": partner.name}
                for partner in partners.sudo() or [partners]
            ]
        )

    @api.model
    def _log_lookups(self, count):
        """Logs that this user looked up many identity numbers within an hour.

        In a transaction of its own, as the look-up may be refused and rolled back, and
        searches may not write.

        :param int count: how many by now
        """
        vals = self._log_vals("lookup")
        vals["detail"] = self.env._("%s different numbers within an hour", count)
        with self.env.registry.cursor() as cr:
            self.with_env(api.Environment(cr, SUPERUSER_ID, {})).create(vals)

    @api.model
    def _log_vals(self, kind):
        """Who does what, and from where."""
        return {
            "kind": kind,
            "user_id": self.env.uid,
            "address": request.httprequest.remote_addr if request else False,
            "company_id": self.env.company.id,
        }

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("The access log cannot be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Nothing can be removed from the access log."))
