"""How one row of a file becomes the values of a case."""

import datetime
import hashlib
import re
from collections import Counter
from functools import lru_cache

import pytz

from odoo import fields
from odoo.exceptions import ValidationError

from odoo.addons.zrm_base.tools import jalali, persian
from odoo.addons.zrm_cases.const import MAX_DESCRIPTION

from .const import MAX_KEY, MAX_LINE

# A date without time is stored as noon, so that it is the same day in every time zone.
NOON = datetime.time(12)
FIRST_YEAR = 1900
_WITH_TIME = re.compile(r"(.+?)[T ،,]+(\d\d?:\d\d(?::\d\d(?:\.\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?$")
_SEPARATED = re.compile(r"(\d\d?)[/.\-](\d\d?)[/.\-](\d{4})")
KINDS = ("unit", "subject", "region")
MODELS = {kind: f"zrm.{kind}" for kind in KINDS}


class RowRefused(Exception):
    """A row that cannot be taken: a word of ``const.REFUSALS`` and a sentence."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind, self.text = kind, text


@lru_cache(maxsize=50_000)
def name_key(text):
    """Normalizes a name for comparison, regardless of spelling and case."""
    return persian.normalize_text(text).casefold()


@lru_cache(maxsize=50_000)
def read_when(text, style):
    """``(date, time or None, offset or None)`` of a date as it is written.

    :raise ValueError: when it is none
    """
    plain = persian.to_ascii_digits(text).strip()
    moment = offset = None
    if found := _WITH_TIME.match(plain):
        plain, moment = found[1], datetime.time.fromisoformat(_two_digits(found[2]))
        offset = found[3]
    if style != "iso" and (found := _SEPARATED.fullmatch(plain)):
        first, second, year = map(int, found.groups())
        day, month = (first, second) if style == "dmy" else (second, first)
        return datetime.date(year, month, day), moment, offset
    return jalali.parse_date(plain), moment, offset


def _two_digits(clock):
    return clock if clock[1:2] != ":" else f"0{clock}"


class Plan:
    """Looks everything up once, then reads rows without queries.

    Unknown names get a negative id if a run may create them; ``new`` holds them until
    ``create_new`` creates the records.
    """

    def __init__(self, run, header):
        self.run, self.env, self.header = run, run.env, header
        self.columns, self.notes = {}, []
        for column in run.column_ids:
            if column.target == "note":
                self.notes.append((header.index(column.name), column.name))
            elif column.target:
                self.columns[column.target] = header.index(column.name)
        self.zone = self.env["res.company"]._zrm_timezone()
        self.latest = fields.Datetime.now() + datetime.timedelta(days=1)
        self.creates = {kind: run[f"creates_{kind}s"] for kind in KINDS}
        # Where the file says the whole way and what is missing is created, a
        # name elsewhere in the tree is something else.
        self.strict = {
            kind
            for kind in ("subject", "region")
            if self.creates[kind] and f"{kind}2" in self.columns
        }
        self.new = {kind: {} for kind in KINDS}
        self.digests = Counter()
        self._look_up()

    # ------------------------------------------------------------------
    # Existing records
    # ------------------------------------------------------------------

    def _look_up(self):
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        self.known = {kind: self._by_name(MODELS[kind], languages) for kind in KINDS}
        self.natures = self._by_name("zrm.nature", languages)
        self.channels = self._by_name("zrm.channel", languages)
        # What a subject allows and is called, however many rows there are.
        subjects = self.env["zrm.subject"].search([])
        self.allowed = {subject.id: set(subject.nature_ids.ids) for subject in subjects}
        self.subject_names = {subject.id: subject.name for subject in subjects}
        self.nature_names = {item.id: item.name for item in self.env["zrm.nature"].search([])}

    def _by_name(self, model, languages):
        """``(parent id or 0, key)`` and ``(None, key)`` → ids; codes count as names."""
        found = {}
        records = self.env[model].search([])
        has_parent = "parent_id" in records._fields
        for lang in languages:
            for record in records.with_context(lang=lang):
                parent = record.parent_id.id or 0 if has_parent else 0
                for text in {record.name, record.code} - {False, None, ""}:
                    found.setdefault((parent, name_key(text)), set()).add(record.id)
                    found.setdefault((None, name_key(text)), set()).add(record.id)
        return found

    # ------------------------------------------------------------------
    # Reading a row
    # ------------------------------------------------------------------

    def cell(self, cells, target):
        position = self.columns.get(target)
        return cells[position] if position is not None else ""

    def reference(self, cells):
        """The external reference of a row; rows without one are identified by their
        content, and equal ones by their order."""
        if key := self.cell(cells, "key"):
            return f"{self.run.source}:{key}"
        digest = hashlib.sha1("\x1f".join(cells).encode(), usedforsecurity=False).hexdigest()
        self.digests[digest] += 1
        return f"{self.run.source}:#{digest}/{self.digests[digest]}"

    def prepare(self, cells, reference):
        """The values of a case.

        :return: dict for ``zrm.case._intake_past``; besides ``citizen``
        :raise RowRefused: with the reason
        """
        run = self.run
        if len(cells) > len(self.header):
            raise RowRefused(
                "shape", self.env._("The row has more cells than the heading has columns.")
            )
        if len(reference) > MAX_KEY:
            raise RowRefused("long", self.env._("The external reference is too long."))
        received, closed = self._dates(cells)
        pending = []
        subject_id = self._subject(cells, pending)
        nature_id = self._choice(cells, "nature", self.natures, run.nature_id)
        allowed = self.allowed.get(subject_id)
        if allowed and nature_id not in allowed:
            raise RowRefused(
                "nature",
                self.env._(
                    "%(subject)s cannot be registered as %(nature)s.",
                    subject=self.subject_names[subject_id],
                    nature=self.nature_names[nature_id],
                ),
            )
        vals = {
            "external_ref": reference,
            "received_at": received,
            "closed_at": closed,
            "subject_id": subject_id,
            "nature_id": nature_id,
            "channel_id": self._choice(cells, "channel", self.channels, run.channel_id),
            "to_unit_id": self._unit(cells, pending),
            "region_id": self._region(cells, pending),
        }
        vals.update(self._texts(cells, subject_id, pending))
        if citizen := self._citizen(cells):
            vals["citizen"] = citizen
        for kind, place, text, record_id in pending:
            self.new[kind][place] = (record_id, text)
            self.known[kind][place] = {record_id}
            if kind == "subject":
                self.subject_names[record_id] = text
        return vals

    def _dates(self, cells):
        text = self.cell(cells, "received_at")
        if not text:
            raise RowRefused("missing", self.env._("The day on which it was received is missing."))
        received, received_day, _exact = self._when(text)
        closed = False
        if text := self.cell(cells, "closed_at"):
            closed, day, exact = self._when(text)
            if day == received_day and not exact and closed < received:
                closed = received
            if closed < received:
                raise RowRefused("order", self.env._("Closed before it was received."))
        if max(received, closed or received) > self.latest:
            raise RowRefused("order", self.env._("The date lies in the future."))
        return received, closed

    def _when(self, text):
        """``(naive moment in UTC, day, whether the hour is known)``."""
        try:
            day, clock, offset = read_when(text, self.run.date_style)
            if day.year < FIRST_YEAR:
                raise ValueError(text)
            moment = datetime.datetime.combine(day, clock or NOON)
            if offset:
                sign = "+00:00" if offset == "Z" else offset
                if ":" not in sign:
                    sign = f"{sign[:3]}:{sign[3:]}"
                aware = datetime.datetime.fromisoformat(f"{moment.isoformat()}{sign}")
            else:
                aware = self.zone.localize(moment)
            naive = aware.astimezone(pytz.utc).replace(tzinfo=None, microsecond=0)
        except (ValueError, OverflowError) as error:
            raise RowRefused("date", self.env._("“%s” is not a date.", text[:40])) from error
        return naive, day, clock is not None

    def _choice(self, cells, target, known, default):
        text = self.cell(cells, target)
        if not text:
            return default.id
        found = known.get((None, name_key(text)), ())
        if len(found) != 1:
            raise RowRefused(
                "unknown", self.env._("There is no nature or channel “%s”.", text[:80])
            )
        return next(iter(found))

    def _place(self, kind, parent_id, text, pending):
        """The id of a unit, subject or region of that name; noted down as new
        where it is not known and may be created."""
        place = (parent_id, name_key(text))
        found = self.known[kind].get(place)
        if not found and parent_id == self._root(kind) and kind not in self.strict:
            # One of that name stands somewhere in the tree: that is meant.
            found = self.known[kind].get((None, place[1]))
        if not found:
            found = {item[3] for item in pending if item[:2] == (kind, place)}
        if found and len(found) > 1:
            raise RowRefused(
                "unknown",
                self.env._("“%s” is ambiguous; give each a code and use that.", text[:80]),
            )
        if found:
            return next(iter(found))
        if len(text) > MAX_LINE:
            raise RowRefused("long", self.env._("A name is too long: %s", text[:80]))
        if not self.creates[kind]:
            label = {
                "unit": self.env._("There is no unit “%s”.", text[:80]),
                "subject": self.env._("There is no subject “%s”.", text[:80]),
                "region": self.env._("There is no region “%s”.", text[:80]),
            }[kind]
            raise RowRefused("unknown", label)
        record_id = -1 - len(self.new[kind]) - len(pending)
        pending.append((kind, place, text, record_id))
        return record_id

    def _root(self, kind):
        return self.run.parent_unit_id.id or 0 if kind == "unit" else 0

    def _unit(self, cells, pending):
        if text := self.cell(cells, "unit"):
            return self._place("unit", self._root("unit"), text, pending)
        return self.run.unit_id.id

    def _subject(self, cells, pending):
        subject_id = 0
        for target in ("subject1", "subject2"):
            if text := self.cell(cells, target):
                subject_id = self._place("subject", subject_id, text, pending)
        subject_id = subject_id or self.run.subject_id.id
        if not subject_id:
            raise RowRefused("missing", self.env._("The subject is missing."))
        return subject_id

    def _region(self, cells, pending):
        region_id = 0
        for target in ("region1", "region2", "region3"):
            if text := self.cell(cells, target):
                region_id = self._place("region", region_id, text, pending)
        return region_id or False

    def _texts(self, cells, subject_id, pending):
        name = self.cell(cells, "name")
        description = self.cell(cells, "description")
        address = self.cell(cells, "address")
        if max(len(name), len(address)) > MAX_LINE:
            raise RowRefused(
                "long", self.env._("Summary and address have at most %s letters.", MAX_LINE)
            )
        if not name and not description:
            new = {item[3]: item[2] for item in pending if item[0] == "subject"}
            name = new.get(subject_id) or self.subject_names[subject_id]
        notes = [f"{label}: {cells[position]}" for position, label in self.notes if cells[position]]
        description = "\n".join([*([description] if description else []), *notes])
        if len(description) > MAX_DESCRIPTION:
            raise RowRefused(
                "long",
                self.env._("The description has more than %s letters.", MAX_DESCRIPTION),
            )
        vals = {"description": description or False, "address": address or False}
        return {**vals, "name": name} if name else vals

    def _citizen(self, cells):
        name = self.cell(cells, "citizen_name")
        phone = self.cell(cells, "citizen_phone")
        identity = self.cell(cells, "citizen_identity")
        if not (name or phone or identity):
            return None
        if len(name) > MAX_LINE or len(phone) > 60:
            raise RowRefused("long", self.env._("The citizen's name or phone is too long."))
        Partner = self.env["res.partner"]
        try:
            if identity:
                Partner._identity_vals(identity)
            if phone:
                Partner._clean_phone(phone)
        except ValidationError as error:
            raise RowRefused("citizen", error.args[0]) from error
        citizen = {"name": name or self.env._("Name not on record")}
        if phone:
            citizen["phone"] = phone
        if identity:
            citizen["identity_number"] = identity
        return citizen

    # ------------------------------------------------------------------
    # Creating what is missing
    # ------------------------------------------------------------------

    def new_names(self):
        """Kind → names that would be created, with what they are part of."""
        result = {}
        for kind, entries in self.new.items():
            labels = {}
            for (parent, _key), (record_id, text) in entries.items():
                above = labels.get(parent)
                labels[record_id] = f"{above} / {text}" if above else text
            result[kind] = list(labels.values())
        return result

    def create_new(self):
        """Creates the units, subjects and regions that rows name, level by level."""
        for kind, entries in self.new.items():
            made = {}
            left = dict(entries)
            while left:
                ready = {
                    place: entry
                    for place, entry in left.items()
                    if place[0] >= 0 or place[0] in made
                }
                vals_list = [
                    self._new_vals(kind, made.get(parent, parent), text)
                    for (parent, _key), (_record_id, text) in ready.items()
                ]
                records = self.env[MODELS[kind]].create(vals_list)
                for (_place, (record_id, _text)), record in zip(
                    ready.items(), records, strict=True
                ):
                    made[record_id] = record.id
                left = {place: entry for place, entry in left.items() if place not in ready}
            entries.clear()
        self._look_up()

    def _new_vals(self, kind, parent_id, text):
        vals = {"name": persian.normalize_text(text), "parent_id": parent_id or False}
        if kind == "unit" and re.fullmatch(r"[A-Za-z0-9_-]{1,16}", text):
            vals["code"] = text
        return vals
