from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context

from odoo.addons.zrm_base.tools import persian

from ...const import FINAL_STATES
from ...domain import placeholders

FOUND = 8
SHOWN_CASES = 6
SHOWN_RELATIVES = 6
SHOWN_TEMPLATES = 6
# Where a number that the caller says belongs.
CITIZEN_NUMBERS = ("identity_number", "identity_type", "phone")
# The fields of the service sheet, in display order.
SHEET = ("entitled", "documents", "cost", "usual_time")


class ZrmCaseQuick(models.AbstractModel):
    """The server side of quick registration.

    Every public method checks the role first and returns plain dicts, read with the user's
    rights. ``quick_likely.py`` and ``quick_register.py`` hold the rest.
    """

    _name = "zrm.case.quick"
    _description = "Quick Registration"

    @api.model
    def _check_operator(self):
        """:raise AccessError: for users without the intake role"""
        if not self.env.user.has_group("zrm_base.group_operator"):
            raise AccessError(self.env._("Only intake operators register what citizens bring."))

    @api.model
    def _as_id(self, value):
        """Reads an id from a request; False for anything else."""
        return value if isinstance(value, int) and not isinstance(value, bool) else False

    @api.model
    def _as_text(self, value):
        return value.strip() if isinstance(value, str) else ""

    @api.model
    def _as_dict(self, value):
        if not isinstance(value, dict):
            raise UserError(self.env._("The data sent cannot be read; load the page again."))
        return value

    # ------------------------------------------------------------------
    # The screen as it opens
    # ------------------------------------------------------------------

    @api.model
    def quick_start(self):
        """The data that the screen loads once: channels, natures, priorities."""
        self._check_operator()
        channels = self.env["zrm.channel"].search_fetch([], ["name", "kind"])
        natures = self.env["zrm.nature"].search_fetch([], ["name", "allows_anonymous"])
        priority = self.env["zrm.case"]._fields["priority"]
        return {
            "channels": [{"id": c.id, "name": c.name, "kind": c.kind} for c in channels],
            "natures": [self._nature_dict(nature) for nature in natures],
            "priorities": [
                {"id": value, "name": label}
                for value, label in priority._description_selection(self.env)
            ],
        }

    @api.model
    def _nature_dict(self, nature):
        return {"id": nature.id, "name": nature.name, "anonymous": nature.allows_anonymous}

    # ------------------------------------------------------------------
    # Caller
    # ------------------------------------------------------------------

    @api.model
    def quick_find_caller(self, text):
        """Finds citizens by number or name while the operator types.

        :return: ``{"found": [caller, …], "new": values to register somebody new
            with, out of what was typed, "readings": what a number may be, the likeliest
            first, "sure": whether the first is who was meant, not merely somebody with a
            similar name}``
        """
        self._check_operator()
        text = self._as_text(text)
        found = self.env["res.partner"]._find_citizens(text, limit=FOUND)
        return {
            "found": [self._caller_dict(citizen) for citizen in found],
            "new": self._new(text),
            "readings": self._readings(text),
            "sure": self._is_sure(text, found),
        }

    @api.model
    def _is_sure(self, text, found):
        """Whether a search has one clear result: by a number, or the only one of this very
        name. Enter then takes it; somebody else's file is not taken by accident."""
        if not found:
            return False
        by_number = not any(letter.isalpha() for letter in text)
        key = persian.search_key(text)
        same_name = found.filtered(lambda citizen: persian.search_key(citizen.name) == key)
        return (by_number and len(found) == 1) or (same_name == found[:1])

    @api.model
    def _new(self, text):
        """Assigns the typed text to the field it belongs to."""
        dialog = self.env["zrm.citizen.find"].new({"query": text, "is_new": True})
        dialog._onchange_is_new()
        return {name: dialog[name] for name in ("name", "identity_number", "phone") if dialog[name]}

    @api.model
    def _readings(self, text):
        """What a typed number may be, each with the values of somebody new.

        :return: list of ``{"kind", "label", "values"}``
        """
        dialog = self.env["zrm.citizen.find"].new({"query": text})
        labels = dict(dialog._fields["read_as"]._description_selection(self.env))
        readings = []
        for kind in self.env["res.partner"]._number_readings(text):
            dialog._read_number_as(kind)
            values = {name: dialog[name] or "" for name in CITIZEN_NUMBERS}
            readings.append({"kind": kind, "label": labels[kind], "values": values})
        return readings

    @api.model
    def _caller_dict(self, citizen):
        """The citizen's data, with the identity number masked."""
        citizen = citizen.with_context(zrm_unmask=None)
        return {
            "id": citizen.id,
            "name": citizen.name,
            "identity": citizen.identity_number or "",
            "father": citizen.father_name or "",
            "age": citizen.age,
            "phone": citizen.phone or "",
            "region": self._region_dict(citizen.region_id),
            "confidential": citizen.is_confidential,
        }

    @api.model
    def _citizen(self, partner_id):
        """A citizen whom the user may read.

        :raise UserError: when there is none
        """
        citizen = self.env["res.partner"].browse(self._as_id(partner_id) or []).exists()
        citizen = citizen._filtered_access("read").filtered("is_citizen")
        if not citizen:
            raise UserError(
                self.env._("This citizen's file is not there or not open to you; find it again.")
            )
        return citizen

    @api.model
    def quick_caller(self, partner_id):
        """One citizen with family and cases.

        :return: as in :meth:`quick_find_caller`, and ``family``, ``represents``,
            ``cases`` and ``more`` (see :meth:`quick_cases`), ``elsewhere`` (open cases that
            other units have)
        """
        self._check_operator()
        citizen = self._citizen(partner_id)
        relations = citizen.relation_ids.filtered(
            lambda line: line.is_current and line.type_id.is_family
        )
        # A person related in two ways appears once.
        family = list(relations.grouped("relative_id").items())[:SHOWN_RELATIVES]
        represented = citizen._represented_citizens().with_env(self.env)._filtered_access("read")
        return {
            **self._caller_dict(citizen),
            "family": [
                {
                    "name": relative.name,
                    "label": " · ".join(lines.mapped("label")),
                    "age": relative.age,
                }
                for relative, lines in family
            ],
            "represents": [{"id": person.id, "name": person.name} for person in represented],
            **self._cases_page(citizen),
            "elsewhere": self._open_elsewhere(citizen),
        }

    @api.model
    def quick_cases(self, partner_id, offset):
        """The next cases of a citizen with many, the latest first.

        :return: ``cases``, and ``more``: whether there are others after these
        """
        self._check_operator()
        return self._cases_page(self._citizen(partner_id), max(self._as_id(offset) or 0, 0))

    @api.model
    def _cases_page(self, citizen, offset=0):
        found = self.env["zrm.case"].search(
            [("partner_id", "=", citizen.id)],
            limit=SHOWN_CASES + 1,
            offset=offset,
            order="id desc",
        )
        shown = found[:SHOWN_CASES].sorted(lambda case: (case._is_final(), -case.id))
        return {
            "cases": [self._case_dict(case) for case in shown],
            "more": len(found) > SHOWN_CASES,
        }

    @api.model
    def _open_elsewhere(self, citizen):
        """The number of this citizen's open cases in other units, without confidential
        ones."""
        seen = self.env["zrm.case"]._search([("partner_id", "=", citizen.id)])
        # sudo: only a count of non-confidential cases is shown.
        return (
            self.env["zrm.case"]
            .sudo()
            .search_count(
                [
                    ("partner_id", "=", citizen.id),
                    ("state", "not in", FINAL_STATES),
                    ("is_confidential", "=", False),
                    ("company_id", "in", self.env.companies.ids),
                    ("id", "not in", seen),
                ]
            )
        )

    @api.model
    def _case_dict(self, case):
        slas = dict(case._fields["sla_state"]._description_selection(self.env))
        return {
            "id": case.id,
            "number": case.number_spaced,
            "name": case.name,
            "subject": case.subject_id.name,
            "stage": case.stage_id.name,
            "final": case._is_final(),
            "sla": case.sla_state,
            "sla_label": slas[case.sla_state],
            "received": self._moment(case.received_at),
        }

    @api.model
    def _moment(self, value):
        """A day in the reader's calendar and time zone."""
        return self._format("datetime", value, date_only=True)

    @api.model
    def _format(self, kind, value, **options):
        if not value:
            return ""
        return str(self.env[f"ir.qweb.field.{kind}"].value_to_html(value, options))

    # ------------------------------------------------------------------
    # Matter
    # ------------------------------------------------------------------

    @api.model
    def quick_regions(self, text):
        """Regions by name, with digits of any script."""
        self._check_operator()
        text = persian.normalize_text(self._as_text(text))
        if not text:
            return []
        spellings = {text, persian.to_ascii_digits(text), persian.to_persian_digits(text)}
        domain = fields.Domain.OR(
            fields.Domain("complete_name", "ilike", spelling) for spelling in spellings
        )
        found = self.env["zrm.region"].search_fetch(
            domain, ["name", "kind", "parent_id"], limit=FOUND * 5
        )
        # Regions whose own name matches come before those within them.
        found = found.sorted(
            lambda region: (
                not any(spelling in region.name for spelling in spellings),
                len(region.name),
            )
        )
        return [self._region_dict(region) for region in found[:FOUND]]

    @api.model
    def _region_dict(self, region):
        return {"id": region.id, "name": region.display_name} if region else False

    @api.model
    def quick_subjects(self, text):
        """Finds subjects by name or index term, in any spelling.

        :return: list of ``{"id", "name", "path", "term"}``; ``term`` is the index
            term that matches, if the name does not
        """
        self._check_operator()
        text = self._as_text(text)
        words = persian.search_key(text).split()
        if not words:
            return []
        Subject = self.env["zrm.subject"]
        found = Subject.search([("display_name", "ilike", text)], limit=FOUND * 4)

        def fits(line):
            return all(word in persian.search_key(line) for word in words)

        ranked = found.sorted(
            lambda subject: (bool(subject.child_ids), not fits(subject.name), subject.code or "")
        )
        result = []
        for subject in ranked[:FOUND]:
            terms = (subject.index_terms or "").split("\n")
            term = "" if fits(subject.name) else next(filter(fits, terms), "")
            result.append(
                {
                    "id": subject.id,
                    "name": subject.name,
                    "path": subject.parent_id.complete_name or "",
                    "term": term,
                }
            )
        return result

    @api.model
    def quick_subject(self, subject_id):
        """Questions, service sheet and templates of a subject.

        :return: ``natures``, ``questions``, ``sheet`` (title and text of
            each entry of the service sheet) and ``templates``
        """
        self._check_operator()
        subject = self.env["zrm.subject"].browse(self._as_id(subject_id) or []).exists()
        if not subject or not subject.active:
            raise UserError(self.env._("This subject is not in use any more; choose another one."))
        natures = subject.nature_ids or self.env["zrm.nature"].search([("active", "=", True)])
        return {
            "id": subject.id,
            "name": subject.name,
            "confidential": subject.is_sensitive,
            "hidden": subject.hides_reporter,
            "natures": [self._nature_dict(nature) for nature in natures if nature.active],
            "questions": self._questions(subject),
            "sheet": [
                {
                    "name": name,
                    "title": subject._fields[name]._description_string(self.env),
                    "text": subject[name],
                }
                for name in SHEET
                if subject[name]
            ],
            "templates": self._templates(subject),
        }

    @api.model
    def _questions(self, subject):
        return [
            {
                "name": question["key"],
                "label": question["label"],
                "type": question["kind"],
                "options": [list(option) for option in question["options"]],
                "default": question["default"],
                "required": question["required"],
            }
            for question in subject._questions_to_ask()
        ]

    @api.model
    def _templates(self, subject):
        """The answer templates; those that settle the matter first. Values known only later
        remain placeholders."""
        found = self.env["zrm.answer.template"]._fitting(subject)
        known = {
            "subject": subject.name,
            "date": self._format("date", fields.Date.context_today(self)),
        }
        chosen = found.sorted(lambda template: not template.settles)[:SHOWN_TEMPLATES]
        return [
            {
                "id": template.id,
                "name": template.name,
                "body": placeholders.fill(template.body, known),
                "handling": template.handling or "",
                "settles": template.settles,
                "nature": template.nature_id.id,
            }
            for template in chosen
        ]

    @api.model
    def _quiet(self):
        """Removes defaults that a request may have put into the context."""
        return self.with_env(self.env(context=clean_context(self.env.context)))
