from odoo import api, models
from odoo.fields import Domain

from ...domain.public_text import SHOWN_STATES
from ..suggestion.search import SIMILAR, likeliest, telling_words, text_matches

# Letters of a search; more words find nothing.
SEARCHED = 200


class ZrmSuggestionPublication(models.Model):
    """The public list: what is on it, found by filters and words, and similar ones to what
    somebody is typing. It finds only by words that are public."""

    _inherit = "zrm.suggestion.publication"

    @api.model
    def _public_domain(self, company):
        """What the public page of a company shows; search it as superuser."""
        if not company.sudo().zrm_suggestions_public:
            return Domain.FALSE
        return (
            Domain("company_id", "=", company.id)
            & Domain("state", "in", ("open", "closed"))
            & Domain("published_state", "in", SHOWN_STATES)
        )

    @api.model
    def _by_public_number(self, number, company):
        """The publication with this number that the page of a company shows; also of what was
        joined to another, so that old links lead on.

        :return: as superuser; empty for any other
        """
        if not 0 < number < 2**31:
            return self.sudo().browse()
        # sudo: only what the public page shows.
        found = self.sudo().search([("number", "=", number)], limit=1)
        target = found.suggestion_id and found.suggestion_id._goes_on_in().publication_ids
        if not target or found.state == "hidden":
            return self.sudo().browse()
        return target.filtered_domain(self._public_domain(company))

    @api.model
    def _filtered(self, company, state="", subject_id=0, region_id=0, year="", words=""):
        """The domain of a filtered list; unknown values find nothing by themselves.

        :param str year: Solar Hijri, such as 1405
        :param str words: in any spelling
        """
        domain = self._public_domain(company)
        if state:
            domain &= Domain("published_state", "=", state)
        if subject_id:
            domain &= Domain("subject_id", "child_of", subject_id)
        if region_id:
            domain &= Domain("region_id", "child_of", region_id)
        if year:
            domain &= Domain("jalali_year", "=", year)
        if wanted := " & ".join(telling_words(words, SEARCHED)):
            domain &= Domain.custom(to_sql=lambda model, alias, query: text_matches(alias, wanted))
        return domain

    @api.model
    def _similar(self, text, company, limit=SIMILAR):
        """Published suggestions that share the most words with a text.

        :param str text: as it is being typed
        :return: as superuser, the likeliest first
        """
        self.flush_model(["text_key"])
        return likeliest(self.sudo(), self._public_domain(company), telling_words(text), limit)

    @api.model
    def _years(self, company):
        """The Solar Hijri years since something on the page was handed in, newest first."""
        domain = self._public_domain(company) & Domain("jalali_year", "!=", False)
        first, last = (
            self.sudo().search(domain, order=order, limit=1).jalali_year
            for order in ("jalali_year", "jalali_year desc")
        )
        return [str(year) for year in range(int(last), int(first) - 1, -1)] if first else []
