from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.zrm_base.tools import persian

from ...const import MAX_SEARCH
from ...fields.question_definition import QuestionDefinition


class ZrmSubject(models.Model):
    """The subject of a case, with its service sheet."""

    _name = "zrm.subject"
    _description = "Subject"
    _inherit = ["zrm.import.template.mixin"]
    _parent_store = True
    _parent_name = "parent_id"
    _rec_names_search = ["name", "code"]
    _order = "tree_key, id"

    name = fields.Char(required=True, translate=True)
    complete_name = fields.Char(
        string="Full Name", compute="_compute_complete_name", recursive=True
    )
    code = fields.Char()
    parent_id = fields.Many2one("zrm.subject", string="Part of", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    child_ids = fields.One2many("zrm.subject", "parent_id", string="Parts")
    tree_key = fields.Char(
        compute="_compute_tree_key",
        store=True,
        recursive=True,
        help="For sorting parts below their parent.",
    )
    index_terms = fields.Text(
        translate=True,
        help="Other terms for it, one per line; operators find the subject by any of them.",
    )
    term_key = fields.Char(compute="_compute_term_key", store=True, index="trigram")
    nature_ids = fields.Many2many(
        "zrm.nature", string="Allowed Natures", help="None chosen: all are allowed."
    )
    process_id = fields.Many2one(
        "zrm.process",
        ondelete="restrict",
        index="btree_not_null",
        help="How such a case is handled. Empty: as the subject above.",
    )
    total_hours = fields.Float(
        string="Whole Case Within",
        help="Working hours from registration to answer, where the subject needs another time "
        "than its process allows. 0: as the process.",
    )
    question_ids = fields.One2many(
        "zrm.subject.question",
        "subject_id",
        string="Questions",
        copy=True,
        help="What else has to be asked about such a case.",
    )
    question_definition = QuestionDefinition(
        string="Compiled Questions",
        compute="_compute_question_definition",
        store=True,
        copy=False,
    )
    is_sensitive = fields.Boolean(
        string="Confidential by Nature",
        help="Cases of this subject are confidential from the start.",
    )
    hides_reporter = fields.Boolean(
        string="Whistle-blowing",
        help="Who reports such a matter is hidden, also from the unit that handles it.",
    )
    # The service sheet (شناسنامهٔ خدمت).
    entitled = fields.Text(string="Who Is Entitled", translate=True)
    documents = fields.Text(string="Documents Needed", translate=True)
    cost = fields.Char(translate=True)
    usual_time = fields.Char(translate=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "This code belongs to another subject already."
    )

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(
                self.env._("A subject cannot be part of itself, not even by way of others.")
            )

    def write(self, vals):
        # The ORM stores computed values without calling write.
        if "question_definition" in vals:
            self.check_access("write")
            raise UserError(
                self.env._("Questions are changed on the form of the subject, by administrators.")
            )
        return super().write(vals)

    @api.depends("name", "parent_id.complete_name")
    @api.depends_context("lang")
    def _compute_complete_name(self):
        for subject in self:
            parent = subject.parent_id.complete_name
            subject.complete_name = f"{parent} / {subject.name}" if parent else subject.name

    @api.depends("code", "parent_id.tree_key")
    def _compute_tree_key(self):
        for subject in self:
            # Subjects without a code come last among their siblings.
            above, own = subject.parent_id.tree_key or "", subject.code or "~"
            subject.tree_key = f"{above}{own}#{subject._origin.id or 0:08}/"

    @api.depends("name", "index_terms")
    def _compute_term_key(self):
        """All words of the name and index terms, in all installed languages."""
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for subject in self:
            words = {}
            for lang in languages:
                translated = subject.with_context(lang=lang)
                text = f"{translated.name or ''} {translated.index_terms or ''}"
                words.update(dict.fromkeys(persian.name_words(text)))
            subject.term_key = " ".join(words) or False

    @api.depends(
        "question_ids.name",
        "question_ids.kind",
        "question_ids.sequence",
        "question_ids.option_ids.name",
        "question_ids.option_ids.sequence",
    )
    def _compute_question_definition(self):
        languages = [code for code, _name in self.env["res.lang"].get_installed()]
        for subject in self:
            subject.question_definition = [
                question._definition(languages) for question in subject.question_ids
            ]

    @api.model
    def _search_display_name(self, operator, value):
        """Searches by index terms or their beginning, in any spelling."""
        domain = super()._search_display_name(operator, value)
        if (
            operator == "ilike"
            and value
            and (words := persian.search_key(value[:MAX_SEARCH]).split())
        ):
            terms = [("term_key", "ilike", word) for word in words]
            return ["|", *domain, *["&"] * (len(terms) - 1), *terms]
        return domain

    def _renew_terms(self):
        """Updates the search index after translations, which are loaded without the ORM."""
        self.env.add_to_compute(self._fields["term_key"], self)

    def _renew_questions(self):
        """Recompiles the questions after translations, which are loaded without the ORM."""
        self.env.add_to_compute(self._fields["question_definition"], self)
        self._invalidate_configuration()

    def _process(self):
        """The process of cases about this subject: its own, or that of the
        nearest subject above that has one."""
        self.ensure_one()
        subject = self.sudo()
        while subject:
            if process_id := subject._cached("process_id"):
                return subject.env["zrm.process"].browse(process_id)
            subject = subject.browse(subject._cached("parent_id") or [])
        return subject.env["zrm.process"]

    def _total_hours(self, process):
        """Working hours for the whole of a case about this subject."""
        self.ensure_one()
        return self._cached("total_hours") or process._cached("total_hours")

    @api.model
    def _import_columns(self):
        return [
            ("name", "لایروبی جوی"),
            ("code", "S-12"),
            ("parent_id", "S-1"),
            ("index_terms", "جوی، نهر، کانال آب"),
            ("usual_time", "سه روز کاری"),
        ]
