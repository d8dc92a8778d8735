from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tools import mute_logger
from odoo.tools.misc import clean_context

from odoo.addons.zrm_base.tools import persian

from ...const import OURS
from ...domain import tracking_code

TEXTS = ("name", "description", "remedy_sought", "address")


class ZrmCase(models.Model):
    """Intake: the single entry point for every channel, form, importer and API."""

    _inherit = "zrm.case"

    @api.model
    def _intake(self, vals_list):
        """Registers cases: finds or registers the citizen, classifies, routes,
        sets deadlines, gives tracking codes and opens the first referral.

        :param list vals_list: dicts of case values; besides, ``citizen`` may hold
            the values of a citizen to be found or registered instead of
            ``partner_id``. ``channel_id``, ``nature_id``, ``subject_id`` are needed.
        :return: one case for each dict, in order; the same ``channel_id`` and
            ``external_ref`` give the same case
        :raise UserError: says which entry cannot be registered and why; then
            none of the list is
        """
        self._check_references(vals_list)
        self._check_questions(vals_list)
        known = self._known_by_reference(vals_list)
        prepared, positions, repeated = [], [], {}
        for position, vals in enumerate(vals_list):
            reference = self._reference(vals)
            if reference in known:
                continue
            if reference and reference in repeated:
                continue
            repeated[reference] = position
            prepared.append(self._clean_intake(vals))
            positions.append(position)
        cases = self._register_batch(prepared) if prepared else self.browse()
        by_position = dict(zip(positions, cases, strict=True))
        result = self.browse()
        for position, vals in enumerate(vals_list):
            reference = self._reference(vals)
            case = by_position.get(position) or known.get(reference)
            result += case or by_position[repeated[reference]]
        return result

    @api.model
    def _reference(self, vals):
        reference = (vals.get("external_ref") or "").strip()
        return (vals.get("channel_id"), reference) if reference else None

    @api.model
    def _known_by_reference(self, vals_list):
        references = {self._reference(vals) for vals in vals_list} - {None}
        if not references:
            return {}
        # As the reference is, or as a hidden case has it.
        meant = {(channel, self._digest(ref)): (channel, ref) for channel, ref in references}
        meant.update({reference: reference for reference in references})
        # sudo: a message is registered only once, even if the user may not see the case.
        known = self.sudo().search(
            [
                ("channel_id", "in", [channel for channel, _reference in references]),
                ("external_ref", "in", [reference for _channel, reference in meant]),
            ]
        )
        found = {(case.channel_id.id, case.external_ref): case.with_env(self.env) for case in known}
        return {meant[key]: case for key, case in found.items() if key in meant}

    @api.model
    def _check_references(self, vals_list):
        """Refuses entries whose channel, nature or subject is missing, unknown
        or out of use."""
        for name, label in (
            ("channel_id", self.env._("channel")),
            ("nature_id", self.env._("nature")),
            ("subject_id", self.env._("subject")),
        ):
            usable = self.env[self._fields[name].comodel_name]._usable_ids()
            if any(vals.get(name) not in usable for vals in vals_list):
                raise UserError(
                    self.env._("The case needs a %s that is in use; choose one.", label)
                )

    @api.model
    def _clean_intake(self, vals):
        """The cleaned values of one entry, still without unit and process."""
        vals = {key: value for key, value in vals.items() if key in self._intake_fields()}
        for name in TEXTS:
            if isinstance(vals.get(name), str):
                vals[name] = self._without_own_links(persian.normalize_text(vals[name]))
        if isinstance(vals.get("questions"), list):
            # A form also sends the definitions of the questions, which only administrators
            # may change; keep the answers only.
            vals["questions"] = self._answers(vals["questions"])
        if citizen := vals.pop("citizen", None):
            if self._will_hide(vals):
                vals.update(self._hidden_reporter_vals(citizen))
            else:
                vals["partner_id"] = self.env["res.partner"]._find_or_register(citizen).id
        if vals.get("external_ref"):
            vals["external_ref"] = vals["external_ref"].strip()
        if not vals.get("name"):
            first_line = (vals.get("description") or "").strip().split("\n")[0]
            vals["name"] = (
                first_line[:120] or self.env["zrm.subject"].browse(vals["subject_id"]).name
            )
        return vals

    @api.model
    def _intake_fields(self):
        """The fields that a caller may set; all others are computed here."""
        return {
            "citizen",
            "partner_id",
            "channel_id",
            "external_ref",
            "nature_id",
            "subject_id",
            "questions",
            "region_id",
            "address",
            "name",
            "description",
            "remedy_sought",
            "priority",
            "received_at",
            "is_confidential",
            "is_anonymous",
            "is_reporter_hidden",
            "to_unit_id",
            "parent_id",
        }

    @api.model
    def _register_batch(self, vals_list):
        """Classifies, routes and creates; a fixed number of queries for a batch."""
        Subject, now = self.env["zrm.subject"].sudo(), fields.Datetime.now()
        subjects = Subject.browse({vals["subject_id"] for vals in vals_list})
        subjects.fetch(["question_definition"])  # at once, for what each case answers
        processes = {subject.id: self._process_for(subject) for subject in subjects}
        units = self.env["zrm.routing.rule"]._route(
            [
                {
                    "subject": Subject.browse(vals["subject_id"]),
                    "region": self.env["zrm.region"].browse(vals.get("region_id") or []),
                    "nature": self.env["zrm.nature"].browse(vals["nature_id"]),
                    "channel": self.env["zrm.channel"].browse(vals["channel_id"]),
                }
                for vals in vals_list
            ]
        )
        Unit = self.env["zrm.unit"].sudo()
        units = [
            # A mail to a unit's own address goes to that unit.
            Unit.browse(vals.pop("to_unit_id", False) or [])
            or processes[vals["subject_id"]]._first_step()._responsible_unit(routed, routed)
            for vals, routed in zip(vals_list, units, strict=True)
        ]
        units = Unit.browse(unit.id for unit in units)
        users = self._first_users(units, vals_list)
        working_times = units._working_times()
        numbers = self._new_numbers(len(vals_list))
        complete = []
        for vals, unit, user in zip(vals_list, units, users, strict=True):
            process = processes[vals["subject_id"]]
            step = self._entry_step(process, vals)
            received = fields.Datetime.to_datetime(vals.get("received_at")) or now
            if received > now + timedelta(days=1):
                raise UserError(
                    self.env._("A case cannot be received in the future; correct the day.")
                )
            subject = Subject.browse(vals["subject_id"])
            clocks = self._entry_clocks(vals, process, step, working_times[unit.id], received)
            entry = {
                **vals,
                **clocks,
                "next_check_at": self._next_check(clocks),
                "number": next(numbers),
                "process_id": process.id,
                "step_id": step.id,
                "step_since": vals.get("closed_at") or received,
                "unit_id": unit.id,
                "user_id": user.id,
                "handler_unit_id": unit.id if step._is_work() else False,
                "company_id": unit._cached("company_id"),
                "received_at": received,
            }
            if subject._cached("is_sensitive"):
                entry["is_confidential"] = True
            if subject._cached("hides_reporter"):
                entry["is_reporter_hidden"] = True
            reference = entry.get("external_ref")
            if entry.get("is_reporter_hidden"):
                # The handling unit must not learn who reported it.
                entry.update(
                    self._hidden_vals(entry.get("partner_id"), entry.pop("contact", None)),
                    external_ref=reference and self._digest(reference),
                )
            complete.append(entry)
        # Defaults in the context would fill what a caller may not set.
        quiet = self.with_env(self.env(context=clean_context(self.env.context))).with_context(
            zrm_intake=OURS,
            zrm_handling=OURS,
            mail_create_nolog=True,
            mail_create_nosubscribe=True,
            tracking_disable=True,
        )
        self.check_access("create")
        # sudo: the user need not belong to the receiving unit. Portal and public users are
        # not recorded as author; the case names its citizen.
        author = self.env.uid if self.env.user._is_internal() else SUPERUSER_ID
        cases = self._create_numbered(quiet.with_user(author).sudo(), complete)
        self.env["zrm.referral"].sudo().create(
            [{**case._first_leg_vals(now), "from_user_id": author} for case in cases]
        )
        # What the first message and its notice ask of the citizens, not all of their files.
        cases.sudo().partner_id.fetch(["lang", "active", "company_id"])
        cases._check_citizens_company()
        self.env["zrm.case.event"]._record(
            [event for case in cases.sudo() for event in case._first_events()]
        )
        cases.sudo().filtered("is_confidential")._find_who_may_open()
        cases = cases.with_env(self.env)
        cases._after_intake()
        return cases

    # The initial values; zrm_import overrides them for cases that are imported closed.

    @api.model
    def _first_users(self, units, vals_list):
        """The expert for each of these cases; empty where the unit assigns by hand."""
        return units._balanced_users(secret=self._are_secret(vals_list))

    @api.model
    def _are_secret(self, vals_list):
        """For each of these new cases, whether it will be confidential."""
        Subject = self.env["zrm.subject"]
        return [
            bool(
                vals.get("is_confidential")
                or Subject.browse(vals["subject_id"])._cached("is_sensitive")
            )
            for vals in vals_list
        ]

    @api.model
    def _entry_step(self, process, vals):
        return process._first_step()

    @api.model
    def _entry_clocks(self, vals, process, step, working_time, received):
        """The deadlines of a new case at this step."""
        subject = self.env["zrm.subject"].browse(vals["subject_id"])
        clocks = self._clock_vals(subject, process, working_time, received)
        step_deadline = working_time.after(step._cached("hours"), received)
        return {**clocks, "step_deadline": step_deadline, "clock_start": received}

    def _first_leg_vals(self, now):
        self.ensure_one()
        return {
            "case_id": self.id,
            "unit_id": self.unit_id.id,
            "step_id": self.step_id.id,
            "user_id": self.user_id.id,
            "deadline": self.step_deadline or self.deadline,
            "opened_at": now,
        }

    def _first_events(self):
        """The first events of a case's history."""
        self.ensure_one()
        # A visitor without a file reads the language of the report.
        nobody = not self.is_reporter_hidden and not self.partner_id
        notice_lang = nobody and self.env.context.get("zrm_notice_lang")
        messages = self.step_id._messages(notice_lang or self._text_lang())
        return [
            {
                "case_id": self.id,
                "kind": "registered",
                "text": messages[self.step_id.id],
                "is_public": True,
            }
        ]

    def _after_intake(self):
        """Hook: acknowledgements, balanced assignment."""

    @api.model
    def _create_numbered(self, creator, vals_list):
        """Creates the cases.

        :raise ConcurrencyError: when the same message was registered at the same moment, or
            somebody else took the same tracking code; Odoo repeats the request, which then
            finds that case or another code
        """
        try:
            with mute_logger("odoo.sql_db"):
                cases = creator.create(vals_list)
                cases.flush_recordset()
                return cases
        except psycopg2.errors.UniqueViolation as error:
            raise ConcurrencyError(self.env._("This message is being registered.")) from error

    @api.model
    def _new_numbers(self, count):
        """Returns ``count`` unused tracking codes; with a million cases, one code in ten
        thousand is in use."""
        codes = set()
        while len(codes) < count:
            codes.update(tracking_code.new_code() for _code in range(count - len(codes)))
            # sudo: codes are unique across cases that the user may not see.
            known = self.sudo().search_fetch([("number", "in", list(codes))], ["number"])
            codes.difference_update(known.mapped("number"))
        return iter(codes)

    @api.model
    def _process_for(self, subject):
        process = subject._process() or self.env["zrm.process"]._default_process()
        if not process or not process._cached("step_ids"):
            raise UserError(
                self.env._(
                    "No process is set for cases about %s. An administrator can give "
                    "the subject a process, or mark one process for all other subjects.",
                    subject.name,
                )
            )
        return process

    def _after_classification(self, vals):
        """Routes again and recomputes deadlines after a change of nature, subject or
        region.

        The case continues at the equivalent step of its new process.
        """
        for case in self.filtered(lambda item: not item._is_final()):
            process = self._process_for(case.subject_id)
            changes = {}
            if process != case.process_id:
                same_stage = process.step_ids.filtered(
                    lambda step, c=case: step.stage_id == c.stage_id
                )
                step = same_stage[:1] or process._first_step()
                changes.update(
                    process_id=process.id, step_id=step.id, step_since=fields.Datetime.now()
                )
            if case.step_id._cached("needs_approval"):
                case._end_approval("lapsed")
            if changes:
                case._write_handling(changes)
            case._take_on_subject()
            case._log_event("classified", text=case.sudo().subject_id.name)
            case.sudo()._route_anew()

    def _route_anew(self):
        """Routes a reclassified case and computes its deadlines. As superuser: who made it
        confidential need not be able to open it any more."""
        for case in self:
            routed = self.env["zrm.routing.rule"]._route(
                [
                    {
                        "subject": case.subject_id,
                        "region": case.region_id,
                        "nature": case.nature_id,
                        "channel": case.channel_id,
                    }
                ]
            )[0]
            if case.state in ("new", "triage") and routed != case.unit_id:
                routed = case._able_unit(routed)
            if case.state in ("new", "triage") and routed != case.unit_id:
                case._pass_on(routed)
            case._restart_clocks()
        self.filtered("is_confidential")._find_who_may_open()

    def _take_on_subject(self):
        """Applies the confidentiality that the new subject demands; never lifts it."""
        if self.subject_id._cached("is_sensitive"):
            # Who may open it is looked for once it is routed.
            self.sudo().with_context(zrm_classified=OURS).is_confidential = True
        if self.subject_id._cached("hides_reporter") and not self.is_reporter_hidden:
            self._become_hidden()
