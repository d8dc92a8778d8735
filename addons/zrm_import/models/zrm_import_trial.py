from collections import Counter

from markupsafe import Markup, escape

from odoo import api, models
from odoo.exceptions import UserError

from ..const import REFUSALS, SHOWN_ROWS
from ..domain.table import TableError
from ..plan import KINDS, Plan, RowRefused

CHUNK = 5000
# Maximum length of displayed lists.
SHOWN_NAMES = 200


class ZrmImport(models.Model):
    """The first pass: predicts the result without changing anything."""

    _inherit = "zrm.import"

    def _rows(self, table):
        """Rows with their number, from one on: ``(number, line, cells)``."""
        try:
            for number, (line, cells) in enumerate(table.rows(), 1):
                if self.row_limit and number > self.row_limit:
                    return
                yield number, line, cells
        except TableError as error:
            raise UserError(self._table_problem(error)) from error

    def _plan(self, table):
        missing = [name for name in self.column_ids.mapped("name") if name not in table.header]
        if missing:
            raise UserError(
                self.env._("The file has no column “%s” any more; choose it anew.", missing[0])
            )
        return Plan(self, table.header)

    def _survey(self, table, plan):
        """Reads all rows and counts the expected results.

        :return: ``(counts for the screen, references that occur more than once)``
        """
        counts, refusals, seen, repeated = Counter(), Counter(), set(), set()
        first_refused, waiting, accepted = [], [], set()
        for number, line, cells in self._rows(table):
            counts["read"] = number
            reference = plan.reference(cells)
            if reference in seen:
                repeated.add(reference)
            seen.add(reference)
            try:
                vals = plan.prepare(cells, reference)
            except RowRefused as refusal:
                refusals[refusal.kind] += 1
                if len(first_refused) < SHOWN_ROWS:
                    first_refused.append([line, refusal.text, " | ".join(cells)[:300]])
                continue
            waiting.append((vals["channel_id"], reference))
            if len(waiting) == CHUNK:
                counts["new"] += self._count_new(waiting, accepted)
                waiting = []
        counts["new"] += self._count_new(waiting, accepted)
        names = plan.new_names()
        return {
            "read": counts["read"],
            "new": counts["new"],
            "there": counts["read"] - counts["new"] - refusals.total(),
            "refused": dict(refusals),
            "first_refused": first_refused,
            "names": {kind: found[:SHOWN_NAMES] for kind, found in names.items()},
            "name_counts": {kind: len(found) for kind, found in names.items()},
        }, repeated

    def _count_new(self, entries, accepted):
        """How many of these are new, neither existing cases nor earlier rows."""
        known = self._known_references([reference for _channel, reference in entries])
        before = len(accepted)
        accepted.update(entry for entry in entries if entry not in known)
        return len(accepted) - before

    @api.model
    def _known_references(self, references):
        """``(channel id, reference)`` of existing cases."""
        # sudo: existing cases count even if the user cannot see them.
        cases = (
            self.env["zrm.case"]
            .sudo()
            .search_fetch(
                [("external_ref", "in", references)], ["channel_id", "external_ref"], order="id"
            )
        )
        found = {(case.channel_id.id, case.external_ref) for case in cases}
        cases.invalidate_recordset()
        return found

    def _try(self):
        """Runs the trial and stores its result."""
        self.ensure_one()
        table = self._open_table()
        trial, _repeated = self._survey(table, self._plan(table))
        trial.update(kind=table.kind, encoding=table.encoding, delimiter=table.delimiter)
        self._set({"trial": trial, "state": "tried", "problem": False, "row_count": trial["read"]})

    @api.depends("trial")
    @api.depends_context("lang")
    def _compute_trial_html(self):
        for run in self:
            run.trial_html = run._trial_html() if run.trial else False

    def _trial_html(self):
        trial = self.trial
        labels = dict(self.env["zrm.import.row"]._fields["kind"]._description_selection(self.env))
        lines = [
            (self.env._("Rows read"), trial["read"]),
            (self.env._("Would be registered"), trial["new"]),
            (self.env._("Already there"), trial["there"]),
            (self.env._("Refused"), sum(trial["refused"].values())),
        ]
        lines += [
            (Markup("&#8195;%s") % labels[kind], trial["refused"][kind])
            for kind, _label in REFUSALS
            if kind in trial["refused"]
        ]
        heads = {
            "unit": self.env._("New units"),
            "subject": self.env._("New subjects"),
            "region": self.env._("New regions"),
        }
        lines += [(heads[kind], trial["name_counts"][kind]) for kind in KINDS]
        html = Markup("<table class='table table-sm w-auto o_zrm_import_counts'>%s</table>") % (
            Markup().join(
                Markup("<tr><td>%s</td><td class='text-end'>%s</td></tr>") % (label, f"{value:,}")
                for label, value in lines
            )
        )
        for kind in KINDS:
            if names := trial["names"][kind]:
                html += Markup("<details><summary>%s</summary><p>%s</p></details>") % (
                    heads[kind],
                    Markup("<br/>").join(escape(name) for name in names),
                )
        if trial["first_refused"]:
            html += Markup(
                "<h4>%s</h4><table class='table table-sm'><tr><th>%s</th><th>%s</th>"
                "<th>%s</th></tr>%s</table>"
            ) % (
                self.env._("First rows that would be refused"),
                self.env._("Line"),
                self.env._("Reason"),
                self.env._("Row"),
                Markup().join(
                    Markup("<tr><td>%s</td><td>%s</td><td dir='auto'>%s</td></tr>")
                    % (line, reason, row)
                    for line, reason, row in trial["first_refused"]
                ),
            )
        return html
