from datetime import timedelta
from functools import lru_cache

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.zrm_base.tools import persian

from ...const import FINAL_STATES
from ...domain import likeness

# How many of the latest open cases about a subject are compared.
COMPARED = 300
# Fields fetched for the comparison, instead of all.
COMPARED_FIELDS = ("partner_id", "region_id", "address", "received_at", "text_key")
# Words common to most addresses, which do not distinguish them.
COMMON = frozenset(
    persian.search_key(
        "خیابان کوچه پلاک بلوار میدان نبش بن‌بست طبقه واحد شماره روبروی جنب street lane no number"
    ).split()
)


@lru_cache(maxsize=10_000)
def address_words(address):
    """The distinguishing words of an address, normalized.

    Cached: hundreds of addresses are compared during a call, and the same ones in the next.
    """
    return frozenset(persian.search_key(address).split()) - COMMON


class ZrmCase(models.Model):
    """Finds open cases that probably report the same problem."""

    _inherit = "zrm.case"

    @api.model
    def _likely_duplicates(self, vals, domain=Domain.TRUE):
        """Open cases that probably are the same as a new one.

        Record rules do not apply, since the operator must find duplicates in any unit.
        Confidential cases, hidden reporters and confidential citizens are excluded. The
        caller of this method decides which fields are shown.

        :param dict vals: ``subject_id``; ``region_id``, ``address``, ``partner_id``,
            ``name`` and ``description`` as far as they are known
        :param Domain domain: narrows the cases that are compared
        :return: ``zrm.case`` records with superuser rights, the likeliest first; empty
            without a citizen or place
        """
        now, partner_id = fields.Datetime.now(), vals.get("partner_id") or False
        region = self.env["zrm.region"].browse(vals.get("region_id") or [])
        new = self._compared(
            region, vals.get("address"), [vals.get("name"), vals.get("description")]
        )
        if not vals.get("subject_id") or not (partner_id or new["regions"] or new["address"]):
            return self.sudo().browse()
        ranked = []
        for case in self._open_to_compare(
            domain
            & Domain("subject_id", "=", vals["subject_id"])
            & Domain("received_at", ">=", now - timedelta(days=likeness.WITHIN_DAYS))
        ):
            known = {
                **self._compared(case.region_id, case.address, []),
                # The stored text is normalized already.
                "text": set((case.text_key or "").split()),
                "same_citizen": bool(partner_id) and case.partner_id.id == partner_id,
                "days": max((now - case.received_at).days, 0),
            }
            if score := likeness.likeness(new, known):
                ranked.append((score, case.id))
        return self.sudo().browse(case_id for _score, case_id in sorted(ranked, reverse=True))

    @api.model
    def _open_to_compare(self, domain):
        """The latest open cases without confidentiality, as superuser."""
        domain &= Domain("state", "not in", FINAL_STATES)
        domain &= Domain("is_confidential", "=", False)
        domain &= Domain("is_reporter_hidden", "=", False)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        domain &= Domain("partner_id", "=", False) | Domain(
            "partner_id.is_confidential", "=", False
        )
        # sudo: the caller decides which fields are shown.
        cases = self.sudo()
        return cases.search_fetch(domain, COMPARED_FIELDS, limit=COMPARED, order="received_at desc")

    @api.model
    def _compared(self, region, address, texts):
        """The normalized places and words that are compared."""
        path = (region.sudo().parent_path or "") if region else ""
        return {
            "regions": [int(part) for part in path.split("/") if part],
            "address": address_words(address if isinstance(address, str) else ""),
            "text": {
                word
                for text in texts
                for word in persian.search_key(text[:500] if isinstance(text, str) else "").split()
            },
        }
