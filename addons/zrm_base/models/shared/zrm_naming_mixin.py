from odoo import api, models


class ZrmNamingMixin(models.AbstractModel):
    """For records of core that name contacts and are written by any employee.

    Core shows the names of those who stand in a record to whoever may read the record, so nobody
    puts a confidential file there that is not open to them.
    """

    _name = "zrm.naming.mixin"
    _description = "Names Contacts"

    @api.model_create_multi
    def create(self, vals_list):
        self._zrm_check_named(vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._zrm_check_named([vals])
        return super().write(vals)

    @api.model
    def _zrm_check_named(self, vals_list):
        """:raise AccessError: see ``_check_may_be_named`` of partners"""
        if self.env.su:
            return
        context, named = self.env.context, set()
        for name, field in self._fields.items():
            if field.comodel_name == "res.partner" and field.type in ("many2one", "many2many"):
                named |= self._zrm_ids(context.get(f"default_{name}"))
                for vals in vals_list:
                    named |= self._zrm_ids(vals.get(name))
        self.env["res.partner"].browse(named)._check_may_be_named()

    @api.model
    def _zrm_ids(self, value):
        """The ids in the value of a many2one, or in commands."""
        if isinstance(value, int):
            return {value} - {False}
        ids = set()
        for item in value if isinstance(value, list | tuple) else ():
            if isinstance(item, int):
                ids.add(item)
            elif isinstance(item, list | tuple) and item:
                ids.update(item[2] if item[0] == 6 else item[1:2] if item[0] == 4 else ())
        return ids
