import os

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.zrm_cases.const import OURS

from ..plan import name_key

# Key in the mapping's "defaults" → field of the run, and whether it may be made.
DEFAULTS = {
    "nature": ("nature_id", False),
    "channel": ("channel_id", False),
    "subject": ("subject_id", True),
    "unit": ("unit_id", True),
    "parent_unit": ("parent_unit_id", True),
}
OPTIONS = {"date_style", "encoding", "delimiter", "open_deadlines"}


class ZrmImport(models.Model):
    """The interface of the command line; the import itself is the same."""

    _inherit = "zrm.import"

    @api.model
    def _for_command(self, path, settings, source=None, limit=0):
        """The run for a file on this machine: the interrupted one, or a new one.

        :param dict settings: ``mapping`` (name of a saved one) or ``columns``
            (heading → field); ``defaults``, ``create`` (list of units, subjects,
            regions), and the fields in ``OPTIONS``
        :raise UserError: names what is missing or unknown
        """
        source = source or settings.get("source") or os.path.basename(path).split(".")[0]
        begun = self.search(
            [
                ("path", "=", path),
                ("source", "=", source),
                ("row_limit", "=", limit),
                ("state", "in", ("running", "paused", "failed")),
            ],
            limit=1,
        )
        if begun:
            begun._set({"state": "running", "problem": False})
            return begun
        vals = {"name": source, "source": source, "path": path, "row_limit": limit}
        vals.update({key: settings[key] for key in OPTIONS & settings.keys()})
        created = set(settings.get("create") or ())
        for kind in ("units", "subjects", "regions"):
            vals[f"creates_{kind}"] = kind in created
        vals.update(self._command_defaults(settings.get("defaults") or {}))
        if name := settings.get("mapping"):
            mapping = self.env["zrm.import.mapping"].search([("name", "=", name)])
            if not mapping:
                raise UserError(self.env._("There is no mapping “%s”.", name))
            vals["mapping_id"] = mapping.id
        run = self.with_context(zrm_import=OURS).create({**vals, "by_command": True})
        run = run.with_env(self.env)
        if columns := settings.get("columns"):
            run._name_columns(columns)
        run._check_ready(("draft",))
        run._set({"state": "running", "started_at": fields.Datetime.now()})
        return run

    def _name_columns(self, columns):
        headings = set(self.column_ids.mapped("name"))
        if missing := [heading for heading in columns if heading not in headings]:
            raise UserError(self.env._("The file has no column “%s”.", missing[0]))
        self.env["zrm.import.mapping"].new({"columns": columns})._check_columns()
        self.column_ids.target = False
        self.column_ids.flush_recordset()
        for column in self.column_ids:
            column.target = columns.get(column.name)

    @api.model
    def _command_defaults(self, defaults):
        vals = {}
        for key, text in defaults.items():
            if key not in DEFAULTS:
                raise UserError(
                    self.env._(
                        "“%(key)s” is no default; there are: %(known)s.",
                        key=key,
                        known=", ".join(DEFAULTS),
                    )
                )
            field, may_make = DEFAULTS[key]
            Model = self.env[self._fields[field].comodel_name]
            record = Model.search(["|", ("code", "=", text), ("name", "=", text)], limit=1)
            if not record and "kind" in Model._fields and not may_make:
                record = Model.search([("kind", "=", name_key(text))], limit=1)
            if not record:
                if not may_make:
                    raise UserError(self.env._("There is no nature or channel “%s”.", text))
                record = Model.create({"name": text})
            vals[field] = record.id
        return vals
