from odoo import models

from odoo.addons.zrm_cases.const import OURS


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Two files of one citizen become one: they have one voice, follow once, and are one author
    with both shares."""

    _inherit = "base.partner.merge.automatic.wizard"

    def _merge_citizen_records(self, sources, target):
        result = super()._merge_citizen_records(sources, target)
        everybody = (sources | target).ids
        self._merge_voices(everybody, target)
        self._merge_followers(everybody, target)
        self._merge_authors(sources | target, target)
        return result

    def _merge_voices(self, ids, target):
        """Keeps the earliest voice for each suggestion. Core moves it to the file that stays;
        where both had one, it would have violated the unique index and lost both."""
        Voice = self.env["zrm.suggestion.support"].sudo()
        voices = Voice.search([("partner_id", "in", ids)], order="id")
        self.env["zrm.suggestion.recount"]._mark(voices.publication_id)
        for same in voices.grouped("publication_id").values():
            same[1:].unlink()

    def _merge_followers(self, ids, target):
        """Who opted out with one of the files is out."""
        Follow = self.env["zrm.suggestion.follow"].sudo()
        for same in (
            Follow.search([("partner_id", "in", ids)], order="id")
            .grouped("publication_id")
            .values()
        ):
            if muted := same.filtered("muted_at"):
                same[0].muted_at = muted[0].muted_at
            same[1:].unlink()

    def _merge_authors(self, together, target):
        """Adds up the shares of what were two authors of one suggestion."""
        Author = self.env["zrm.suggestion.author"].sudo().with_context(zrm_handling=OURS)
        authors = Author.search([("partner_id", "in", together.ids)], order="is_first desc, id")
        for same in authors.grouped("suggestion_id").values():
            if len(same) > 1:
                share, is_first = sum(same.mapped("share")), any(same.mapped("is_first"))
                # Named only where each of them wanted it.
                is_named = all(same.mapped("is_named"))
                same[1:].unlink()
                same[0].write({"share": share, "is_first": is_first, "is_named": is_named})
        Author.flush_model()
