import io
import os
from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import human_size

from odoo.addons.zrm_cases.const import OURS

from ..const import DATE_STYLES, STATES, TRIAL_AT_ONCE, UPLOAD_LIMIT
from ..domain.guess import guess
from ..domain.table import Table, TableError

# Fields that only a run may write; see write().
RUN_FIELDS = {
    "state",
    "path",
    "trial",
    "survey",
    "row_count",
    "started_at",
    "ended_at",
    "by_command",
}
# Fields that cannot change after the run has begun.
SETTINGS = {
    "file", "filename", "source", "encoding", "delimiter", "date_style", "column_ids", "nature_id",
    "channel_id", "subject_id", "unit_id", "parent_unit_id", "creates_units", "creates_subjects",
    "creates_regions", "open_deadlines", "row_limit", "company_id",
}  # fmt: skip
SAMPLES = 3


class ZrmImport(models.Model):
    """The import of a file with past cases.

    Preparation → trial, which changes nothing → run in the background → report.
    ``zrm_import_trial`` predicts the result, ``zrm_import_run`` imports,
    ``zrm_import_report`` returns the refused rows.
    """

    _name = "zrm.import"
    _description = "Import of Past Cases"
    _inherit = ["zrm.guarded.mixin"]
    _order = "id desc"

    name = fields.Char(required=True, default=lambda self: self.env._("Past cases"))
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, index=True)
    file = fields.Binary(attachment=True, help="CSV or XLSX; also packed: xz, gz, bz2, zip.")
    filename = fields.Char()
    # Read from the server's disk, so only the command line may set it.
    path = fields.Char(string="File on the Server", readonly=True, copy=False)
    source = fields.Char(
        help="A short name of the system it comes from. With the external reference it "
        "identifies existing cases; use the same one for all files of that system.",
    )
    encoding = fields.Char(help="Empty: detected. Otherwise such as utf-8 or cp1256.")
    delimiter = fields.Char(size=1, help="Empty: detected.")
    date_style = fields.Selection(DATE_STYLES, required=True, default="iso", string="Dates Are")
    mapping_id = fields.Many2one("zrm.import.mapping", ondelete="set null")
    column_ids = fields.One2many("zrm.import.column", "import_id", string="Columns")
    nature_id = fields.Many2one(
        "zrm.nature", required=True, ondelete="restrict", string="Nature, When Empty",
        default=lambda self: self.env["zrm.nature"].search([("kind", "=", "request")], limit=1),
    )  # fmt: skip
    channel_id = fields.Many2one(
        "zrm.channel", required=True, ondelete="restrict", string="Channel, When Empty",
        default=lambda self: self.env["zrm.channel"].search([("kind", "=", "letter")], limit=1),
    )  # fmt: skip
    subject_id = fields.Many2one(
        "zrm.subject", ondelete="restrict", string="Subject, When Empty",
        help="Without one, rows without a subject are refused.",
    )  # fmt: skip
    unit_id = fields.Many2one(
        "zrm.unit", ondelete="restrict", string="Unit, When Empty",
        help="Without one, routing decides.",
    )  # fmt: skip
    parent_unit_id = fields.Many2one(
        "zrm.unit", ondelete="restrict", string="New Units Belong to",
        default=lambda self: self.env["zrm.unit"].search([("parent_id", "=", False)], limit=1),
    )  # fmt: skip
    creates_units = fields.Boolean(string="Create Units")
    creates_subjects = fields.Boolean(string="Create Subjects")
    creates_regions = fields.Boolean(string="Create Regions")
    open_deadlines = fields.Selection(
        [("none", "None"), ("today", "Count from today")],
        required=True,
        default="none",
        string="Deadlines of Open Cases",
        help="Closed cases have no deadline.",
    )
    row_limit = fields.Integer(string="Only the First Rows", help="0: all.")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    by_command = fields.Boolean(readonly=True, copy=False)

    trial = fields.Json(string="What the Trial Found", readonly=True, copy=False)
    trial_html = fields.Html(compute="_compute_trial_html", sanitize=False, string="Trial")
    # The result of the first pass, needed until the end of the run.
    survey = fields.Json(readonly=True, copy=False)
    row_count = fields.Integer(string="Read", readonly=True, copy=False)
    started_at = fields.Datetime(readonly=True, copy=False)
    ended_at = fields.Datetime(readonly=True, copy=False)
    problem = fields.Char(readonly=True, copy=False)
    batch_ids = fields.One2many("zrm.import.batch", "import_id", readonly=True)
    row_ids = fields.One2many("zrm.import.row", "import_id", readonly=True)
    refused_file = fields.Binary(attachment=True, readonly=True, copy=False)
    refused_filename = fields.Char(readonly=True, copy=False)
    differing_file = fields.Binary(attachment=True, readonly=True, copy=False)
    differing_filename = fields.Char(readonly=True, copy=False)
    done_count = fields.Integer(compute="_compute_counts", string="Done")
    registered_count = fields.Integer(compute="_compute_counts", string="Registered")
    there_count = fields.Integer(compute="_compute_counts", string="Already There")
    refused_count = fields.Integer(compute="_compute_counts", string="Refused")
    differing_count = fields.Integer(compute="_compute_counts", string="Differing")
    progress = fields.Float(compute="_compute_counts", aggregator=False)
    pace = fields.Float(compute="_compute_counts", string="Rows a Second", aggregator=False)

    _waiting = models.Index("(id) WHERE state IN ('trying', 'running')")

    @api.depends("row_count", "batch_ids", "row_ids", "started_at", "ended_at")
    def _compute_counts(self):
        sums = {
            run.id: numbers
            for run, *numbers in self.env["zrm.import.batch"]._read_group(
                [("import_id", "in", self.ids)],
                ["import_id"],
                ["last:max", "registered:sum", "there:sum", "refused:sum"],
            )
        }
        differing = dict(
            self.env["zrm.import.row"]._read_group(
                [("import_id", "in", self.ids), ("is_refused", "=", False)],
                ["import_id"],
                ["__count"],
            )
        )
        for run in self:
            numbers = sums.get(run._origin.id, (0, 0, 0, 0))
            run.done_count, run.registered_count, run.there_count, run.refused_count = numbers
            run.differing_count = differing.get(run._origin, 0)
            run.progress = 100.0 * numbers[0] / run.row_count if run.row_count else 0.0
            until = run.ended_at or fields.Datetime.now()
            passed = (until - run.started_at) / timedelta(seconds=1) if run.started_at else 0
            run.pace = numbers[0] / passed if passed > 0 else 0.0

    # ------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        self._check_vals(vals_list)
        runs = super().create(vals_list)
        for run, vals in zip(runs, vals_list, strict=True):
            if (vals.get("file") or vals.get("path")) and not run.column_ids:
                run._read_columns()
        return runs

    def write(self, vals):
        self._check_vals([vals])
        settled = self.filtered(lambda run: run.state not in ("draft", "tried"))
        if settled and SETTINGS & vals.keys():
            raise UserError(self.env._("The run has begun; duplicate it to import something else."))
        result = super().write(vals)
        if vals.get("file"):
            for run in self:
                run._read_columns()
        elif vals.get("mapping_id"):
            for run in self:
                run._apply_mapping()
        if SETTINGS & vals.keys():
            self.filtered(lambda run: run.state == "tried")._set({"state": "draft"})
        return result

    @api.model
    def _check_vals(self, vals_list):
        """Refuses requests that set files of the server or fields written by the run."""
        if self.env.context.get("zrm_import") is OURS:
            return
        for vals in vals_list:
            if RUN_FIELDS & vals.keys():
                raise AccessError(self.env._("A run is started and stopped by its buttons."))

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | RUN_FIELDS

    def _set(self, vals):
        return self.with_context(zrm_import=OURS).write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_not_running(self):
        if any(run.state in ("trying", "running") for run in self):
            raise UserError(self.env._("Cancel the run first."))

    # ------------------------------------------------------------------
    # The file
    # ------------------------------------------------------------------

    def _open_table(self):
        """The file as a table.

        :raise UserError: says what is wrong with the file
        """
        self.ensure_one()
        if self.path:
            path = self.path
            if not os.path.isfile(path):
                raise UserError(self.env._("There is no file %s.", path))
            opener, limit = partial(open, path, "rb"), None
        else:
            attachment = self._attachment()
            if not attachment:
                raise UserError(self.env._("Choose a file first."))
            content = attachment.raw
            opener, limit = (lambda: io.BytesIO(content)), UPLOAD_LIMIT
        try:
            return Table(opener, limit, self.encoding, self.delimiter)
        except LookupError as error:
            raise UserError(
                self.env._("“%s” is no encoding; write utf-8 or cp1256.", self.encoding)
            ) from error
        except TableError as error:
            raise UserError(self._table_problem(error)) from error

    def _attachment(self):
        return self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_field", "=", "file"), ("res_id", "=", self.id)],
            limit=1,
        )

    def _table_problem(self, error):
        sentences = {
            "empty": self.env._("The file is empty."),
            "broken": self.env._("The file is damaged and cannot be unpacked; save it again."),
            "too_big": self.env._(
                "Unpacked, the file is larger than %s. Divide it, or ask the system "
                "administrator to import it with the command zrm_import.",
                human_size(UPLOAD_LIMIT),
            ),
            "old_excel": self.env._("This is the old Excel format; save it as .xlsx or CSV."),
            "zip_many": self.env._("The zip file must hold exactly one table."),
            "zip_locked": self.env._("The zip file has a password; save it without one."),
            "encoding": self.env._(
                "The letters of the file cannot be read in its encoding. Save it as UTF-8, or say "
                "which encoding it has."
            ),
            "twice": self.env._("Two columns are called “%s”; rename one.", error.detail),
            "csv": self.env._("Line %s is not CSV; look at its quotation marks.", error.detail),
        }
        return sentences[error.reason]

    def _read_columns(self):
        """Columns of the file with what they probably mean."""
        self.ensure_one()
        table = self._open_table()
        samples = []
        try:
            for _line, cells in table.rows():
                samples.append(cells)
                if len(samples) == SAMPLES:
                    break
        except TableError as error:
            raise UserError(self._table_problem(error)) from error
        known = self.mapping_id.columns or {}
        targets = [known.get(name) for name in table.header] if known else guess(table.header)
        self.column_ids.unlink()
        self.env["zrm.import.column"].create(
            [
                {
                    "import_id": self.id,
                    "sequence": position,
                    "name": name,
                    "target": target,
                    "sample": " · ".join(
                        cells[position][:40] for cells in samples if cells[position]
                    ),
                }
                for position, (name, target) in enumerate(zip(table.header, targets, strict=True))
            ]
        )
        stem = (self.filename or os.path.basename(self.path or "")).split(".")[0]
        self.source = self.source or stem or "import"

    def _apply_mapping(self):
        known = self.mapping_id.columns or {}
        self.column_ids.target = False
        self.column_ids.flush_recordset()
        for column in self.column_ids:
            column.target = known.get(column.name)

    # ------------------------------------------------------------------
    # Buttons
    # ------------------------------------------------------------------

    def action_save_mapping(self):
        """Saves the columns under the run's name, for the next file."""
        self.ensure_one()
        columns = {column.name: column.target for column in self.column_ids if column.target}
        Mapping = self.env["zrm.import.mapping"]
        mapping = Mapping.search([("name", "=", self.name)]) or Mapping.create({"name": self.name})
        mapping.columns = columns
        self.mapping_id = mapping
        return True

    def action_try(self):
        """The trial: at once for small files, else in the background."""
        for run in self:
            run._check_ready(("draft", "tried"))
            size = os.path.getsize(run.path) if run.path else run._attachment().file_size
            if size <= TRIAL_AT_ONCE:
                run._try()
            else:
                run._set({"state": "trying"})
        self._wake()
        return True

    def action_start(self):
        for run in self:
            run._check_ready(("draft", "tried"))
            run._set({"state": "running", "started_at": fields.Datetime.now(), "problem": False})
        self._wake()
        return True

    def action_pause(self):
        self._step({"running": "paused", "trying": "draft"})
        return True

    def action_continue(self):
        self._step({"paused": "running", "failed": "running"})
        self._wake()
        return True

    def action_cancel(self):
        """Cancels a run; registered cases remain."""
        self._step({"paused": "cancelled", "running": "cancelled", "failed": "cancelled"})
        self.filtered(lambda run: run.state == "cancelled")._finish("cancelled")
        return True

    def _step(self, transitions):
        self.check_access("write")
        for run in self:
            if run.state not in transitions:
                raise UserError(self.env._("The run has gone on meanwhile; look at it again."))
            run._set({"state": transitions[run.state], "problem": False})

    def _check_ready(self, states):
        self.ensure_one()
        self.check_access("write")
        if self.state not in states:
            raise UserError(self.env._("The run has begun already."))
        if not self.column_ids:
            raise UserError(self.env._("Choose a file first."))
        if not (self.source or "").strip():
            raise UserError(self.env._("Enter the system from which the file comes."))
        if "received_at" not in self.column_ids.mapped("target"):
            raise UserError(
                self.env._("Choose the column with the day on which a case was received.")
            )
        if not self.subject_id and not {"subject1", "subject2"} & set(
            self.column_ids.mapped("target")
        ):
            raise UserError(
                self.env._("Choose the column with the subject, or one subject for all rows.")
            )

    def _wake(self):
        self.env.ref("zrm_import.ir_cron_import").sudo()._trigger()
