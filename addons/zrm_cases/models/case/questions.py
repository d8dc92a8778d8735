from odoo import api, models
from odoo.exceptions import UserError

from ...fields.question_definition import in_language


def is_answer(value):
    """Whether a value counts as an answer; zero does.

    >>> [is_answer(value) for value in (0, "x", "", False, None)]
    [True, True, False, False, False]
    """
    return value is not None and value is not False and value != ""


class ZrmCase(models.Model):
    """The questions of the subject: asked by forms, answered on the case."""

    _inherit = "zrm.case"

    @api.model
    def get_property_definition(self, full_name):
        """Core reads the definition without the field's conversion; this returns it in the
        user's language."""
        definition = super().get_property_definition(full_name)
        return in_language(definition, self.env.lang) if definition else definition

    @api.model
    def _check_questions(self, vals_list):
        """Refuses entries without an answer to a required question.

        Only with ``zrm_check_questions`` in the context: a form can require answers, an
        e-mail or an import cannot.

        :raise UserError: names what has to be answered
        """
        if not self.env.context.get("zrm_check_questions"):
            return
        required = (
            self.env["zrm.subject.question"]
            .search(
                [
                    ("subject_id", "in", [vals["subject_id"] for vals in vals_list]),
                    ("is_required", "=", True),
                    ("kind", "!=", "boolean"),
                ]
            )
            .grouped("subject_id")
        )
        for vals in vals_list:
            answers = self._answers(vals.get("questions"))
            questions = required.get(self.env["zrm.subject"].browse(vals["subject_id"]), [])
            missing = [item.name for item in questions if not is_answer(answers.get(item.key))]
            if missing:
                raise UserError(self.env._("Please answer first: %s", " · ".join(missing)))

    @api.model
    def _answers(self, questions):
        """Answers by key, of a dict or of what a form sends (a list of definitions)."""
        if isinstance(questions, list):
            return {item["name"]: item.get("value") for item in questions if item.get("name")}
        return dict(questions or {})
