from functools import partial, wraps

from odoo import api, models, tools

# The registry's cache for what seldom changes. Odoo empties it in all its
# processes when one of them says that something did.
CACHE = "stable"
# Set in a transaction that has changed configuration itself.
CHANGED = "zrm_kept_changed"


def kept(*key):
    """Keeps what a method returns until any configuration changes.

    Like ``tools.ormcache``, and for the same kind of values: no records. But a
    transaction that has changed configuration looks past it until it ends, so
    that nothing is kept that may yet be rolled back.
    """

    def decorate(method):
        keeping = tools.ormcache(*key, cache=CACHE)(method)

        @wraps(keeping)
        def look_up(self, *args):
            if self.env.cr.postcommit.data.get(CHANGED):
                return method(self, *args)
            return keeping(self, *args)

        return look_up

    return decorate


class ZrmKeptMixin(models.AbstractModel):
    """Configuration that every case asks for and administrators seldom change.

    The values of the fields named in ``_kept`` are read once per process, for
    all records, and given to the ORM whenever it would go to the database for
    one of them. Only with ``sudo()``: what others may read is still decided
    query by query. Writing to any record of such a model forgets everything
    kept, so a change acts at once.
    """

    _name = "zrm.kept.mixin"
    _description = "Configuration Kept in Memory"

    # Stored, not translated and not computed.
    _kept = ()

    @api.model
    @kept()
    def _kept_values(self):
        """field name -> id -> value as the ORM caches it, of all records."""
        # By id: the model's own order may be what is being computed just now.
        everything = self.sudo().with_context(active_test=False)
        records = everything.search([("id", "!=", False)], order="id")
        records.fetch(self._kept)
        caches = {name: self._fields[name]._get_cache(records.env) for name in self._kept}
        return {name: {id_: cache[id_] for id_ in records._ids} for name, cache in caches.items()}

    @api.model
    def _usable_ids(self):
        """Ids of the records that are in use."""
        return {id_ for id_, active in self._kept_values()["active"].items() if active}

    def _looks_up(self, name=None):
        """Whether memory answers here, at all or for a field."""
        changed = self.env.cr.postcommit.data.get(CHANGED)
        return not changed and (name in self._kept if name else bool(self._kept))

    def exists(self):
        if not self._looks_up():
            return super().exists()
        known = self._kept_values()[self._kept[0]]
        return self.filtered(lambda record: not record.id or record.id in known)

    def _fetch_field(self, field):
        if not self.env.su or not self._looks_up(field.name):
            return super()._fetch_field(field)
        values = self._kept_values()[field.name]
        known = self.browse(id_ for id_ in self._ids if id_ in values)
        field._insert_cache(known, [values[id_] for id_ in known._ids])
        if unknown := self - known:
            return super(ZrmKeptMixin, unknown)._fetch_field(field)
        return None

    @api.model
    def _forget_kept(self):
        forget = partial(self.env.registry.clear_cache, CACHE)
        forget()
        postcommit = self.env.cr.postcommit
        if not postcommit.data.get(CHANGED):
            postcommit.data[CHANGED] = True
            # Meanwhile a request beside it may have kept again what it still saw.
            postcommit.add(forget)

    def _update_field_translations(self, *args, **kwargs):
        """The translation dialog writes past ``write``."""
        result = super()._update_field_translations(*args, **kwargs)
        self._forget_kept()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._forget_kept()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._forget_kept()
        return result

    def unlink(self):
        result = super().unlink()
        self._forget_kept()
        return result
