from odoo import models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize

from odoo.addons.zrm_base.tools import identity, persian

from ...domain.public_report import QUESTION_PREFIX


class ZrmCaseDraft(models.Model):
    """Reads and checks the stored input.

    Saving refuses nothing; ``_problems`` returns messages for the citizen, and ``_read``
    the values for the case.
    """

    _inherit = "zrm.case.draft"

    def _problems(self, step):
        """The errors in a step.

        :return: ``{field: sentence}``, empty when all is well
        """
        self.ensure_one()
        return self._read(step)[1]

    def _read(self, step):
        """:return: ``(values, problems)`` of a step"""
        self.ensure_one()
        typed, values, problems = self._step(step), {}, {}
        for name, limit in self._step_fields(step).items():
            if len(typed.get(name, "")) > limit:
                problems[name] = self._too_long(typed[name], limit)
        reader = getattr(self, f"_read_{step}", None)
        if reader:
            reader(typed, values, problems)
        return values, problems

    def _too_long(self, text, limit):
        return self.env._(
            "At most %(limit)s characters, please; these are %(length)s. Attach the rest as a "
            "file.",
            limit=limit,
            length=len(text),
        )

    # ------------------------------------------------------------------
    # What and where
    # ------------------------------------------------------------------

    def _read_details(self, typed, values, problems):
        natures = self.subject_id._natures()
        chosen = natures.filtered(lambda nature: str(nature.id) == typed.get("nature_id"))
        if len(natures) == 1:
            chosen = natures
        if chosen:
            values["nature_id"] = chosen.id
        else:
            problems["nature_id"] = self.env._("Choose what it is.")
        for name in ("name", "description", "remedy_sought"):
            values[name] = persian.normalize_text(typed.get(name) or "") or False
        if not values["name"]:
            problems.setdefault("name", self.env._("Say in one line what it is about."))
        values["questions"] = {}
        for question in self.subject_id._questions_to_ask():
            name = QUESTION_PREFIX + question["key"]
            try:
                answer = self.subject_id._read_answer(question, typed.get(name))
            except ValidationError as error:
                problems[name] = str(error)
                continue
            if answer is not False:
                values["questions"][question["key"]] = answer
            elif question["required"] and question["kind"] != "boolean":
                problems[name] = self.env._("Please answer this question.")

    def _read_where(self, typed, values, problems):
        values["address"] = persian.normalize_text(typed.get("address") or "") or False
        values["region_id"] = False
        if region_id := typed.get("region_id"):
            region = self.env["zrm.region"].browse(
                int(region_id) if region_id.isascii() and region_id.isdigit() else []
            )
            if len(region_id) < 10 and region.id in region._usable_ids():
                values["region_id"] = region.id
            else:
                problems["region_id"] = self.env._("Choose the district from the list.")

    # ------------------------------------------------------------------
    # Likely the same
    # ------------------------------------------------------------------

    def _likely(self):
        """Cases of others that probably are the same; see ``_likely_same``."""
        self.ensure_one()
        where, problems = self._read("where")
        if problems:
            return []
        return self.env["zrm.case"]._likely_same({"subject_id": self.subject_id.id, **where})

    def _read_same(self, typed, values, problems):
        """The case to join, while it can be joined."""
        choice = typed.get("same") or ""
        values["join_id"] = False
        if choice and choice != "other":
            likely = {str(case["id"]): case["id"] for case in self._likely()}
            if choice in likely:
                values["join_id"] = likely[choice]
            else:
                problems["same"] = self.env._(
                    "That report cannot be joined any more; go on with your own."
                )

    # ------------------------------------------------------------------
    # Who
    # ------------------------------------------------------------------

    def _may_be_anonymous(self):
        self.ensure_one()
        nature = self.env["zrm.nature"].browse(self._read("details")[0].get("nature_id") or [])
        joins = self._read("same")[0]["join_id"]
        # Notices need a name and an address.
        return bool(nature) and nature._cached("allows_anonymous") and not joins

    def _bringers(self):
        """Choices of the person to report for: ``[(key, label)]``."""
        self.ensure_one()
        choices = [("self", self.env._("I give my name"))]
        if self.user_id:
            own = self.user_id.partner_id
            choices = [("self", self.env._("For myself: %s", own.name))]
            choices += [
                (f"person_{citizen.id}", self.env._("For %s, whom I act for", citizen.name))
                for citizen in own._represented_citizens()
            ]
            if company := own._own_organization():
                choices.append(("organization", self.env._("For %s", company.name)))
        if self._may_be_anonymous():
            choices.append(("anonymous", self.env._("Without a name (anonymous)")))
        return choices

    def _preferred_channels(self):
        """Choices of the preferred channel: ``[(value, label)]``."""
        labels = {
            "email": self.env._("By e-mail"),
            "sms": self.env._("By text message"),
            "none": self.env._("No messages; I check by myself"),
        }
        ways = self.env["zrm.case.notice"]._channels()
        return [(way, labels[way]) for way in (*ways, "none") if way in labels]

    def _read_who(self, typed, values, problems):
        bringers = dict(self._bringers())
        bringer = typed.get("bringer") or ("self" if len(bringers) == 1 else "")
        if bringer not in bringers:
            problems["bringer"] = self.env._("Choose in whose name you report.")
            return
        values["bringer"] = bringer
        if bringer == "anonymous":
            return
        preferred_channel = typed.get("preferred_channel") or ""
        values["preferred_channel"] = (
            preferred_channel if preferred_channel in dict(self._preferred_channels()) else False
        )
        if self.user_id:
            return
        installed = dict(self.env["res.lang"].get_installed())
        values["lang"] = typed.get("lang") if typed.get("lang") in installed else self.lang
        self._read_contact(typed, values, problems)

    def _read_contact(self, typed, values, problems):
        Partner = self.env["res.partner"]
        values["name"] = persian.normalize_text(typed.get("name") or "")
        if len(values["name"]) < 2:
            problems.setdefault("name", self.env._("Write your first and last name."))
        try:
            values["phone"] = Partner._clean_phone(typed["phone"]) if typed.get("phone") else ""
        except ValidationError as error:
            problems.setdefault("phone", str(error))
        else:
            if not values["phone"]:
                problems["phone"] = self.env._(
                    "Give a telephone number: with its last digits you follow your case."
                )
        values["email"] = typed.get("email") or False
        if values["email"] and not email_normalize(values["email"]):
            problems["email"] = self.env._(
                "%s is no e-mail address; it should read name@example.com.", values["email"][:80]
            )
        if values["preferred_channel"] == "email" and not values["email"]:
            problems["email"] = self.env._("To be informed by e-mail, give an address.")
        try:
            values.update(Partner._identity_vals(typed.get("identity_number")))
        except ValidationError as error:
            problems.setdefault("identity_number", str(error))

    # ------------------------------------------------------------------
    # For the pages
    # ------------------------------------------------------------------

    def _summary(self):
        """Summary before sending: ``[(step, title, [(label, text)])]``."""
        self.ensure_one()
        env, details, where = self.env, self._read("details")[0], self._read("where")[0]
        who = self._read("who")[0]
        nature = env["zrm.nature"].browse(details.get("nature_id"))
        answers = [
            (question["label"], self._shown_answer(question, details["questions"]))
            for question in self.subject_id._questions_to_ask()
        ]
        district = env["zrm.region"]._labels().get(where["region_id"])
        ways = dict(self._preferred_channels())
        sections = [
            (
                "details",
                env._("What it is about"),
                [
                    (env._("Subject"), self._subject_name()),
                    (env._("What it is"), nature.name),
                    (env._("In one line"), details["name"]),
                    (env._("Description"), details["description"]),
                    (env._("What you want to happen"), details["remedy_sought"]),
                    *answers,
                    (env._("Files"), "\n".join(self._files().mapped("name"))),
                ],
            ),
            (
                "where",
                env._("Where"),
                [
                    (env._("District"), district),
                    (env._("Address"), where["address"]),
                ],
            ),
            (
                "who",
                env._("Who reports"),
                [
                    (env._("In whose name"), dict(self._bringers()).get(who["bringer"])),
                    (env._("Name"), who.get("name")),
                    (env._("Telephone"), who.get("phone")),
                    (env._("E-mail"), who.get("email")),
                    (env._("Identity number"), identity.mask(who.get("national_id") or "")),
                    (env._("Notification"), ways.get(who.get("preferred_channel"))),
                ],
            ),
        ]
        return [
            (step, title, [(label, text) for label, text in rows if text])
            for step, title, rows in sections
        ]

    def _shown_answer(self, question, answers):
        if question["key"] not in answers:
            return False
        typed = self._step("details").get(QUESTION_PREFIX + question["key"])
        if question["kind"] == "boolean":
            return self.env._("Yes")
        return dict(question["options"]).get(typed, typed)
