from odoo import api, models
from odoo.exceptions import ValidationError

from odoo.addons.zrm_base.tools import persian

from .zrm_cached_mixin import cached

# Kinds of questions that forms support.
ASKED_KINDS = ("char", "text", "boolean", "integer", "float", "date", "selection")
MAX_LENGTH = 1000
MAX_NUMBER = 10**9


class ZrmSubject(models.Model):
    """A subject's questions for forms, and conversion of their answers; shared by the
    citizens' pages and the operator's screen."""

    _inherit = "zrm.subject"

    def _questions_to_ask(self):
        """The subject's own questions in the reader's language.

        :return: list of dicts ``key``, ``label``, ``kind``, ``options``
            (``[(value, label)]``), ``default``, ``required``
        """
        self.ensure_one()
        return self._questions_in(self.id, self.env.lang)

    @api.model
    @cached("subject_id", "lang")
    def _questions_in(self, subject_id, lang):
        # sudo: the questions do not depend on the user's rights.
        subject = self.sudo().with_context(lang=lang).browse(subject_id)
        required = set(subject.question_ids.filtered("is_required").mapped("key"))
        return [
            {
                "key": definition["name"],
                "label": definition.get("string") or definition["name"],
                "kind": definition["type"],
                "options": [tuple(option) for option in definition.get("selection") or []],
                "default": definition.get("default") or "",
                "required": definition["name"] in required,
            }
            for definition in subject.question_definition or []
            if definition.get("type") in ASKED_KINDS
        ]

    @api.model
    def _read_answer(self, question, typed):
        """Converts the answer to a question to its stored value.

        :param dict question: one of :meth:`_questions_to_ask`
        :param typed: text as typed, or a value of the right type from a form
        :return: the value; False without an answer (zero is an answer)
        :raise ValidationError: names the expected format
        """
        if typed is None or typed is False or typed == "":
            return False
        kind = question["kind"]
        if kind == "boolean":
            return True
        text = str(typed).strip()
        if kind in ("integer", "float"):
            return self._read_number(text, kind)
        if kind == "date":
            return str(self.env["res.partner"]._parse_date(text[:40]))
        if kind == "selection":
            if text not in dict(question["options"]):
                raise ValidationError(self.env._("Choose one of the answers."))
            return text
        if len(text) > MAX_LENGTH:
            raise ValidationError(
                self.env._(
                    "At most %(limit)s characters, please; these are %(length)s.",
                    limit=MAX_LENGTH,
                    length=len(text),
                )
            )
        return persian.normalize_text(text)

    @api.model
    def _read_number(self, text, kind):
        plain = persian.to_ascii_digits(text).replace("٫", ".").replace("٬", "").replace(",", "")
        try:
            number = int(plain) if kind == "integer" else float(plain)
        except ValueError:
            number = None
        # Also refuses NaN.
        if number is None or not -MAX_NUMBER <= number <= MAX_NUMBER:
            if kind == "integer":
                raise ValidationError(self.env._("Write a whole number, like 12."))
            raise ValidationError(self.env._("Write a number, like 12.5."))
        return number
