from odoo import api, models

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_cases.models.configuration.zrm_cached_mixin import cached

# Shorter words are ignored in the search.
TELLING = 3


class ZrmSubject(models.Model):
    """Subjects for citizens who report; called as superuser, as visitors have no rights."""

    _inherit = "zrm.subject"

    @api.model
    def _find_by_free_text(self, text, limit=12):
        """Finds subjects for a citizen's text, best first.

        First those with all words, as in the staff's search; if there are none, those with
        the most words.

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
    @cached("self.env.lang")
    def _names(self):
        """id -> name of all subjects, in the reader's language."""
        # sudo: only names, which are public.
        everything = self.sudo().with_context(active_test=False)
        subjects = everything.search_fetch([], ["name"], order="id")
        return {subject.id: subject.name for subject in subjects}

    def _natures(self):
        """The natures that the subject allows."""
        self.ensure_one()
        Nature, allowed = self.env["zrm.nature"], self._cached("nature_ids")
        in_use = Nature._ids_to_choose()
        return Nature.browse([id_ for id_ in in_use if id_ in allowed] or in_use)
