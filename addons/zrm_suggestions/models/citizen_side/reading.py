from odoo import models
from odoo.tools import email_normalize

from odoo.addons.zrm_base.tools import persian

from ...const import BENEFIT_KINDS
from ...domain import shares
from ...domain.idea_form import PREFIX, is_email, read_share

# What makes an idea a suggestion.
NEEDED = ("name", "current_state", "proposed_state", "reason")


class ZrmSuggestionDraft(models.Model):
    """Reads and checks what was typed; says in words what is missing or wrong."""

    _inherit = "zrm.suggestion.draft"

    def _problems_of_form(self):
        """:return: ``{field of the form: sentence}``, empty when all is well"""
        self.ensure_one()
        return {
            PREFIX.get(part, "") + name: sentence
            for part in self._steps()
            for name, sentence in self._problems(part).items()
        }

    def _bringers(self):
        """A suggestion has a name: its author's own."""
        self.ensure_one()
        return [("self", self.env._("I give my name"))]

    def _may_be_anonymous(self):
        return False

    def _read_idea(self, typed, values, problems):
        missing = {
            "name": self.env._("Say your idea in one line."),
            "current_state": self.env._("Say how it is now."),
            "proposed_state": self.env._("Say what you propose."),
            "reason": self.env._("Say why it would be better so."),
        }
        for name in (*NEEDED, "expected_benefit"):
            values[name] = persian.normalize_text(typed.get(name) or "") or False
            if name in missing and not values[name]:
                problems.setdefault(name, missing[name])
        kinds = dict(BENEFIT_KINDS)
        kind = typed.get("benefit_kind") or "qualitative"
        values["benefit_kind"] = kind if kind in kinds else "qualitative"
        if kind == "quantitative" and not values["expected_benefit"]:
            problems.setdefault(
                "expected_benefit",
                self.env._("You say that the benefit can be measured; write what, and how much."),
            )
        values["is_named"] = bool(typed.get("is_named"))
        subjects = dict(self.env["zrm.subject"]._suggestible())
        chosen = typed.get("subject_id") or ""
        subject_id = int(chosen) if chosen.isascii() and chosen.isdigit() else 0
        values["subject_id"] = subject_id if subject_id in subjects else False
        if not values["subject_id"]:
            problems["subject_id"] = self.env._("Choose a subject of the list.")
        self._read_coauthors(typed, values, problems)

    def _read_coauthors(self, typed, values, problems):
        """Co-authors and shares; the own share is what is left where none was typed."""
        rows = (self.typed or {}).get("coauthors") or []
        if len(rows) >= shares.MOST_AUTHORS:
            problems["coauthors"] = self.env._(
                "A suggestion has at most %s authors, yourself included; name those who wrote it.",
                shares.MOST_AUTHORS,
            )
            return
        found, wrong = [], self.env._("Co-author %s: ")
        for number, row in enumerate(rows, 1):
            person = self._read_coauthor(*row)
            if isinstance(person, str):
                problems["coauthors"] = (wrong % number) + person
                return
            found.append(person)
        addresses = [one["email"] or one["phone"] for one in found]
        if len(set(addresses)) < len(addresses):
            problems["coauthors"] = self.env._("You named a co-author twice.")
            return
        left = shares.WHOLE - sum(one["share"] for one in found)
        own = read_share(persian.to_ascii_digits(typed.get("share") or ""))
        if typed.get("share") and own is None:
            problems["share"] = self.env._("Your share is a number from 1 to 100.")
            return
        own = left if own is None or not found else own
        if left <= 0 or shares.problem([own, *(one["share"] for one in found)]):
            problems["coauthors"] = self.env._(
                "The shares of all authors have to sum to 100 percent, and yours is above zero; "
                "those of your co-authors sum to %(others)s, yours is %(own)s.",
                others=f"{shares.WHOLE - left:g}",
                own=f"{own:g}",
            )
            return
        values["coauthors"] = found

    def _read_coauthor(self, name, contact, share):
        """:return: dict of a co-author, or what is wrong"""
        name = persian.normalize_text(name or "")
        if len(name) < 2:
            return self.env._("write the first and last name.")
        email, phone = False, False
        contact = persian.to_ascii_digits(contact or "").strip()
        if is_email(contact):
            email = email_normalize(contact)
        else:
            phone = self.env["res.partner"]._normalize_phone(contact)
        if not email and not phone:
            return self.env._(
                "write a telephone number or an e-mail address, so that we can ask them."
            )
        percent = read_share(persian.to_ascii_digits(share or ""))
        if not percent or percent >= shares.WHOLE:
            return self.env._("the share is a number above 0 and below 100.")
        return {"name": name, "email": email, "phone": phone, "share": percent}
