from odoo import api, models

from odoo.addons.zrm_base.tools import persian

from .zrm_kept_mixin import kept

# Answers that a plain form can ask for.
ASKED_TYPES = ("char", "text", "boolean", "integer", "float", "date", "selection")
# A word shorter than this says nothing of the matter.
TELLING = 3


class ZrmSubject(models.Model):
    """What citizens see of a subject when they report; asked with rights of the
    system, as visitors have none."""

    _inherit = "zrm.subject"

    @api.model
    def _find_in_own_words(self, text, limit=12):
        """Subjects for what a citizen typed, best first.

        All words first, as staff search; where that finds nothing, those that
        have the most of the words.

        :param str text: any words, in any spelling
        """
        found = self.browse(
            [item[0] for item in self.name_search(text, operator="ilike", limit=limit)]
        )
        words = {word for word in persian.search_key(text).split() if len(word) >= TELLING}
        if found or not words:
            return found
        domain = ["|"] * (len(words) - 1) + [("term_key", "ilike", word) for word in words]
        some = self.search(domain, limit=200)
        return some.sorted(
            lambda subject: -sum(word in (subject.term_key or "") for word in words)
        )[:limit]

    @api.model
    @kept("self.env.lang")
    def _names(self):
        """id -> name of all subjects, in the reader's language."""
        # Nothing but names, which anybody may read.
        everything = self.sudo().with_context(active_test=False)
        subjects = everything.search_fetch([], ["name"], order="id")
        return {subject.id: subject.name for subject in subjects}

    def _natures(self):
        """As what it may be brought."""
        self.ensure_one()
        Nature = self.env["zrm.nature"]
        return self.nature_ids.filtered("active") or Nature.browse(Nature._ids_to_choose())

    def _public_questions(self):
        """The subject's own questions in the reader's language.

        :return: list of dicts ``key``, ``label``, ``kind``, ``options``
            (``[(value, label)]``), ``required``
        """
        self.ensure_one()
        required = self._required_questions()
        return [
            {
                "key": definition["name"],
                "label": definition.get("string") or definition["name"],
                "kind": definition["type"],
                "options": [tuple(option) for option in definition.get("selection") or []],
                "required": definition["name"] in required,
            }
            for definition in self.question_definition or []
            if definition.get("type") in ASKED_TYPES
        ]

    def _required_questions(self):
        """The keys of the questions that have to be answered."""
        self.ensure_one()
        return self._required_keys(self.id)

    @api.model
    @kept("subject_id")
    def _required_keys(self, subject_id):
        # The same for whoever asks.
        subject = self.sudo().browse(subject_id)
        return frozenset(subject.question_ids.filtered("is_required").mapped("key"))
