from odoo import api, models


class ResPartner(models.Model):
    """Import template for citizens, for Odoo's own import."""

    _name = "res.partner"
    _inherit = ["zrm.import.template.mixin", "res.partner"]

    @api.model
    def _import_columns(self):
        if not self.env.context.get("default_is_citizen"):
            return super()._import_columns()
        return [
            ("name", "مریم احمدی"),
            (
                "citizen_type",
                dict(self._fields["citizen_type"]._description_selection(self.env))["person"],
            ),
            ("identity_number", "0499370899"),
            ("father_name", "حسن"),
            ("birth_date_text", "1365/07/12"),
            ("phone", "09121234567"),
            ("landline", "02188776655"),
            ("email", "maryam@example.com"),
            ("region_id", "THR-06"),
            ("street", "خیابان ولیعصر، پلاک ۱۰"),
            ("city", "تهران"),
            ("zip", "1969633651"),
        ]
