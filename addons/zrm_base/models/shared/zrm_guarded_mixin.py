from odoo import api, models, tools
from odoo.exceptions import UserError


class ZrmGuardedMixin(models.AbstractModel):
    """Fields that only the server's own code fills.

    A model's ``create`` and ``write`` can refuse values of a request, but not defaults:
    every employee may send ``default_x`` in the context, and store defaults of their own
    (``ir.default``) for any field. Here such fields get the default of the model alone.

    What is derived from other fields and stored nobody sets at all: Odoo takes a written value
    for the derived one, and record rules and limits read it.
    """

    _name = "zrm.guarded.mixin"
    _description = "Fields Filled by the Server"
    # Records that only our own code creates take no defaults of requests at all.
    _is_created_by_server = False
    # Commands of a form written as superuser go by the user's own rights.
    _allow_sudo_commands = False

    @api.model
    def _guarded_fields(self):
        """Hook: names of the fields that requests do not set."""
        return frozenset(self._fields if self._is_created_by_server else ())

    @api.model
    def _without_guarded(self, vals_list):
        """Values for ``create`` without those that requests of users do not set."""
        if self.env.su:
            return vals_list
        guarded = self._guarded_fields()
        return [
            {name: value for name, value in vals.items() if name not in guarded}
            for vals in vals_list
        ]

    @api.model
    @tools.ormcache()
    def _derived_fields(self):
        return frozenset(
            name
            for name, field in self._fields.items()
            if field.store and field.compute and field.readonly and not field.inverse
        )

    @api.model
    def _refuse_derived(self, vals):
        """:raise UserError: names the fields that follow from others"""
        if not self.env.su and (touched := self._derived_fields() & vals.keys()):
            labels = [self._fields[name]._description_string(self.env) for name in sorted(touched)]
            raise UserError(
                self.env._("%s follows from other fields; leave it out.", ", ".join(labels))
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_derived(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_derived(vals)
        return super().write(vals)

    @api.model
    def default_get(self, fields):
        guarded = self._guarded_fields() | self._derived_fields()
        values = super().default_get([name for name in fields if name not in guarded])
        for name in guarded.intersection(fields):
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, validate=False)
                values[name] = field.convert_to_write(value, self)
        return values
