from odoo import api, models


class ZrmGuardedMixin(models.AbstractModel):
    """Fields that only the server's own code fills.

    A model's ``create`` and ``write`` can refuse values of a request, but not defaults:
    every employee may send ``default_x`` in the context, and store defaults of their own
    (``ir.default``) for any field. Here such fields get the default of the model alone.
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
    def default_get(self, fields):
        guarded = self._guarded_fields()
        values = super().default_get([name for name in fields if name not in guarded])
        for name in guarded.intersection(fields):
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self, validate=False)
                values[name] = field.convert_to_write(value, self)
        return values
