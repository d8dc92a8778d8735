import psycopg2

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, mute_logger

from ...domain import placeholders

PLACEHOLDERS = ("citizen", "number", "subject", "unit", "date")


class ZrmAnswerTemplate(models.Model):
    """A template: how cases of a subject are answered and handled."""

    _name = "zrm.answer.template"
    _description = "Answer Template"
    _order = "subject_id, use_count desc, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    subject_id = fields.Many2one(
        "zrm.subject",
        index="btree_not_null",
        ondelete="cascade",
        help="For this subject and all below it. Empty: every subject.",
    )
    nature_id = fields.Many2one(
        "zrm.nature",
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: whatever nature the case has.",
    )
    body = fields.Text(
        string="Answer",
        required=True,
        translate=True,
        help="The answer to the citizen. {citizen}, {number}, {subject}, {unit} and {date} "
        "are replaced by those of the case.",
    )
    handling = fields.Text(
        string="How to Handle It", translate=True, help="For staff; the citizen never reads it."
    )
    settles = fields.Boolean(
        string="Settles on the Phone",
        help="The answer may be all that the citizen needs: operators can settle with it.",
    )
    use_count = fields.Integer(string="Used", readonly=True, copy=False)
    active = fields.Boolean(default=True)
    unit_id = fields.Many2one(
        "zrm.unit",
        string="Kept by",
        index="btree_not_null",
        ondelete="restrict",
        default=lambda self: self._default_unit_id(),
        help="The unit whose managers change it; all units use it. Empty: administrators do.",
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")

    @api.model
    def _default_unit_id(self):
        user = self.env.user
        if user.has_group("zrm_base.group_administrator"):
            return False
        return user.sudo().zrm_managed_unit_ids[:1]

    @api.constrains("body")
    def _check_placeholders(self):
        for template in self:
            if wrong := placeholders.unknown(template.body, PLACEHOLDERS):
                raise ValidationError(
                    self.env._(
                        "The answer has unknown placeholders: %(wrong)s. Use these "
                        "only: %(known)s.",
                        wrong=", ".join(f"{{{name}}}" for name in wrong),
                        known=", ".join(f"{{{name}}}" for name in PLACEHOLDERS),
                    )
                )

    @api.model
    def _fitting(self, subject, nature=None):
        """Templates for cases about a subject, the most specific first, then
        the most used.

        :param subject: one subject; templates of its parents fit, too
        :param nature: the case's nature; without it, templates of all natures
        """
        if not subject:
            return self.browse()
        path = [int(part) for part in (subject.sudo().parent_path or "").split("/") if part]
        domain = Domain("subject_id", "in", [*path, False])
        if nature:
            domain &= Domain("nature_id", "in", [nature.id, False])
        found = self.search_fetch(domain, ["subject_id", "nature_id", "use_count"])
        depth = {subject_id: position for position, subject_id in enumerate(path, 1)}
        return found.sorted(
            lambda template: (
                -depth.get(template.subject_id.id, 0),
                not template.nature_id,
                -template.use_count,
                template.id,
            )
        )

    def _render(self, case):
        """The answer to one case, in the citizen's language.

        :return: plain text; nothing in it is evaluated
        """
        self.ensure_one()
        lang = case._text_lang()
        localized = case.with_context(lang=lang)
        values = {
            "citizen": localized.partner_id.name or self.env._("citizen"),
            # Without spaces: groups of digits would change places in Persian text.
            "number": localized.number or "",
            "subject": localized.subject_id.name or "",
            # sudo: the citizen may read the unit's name, whoever renders the text.
            "unit": localized.unit_id.sudo().name or "",
            "date": localized.env["res.partner"]._format_date(fields.Date.context_today(localized)),
        }
        return placeholders.fill(self.with_context(lang=lang).body, values)

    def _count_use(self):
        """Counts one use of these templates.

        Never blocks or fails: if another transaction counts the same template, this use is
        not counted. The count is only used for sorting.
        """
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint(flush=False):
                self.env.cr.execute(
                    SQL(
                        "UPDATE zrm_answer_template SET use_count = coalesce(use_count, 0) + 1 "
                        "WHERE id IN (SELECT id FROM zrm_answer_template WHERE id = ANY(%s) "
                        "FOR UPDATE SKIP LOCKED)",
                        self.ids,
                    )
                )
        except psycopg2.errors.SerializationFailure:
            return
        self.invalidate_recordset(["use_count"], flush=False)
