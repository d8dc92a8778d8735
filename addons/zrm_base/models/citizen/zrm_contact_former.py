from odoo import api, fields, models
from odoo.fields import Domain

KINDS = {
    "phone": "phone_sanitized",
    "landline": "landline_sanitized",
    "email": "email_normalized",
}


class ZrmContactFormer(models.Model):
    """An address of a file that was merged into another one.

    It goes on finding the person and opening their cases, as before the merge.
    """

    _name = "zrm.contact.former"
    _description = "Former Address"
    _allow_sudo_commands = False
    _order = "id desc"
    _rec_name = "value"

    partner_id = fields.Many2one("res.partner", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(
        [("phone", "Phone"), ("landline", "Landline"), ("email", "E-mail")], required=True
    )
    value = fields.Char(required=True, help="In normal form.")

    _once = models.UniqueIndex("(value, kind, partner_id)")

    @api.model
    def _keep(self, sources, target):
        """Keeps the proved addresses of files that are about to be merged.

        :param sources: the files that go
        :param target: the file that stays
        """
        known = {(row.kind, row.value) for row in self.search([("partner_id", "=", target.id)])}
        rows = []
        for source in sources:
            for kind, name in KINDS.items():
                value = source[name]
                is_proved = kind == "landline" or not source._is_claimed(kind)
                if value and is_proved and value != target[name] and (kind, value) not in known:
                    known.add((kind, value))
                    rows.append({"partner_id": target.id, "kind": kind, "value": value})
        for row in self.search([("partner_id", "in", sources.ids)]):
            if (row.kind, row.value) not in known:
                known.add((row.kind, row.value))
                row.partner_id = target
            else:
                row.unlink()
        return self.create(rows)


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _former_domain(self, value, kinds=("phone", "landline")):
        """The citizens who had this address in a file that was merged into theirs.

        :param str value: in normal form
        """
        # sudo: looks up ids only; the enclosing search applies the user's rules.
        rows = (
            self.env["zrm.contact.former"]
            .sudo()
            ._search([("value", "=", value), ("kind", "in", kinds)])
        )
        return Domain("id", "in", rows.subselect("partner_id"))

    def _former_numbers(self, limit):
        """Former telephone numbers, the latest first; call it as superuser."""
        rows = self.env["zrm.contact.former"].search(
            [("partner_id", "in", self.ids), ("kind", "in", ("phone", "landline"))], limit=limit
        )
        return rows.mapped("value")
