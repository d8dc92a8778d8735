import uuid

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# The property type of each kind of question.
KINDS = [
    ("char", "One line of text"),
    ("text", "Several lines of text"),
    ("boolean", "Yes or no"),
    ("integer", "Number"),
    ("date", "Date"),
    ("selection", "Choice"),
]


def _new_key(_self):
    """The key under which answers are stored; does not change with the wording."""
    return f"q{uuid.uuid4().hex[:12]}"


class ZrmSubjectQuestion(models.Model):
    """An additional question about cases of a subject.

    The subject compiles its questions into a definition of properties
    (``zrm.subject.question_definition``), with the labels of every language.
    """

    _name = "zrm.subject.question"
    _description = "Question"
    _order = "subject_id, sequence, id"

    name = fields.Char(string="Question", required=True, translate=True)
    subject_id = fields.Many2one("zrm.subject", required=True, index=True, ondelete="cascade")
    key = fields.Char(required=True, readonly=True, default=_new_key, copy=False)
    kind = fields.Selection(KINDS, required=True, default="char")
    option_ids = fields.One2many(
        "zrm.subject.question.option", "question_id", string="Choices", copy=True
    )
    is_required = fields.Boolean(
        string="Required", help="Forms do not register the case before it is answered."
    )
    sequence = fields.Integer(default=10)

    _key_uniq = models.UniqueIndex("(subject_id, key)", "The subject has this question already.")

    @api.constrains("kind", "option_ids")
    def _check_options(self):
        if self.env.context.get("install_mode"):
            return  # choices are separate records, copied later
        for question in self:
            if question.kind == "selection" and len(question.option_ids) < 2:
                raise ValidationError(
                    self.env._("Give the question “%s” two choices at least.", question.name)
                )

    @api.constrains("key")
    def _check_key(self):
        for question in self:
            if not (question.key.isascii() and question.key.isalnum() and question.key.islower()):
                raise ValidationError(
                    self.env._("The key %s may have small Latin letters and digits.", question.key)
                )

    def _definition(self, languages):
        """This question as a definition of a property, in these languages."""
        self.ensure_one()
        plain = self.with_context(lang="en_US")
        labels = {
            lang: self.with_context(lang=lang)._labels() for lang in languages if lang != "en_US"
        }
        definition = {"name": self.key, "type": self.kind, **plain._labels()}
        return {**definition, "labels": labels} if labels else definition

    def _labels(self):
        """The language-dependent part of the definition."""
        labels = {"string": self.name}
        if self.kind == "selection":
            labels["selection"] = [[option.key, option.name] for option in self.option_ids]
        return labels

    def _update_field_translations(self, *args, **kwargs):
        """The translation dialog does not call ``write``."""
        result = super()._update_field_translations(*args, **kwargs)
        self.subject_id._renew_questions()
        return result


class ZrmSubjectQuestionOption(models.Model):
    """A choice of a question."""

    _name = "zrm.subject.question.option"
    _description = "Choice"
    _order = "question_id, sequence, id"

    name = fields.Char(string="Choice", required=True, translate=True)
    question_id = fields.Many2one(
        "zrm.subject.question", required=True, index=True, ondelete="cascade"
    )
    key = fields.Char(required=True, readonly=True, default=_new_key, copy=False)
    sequence = fields.Integer(default=10)

    _key_uniq = models.UniqueIndex("(question_id, key)", "The question has this choice already.")

    def _update_field_translations(self, *args, **kwargs):
        result = super()._update_field_translations(*args, **kwargs)
        self.question_id.subject_id._renew_questions()
        return result
