from datetime import timedelta
from functools import lru_cache

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.zrm_base.tools import persian

from ...const import FINAL_STATES
from ...domain import likeness

# Of the latest open cases about a subject, so many are compared.
COMPARED = 300
# Of each that is compared; all other fields would come along.
COMPARED_FIELDS = ("partner_id", "region_id", "address", "received_at", "text_key")
# Words that every address has.
COMMON = frozenset(
    persian.search_key(
        "خیابان کوچه پلاک بلوار میدان نبش بن‌بست طبقه واحد شماره روبروی جنب street lane no number"
    ).split()
)


@lru_cache(maxsize=10_000)
def address_words(address):
    """The words of an address that tell it from others, in no particular spelling.

    Hundreds of addresses are compared while a caller speaks, the same ones again
    with the next caller.
    """
    return frozenset(persian.search_key(address).split()) - COMMON


class ZrmCase(models.Model):
    """Is it known already? Open cases that are likely the same trouble."""

    _inherit = "zrm.case"

    @api.model
    def _likely_duplicates(self, vals, domain=Domain.TRUE):
        """Open cases that are likely the same as one that is about to come in.

        Whoever registers must be able to judge this wherever the case is, so the
        record rules do not narrow it; confidential cases, those of hidden
        reporters and of confidential citizens stay out. What of the others is
        shown to whom is the caller's decision.

        :param dict vals: ``subject_id``; ``region_id``, ``address``, ``partner_id``,
            ``name`` and ``description`` as far as they are known
        :param Domain domain: narrows the cases that are compared
        :return: ``zrm.case`` records with rights of the system, the likeliest first;
            none where nothing says who or where
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
                # Its words were plain when it was stored.
                "text": set((case.text_key or "").split()),
                "same_citizen": bool(partner_id) and case.partner_id.id == partner_id,
                "days": max((now - case.received_at).days, 0),
            }
            if score := likeness.likeness(new, known):
                ranked.append((score, case.id))
        return self.sudo().browse(case_id for _score, case_id in sorted(ranked, reverse=True))

    @api.model
    def _open_to_compare(self, domain):
        """The latest open cases of which the matter is no secret, as superuser."""
        domain &= Domain("state", "not in", FINAL_STATES)
        domain &= Domain("is_confidential", "=", False)
        domain &= Domain("is_reporter_hidden", "=", False)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        domain &= Domain("partner_id", "=", False) | Domain(
            "partner_id.is_confidential", "=", False
        )
        # What of these is given away is the caller's decision.
        cases = self.sudo()
        return cases.search_fetch(domain, COMPARED_FIELDS, limit=COMPARED, order="received_at desc")

    @api.model
    def _compared(self, region, address, texts):
        """What likeness compares: places and words, in no particular spelling."""
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
