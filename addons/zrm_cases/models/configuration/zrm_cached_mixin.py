from functools import partial, wraps

from odoo import api, models, tools

# The registry's cache for rarely changed data; Odoo invalidates it in all processes.
CACHE = "stable"
# Set in a transaction that has changed configuration itself.
CHANGED = "zrm_configuration_changed"


def cached(*key):
    """``tools.ormcache`` for methods that compute from configuration.

    The values must be plain, no records. A transaction that has
    changed configuration computes anew until it ends, so that nothing is cached
    that may yet be rolled back.
    """

    def decorate(method):
        caching = tools.ormcache(*key, cache=CACHE)(method)

        @wraps(caching)
        def look_up(self, *args):
            if self._has_changed_configuration():
                return method(self, *args)
            return caching(self, *args)

        return look_up

    return decorate


class ZrmCachedMixin(models.AbstractModel):
    """Configuration that every case needs and administrators rarely change.

    The values of the fields named in ``_cached_fields`` are read once per process,
    for all records; :meth:`_cached` returns one of them, for code with superuser rights.
    Ordinary reads by users still go to the database. Writing to any record of such a model
    invalidates the cache, so a change takes effect at once.
    """

    _name = "zrm.cached.mixin"
    _description = "Cached Configuration"

    # Not translated: one value for all readers.
    _cached_fields = ()

    def _cached(self, name):
        """A field's plain value, from the cache.

        :param str name: one of ``_cached_fields``
        :return: the id of what a many2one points to, or False; a tuple of ids for
            the other relations, archived ones included; else the value itself
        """
        self.ensure_one()
        row = None if self._has_changed_configuration() else self._cached_rows().get(self.id)
        # The record may be newer than the cache of this process.
        return self._plain(name) if row is None else row[name]

    @api.model
    @cached()
    def _cached_rows(self):
        """``{id: {field: plain value}}`` of all records, archived ones included."""
        # Ordered by id: the model's own order may depend on a field that is just being
        # computed.
        everything = self.sudo().with_context(active_test=False)
        records = everything.search([("id", "!=", False)], order="id")
        records.fetch(self._cached_fields)
        return {
            record.id: {name: record._plain(name) for name in self._cached_fields}
            for record in records
        }

    def _plain(self, name):
        value, field = self.sudo().with_context(active_test=False)[name], self._fields[name]
        if not field.relational:
            return value
        if field.type == "many2one":
            return value.id
        # In their model's order, even if they were just created.
        return (value.sorted() if field.type == "one2many" else value)._ids

    @api.model
    @cached()
    def _usable_ids(self):
        """Ids of the records that are in use."""
        return frozenset(self.sudo().search([("active", "=", True)])._ids)

    @api.model
    def _has_changed_configuration(self):
        return bool(self.env.cr.postcommit.data.get(CHANGED))

    @api.model
    def _invalidate_configuration(self):
        invalidate = partial(self.env.registry.clear_cache, CACHE)
        invalidate()
        postcommit = self.env.cr.postcommit
        if not postcommit.data.get(CHANGED):
            postcommit.data[CHANGED] = True
            # A concurrent request may have cached the old values meanwhile.
            postcommit.add(invalidate)

    def _update_field_translations(self, *args, **kwargs):
        """The translation dialog does not call ``write``."""
        result = super()._update_field_translations(*args, **kwargs)
        self._invalidate_configuration()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._invalidate_configuration()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._invalidate_configuration()
        return result

    def unlink(self):
        result = super().unlink()
        self._invalidate_configuration()
        return result
