import logging
import os
import time

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import mute_logger

from odoo.addons.zrm_base.tools import persian

from ..const import BATCH, TURN
from ..plan import RowRefused

_logger = logging.getLogger(__name__)
# Not caused by the row: the whole batch is repeated.
AGAIN = (ConcurrencyError, psycopg2.OperationalError)
TRIES = 5


class ZrmImport(models.Model):
    """The run: batch after batch, each in one transaction with its progress.

    An interrupted run continues after the last committed batch; registered rows are also
    recognized by channel and external reference.
    """

    _inherit = "zrm.import"

    @api.model
    def _cron_run(self):
        """Processes waiting trials, then runs, the oldest first."""
        domain = [("state", "in", ("trying", "running")), ("by_command", "=", False)]
        for run in self.search(domain, order="id"):
            run._go_on(time.monotonic() + TURN)
            if not self._commit(0, self.search_count(domain)):
                break
        if self.search_count(domain, limit=1):
            self._wake()

    @api.model
    def _commit(self, processed, remaining):
        return self.env["ir.cron"]._commit_progress(processed, remaining=remaining)

    def _roll_back(self):
        self.env.cr.rollback()

    def _go_on(self, until=float("inf")):
        """Processes this run until its end, a pause or the time limit; errors are recorded."""
        self.ensure_one()
        # As the user who set it up, with their rights, language and company.
        user = self.create_uid
        run = (
            self.with_user(user)
            .with_company(self.company_id)
            .with_context(lang=user.lang, tracking_disable=True)
        )
        for attempt in range(1, TRIES + 1):
            try:
                if run.state == "trying":
                    run._try()
                    run._commit(0, 0)
                elif run.state == "running":
                    run._work(until)
                return
            except AGAIN:
                self._roll_back()
                if attempt == TRIES:
                    raise
            except UserError as error:
                self._roll_back()
                _logger.info("Import %s stopped: %s", self.id, error)
                self._set({"state": "failed", "problem": error.args[0]})
                self._commit(0, 0)
                return

    def _work(self, until):
        table = self._open_table()
        if not self.survey:
            self._begin(table)
        elif self.survey["size"] != self._size():
            raise UserError(
                self.env._("The file has changed since the run began; start a new run.")
            )
        plan, repeated, firsts = self._plan(table), set(self.survey["repeated"]), {}
        position, batch = self.done_count, []
        for number, line, cells in self._rows(table):
            reference = plan.reference(cells)
            if number <= position:
                if reference in repeated:
                    firsts.setdefault(reference, cells)
                continue
            batch.append((line, reference, cells))
            if len(batch) == BATCH:
                if not self._import_batch(plan, number, batch, repeated, firsts):
                    return
                if time.monotonic() > until:
                    return
                batch = []
        if batch and not self._import_batch(plan, number, batch, repeated, firsts):
            return
        if self._may_continue(self.row_count):
            self._finish("done")
            self._commit(0, 0)

    def _begin(self, table):
        """The first pass, as for a trial; then creates all missing units, subjects and
        regions, so that batches need no queries for them."""
        plan = self._plan(table)
        trial, repeated = self._survey(table, plan)
        plan.create_new()
        self._set(
            {
                "trial": trial,
                "row_count": trial["read"],
                "survey": {"repeated": sorted(repeated), "size": self._size()},
            }
        )
        self._commit(0, trial["read"])
        self.env.invalidate_all()

    def _size(self):
        return os.path.getsize(self.path) if self.path else self._attachment().file_size

    def _may_continue(self, position):
        """Whether to continue after this row: the run is not paused and no other worker
        processes it.

        The record is only locked, not written here, so a click on Pause waits for the batch
        and then succeeds.
        """
        self.env.invalidate_all()
        locked = self.try_lock_for_update()
        return bool(locked) and self.state == "running" and self.done_count == position

    def _import_batch(self, plan, last, batch, repeated, firsts):
        """Imports and commits one batch with its progress; returns whether to continue."""
        first = last - len(batch) + 1
        if not self._may_continue(first - 1):
            return False
        prepared, looked_at = self._prepare_batch(plan, batch)
        known = self._known_references([reference for _line, reference, _cells in batch])
        new, later, there = {}, [], 0
        for item, vals in prepared:
            entry = (vals["channel_id"], item[1])
            if entry in known:
                there += 1
                looked_at += self._difference(plan, item, firsts)
            elif entry in new:
                later.append((item, vals))
            else:
                new[entry] = (item, vals)
            if item[1] in repeated:
                firsts.setdefault(item[1], item[2])
        refused = self._register_rows(list(new.values()))
        gone = {item[1] for item, _kind, _text in refused}
        for item, vals in later:
            if item[1] in gone:
                # The first of equal rows was refused; this one may be valid.
                again = self._register_rows([(item, vals)])
                gone -= set() if again else {item[1]}
                refused += again
            else:
                there += 1
                looked_at += self._difference(plan, item, firsts)
        looked_at += [
            self._row_vals(item, kind=kind, reason=text, is_refused=True)
            for item, kind, text in refused
        ]
        refused_count = sum(row["is_refused"] for row in looked_at)
        # sudo: users cannot write progress themselves.
        self.env["zrm.import.row"].sudo().create(looked_at)
        self.env["zrm.import.batch"].sudo().create(
            {
                "import_id": self.id,
                "first": first,
                "last": last,
                "registered": len(batch) - there - refused_count,
                "there": there,
                "refused": refused_count,
            }
        )
        self._commit(len(batch), self.row_count - last)
        return True

    def _prepare_batch(self, plan, batch):
        """``([(item, values)], values of rows that are refused)``."""
        prepared, refused = [], []
        for item in batch:
            try:
                prepared.append((item, plan.prepare(item[2], item[1])))
            except RowRefused as refusal:
                row = self._row_vals(item, kind=refusal.kind, reason=refusal.text, is_refused=True)
                refused.append(row)
        if any(plan.new.values()):
            # A record was renamed or archived since the first pass.
            plan.create_new()
            return self._prepare_batch(plan, batch)
        return prepared, refused

    def _row_vals(self, item, **vals):
        line, _reference, cells = item
        return {"import_id": self.id, "line": line, "cells": cells, "is_refused": False, **vals}

    def _difference(self, plan, item, firsts):
        """The row to check, if an earlier one of the file has the same reference but other
        values."""
        first = firsts.get(item[1])
        if first is None or first == item[2]:
            return []
        reason = " · ".join(
            f"{heading}: “{one}” / “{other}”"
            for heading, one, other in zip(plan.header, first, item[2], strict=False)
            if one != other
        )
        return [self._row_vals(item, reason=reason)]

    def _register_rows(self, items):
        """Registers rows; refused rows do not affect the others.

        :param list items: ``(item, values)``
        :return: ``[(item, kind, reason)]`` of the refused rows
        """
        if not items:
            return []
        clock = fields.Datetime.now() if self.open_deadlines == "today" else False
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                vals_list = self._with_citizens([vals for _item, vals in items])
                self.env["zrm.case"]._intake_past(vals_list, clock)
                self.env.flush_all()
            return []
        except (*AGAIN, AccessError):
            raise
        except (UserError, ValueError, psycopg2.DataError, psycopg2.IntegrityError) as error:
            if len(items) == 1:
                return [(items[0][0], "other", str(error.args[0])[:500])]
            half = len(items) // 2
            return self._register_rows(items[:half]) + self._register_rows(items[half:])

    def _with_citizens(self, vals_list):
        """Sets ``partner_id``: one file per identity number, or per name with a phone."""
        if not any("citizen" in vals for vals in vals_list):
            return vals_list
        Partner, found, result = self.env["res.partner"], {}, []
        phones = {
            Partner._normalize_phone(vals["citizen"]["phone"])
            for vals in vals_list
            if vals.get("citizen", {}).get("phone")
        } - {False, None, ""}
        domain = Domain("is_citizen", "=", True) & Domain("phone_sanitized", "in", list(phones))
        domain &= Partner._company_files()
        for partner in Partner.search(domain) if phones else ():
            key = (partner.phone_sanitized, persian.search_key(partner.name or ""))
            found.setdefault(key, partner.id)
        for given in vals_list:
            vals = dict(given)
            if citizen := vals.pop("citizen", None):
                phone = citizen.get("phone")
                phone = Partner._normalize_phone(phone) if phone else False
                key = citizen.get("identity_number") or (
                    phone and (phone, persian.search_key(citizen["name"]))
                )
                partner_id = found.get(key) if key else None
                partner_id = partner_id or Partner._find_or_register(citizen).id
                if key:
                    found[key] = partner_id
                vals["partner_id"] = partner_id
            result.append(vals)
        return result
