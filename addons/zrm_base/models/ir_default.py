from odoo import api, models, tools


class IrDefault(models.Model):
    _inherit = "ir.default"

    @api.model
    def _get(self, model_name, field_name, user_id=False, company_id=False, condition=False):
        """Every page of citizens asks for everybody's default language, some of
        them twice; it is looked up once and forgotten when any default changes."""
        is_asked = (model_name, field_name) == ("res.partner", "lang")
        if is_asked and not (user_id or company_id or condition):
            return self._default_lang()
        return super()._get(model_name, field_name, user_id, company_id, condition)

    @api.model
    @tools.ormcache()
    def _default_lang(self):
        # Core's own look-up, which the method above stands before.
        return super()._get("res.partner", "lang")  # pylint: disable=super-method-mismatch
