from datetime import timedelta
from functools import lru_cache

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.zrm_base.tools import persian

from ..const import FINAL_STATES
from ..domain import likeness

# Of the latest open cases about a subject, so many are compared.
COMPARED = 300
SHOWN = 4
TEXT_BEGINNING = 200
# Words that every address has.
COMMON = frozenset(
    persian.search_key(
        "خیابان کوچه پلاک بلوار میدان نبش بن‌بست طبقه واحد شماره روبروی جنب street lane no number"
    ).split()
)


# Of each that is compared; all other fields would come along.
COMPARED_FIELDS = ("partner_id", "region_id", "address", "received_at", "text_key")


@lru_cache(maxsize=10_000)
def address_words(address):
    """The words of an address that tell it from others, in no particular spelling.

    Hundreds of addresses are compared while a caller speaks, the same ones again
    with the next caller.
    """
    return frozenset(persian.search_key(address).split()) - COMMON


class ZrmCaseQuick(models.AbstractModel):
    """Is it known already? Cases that are likely the same as the caller's.

    Whoever registers must be able to judge this wherever the case is. So these
    methods look past the record rules, after the check of the role, and give
    away only what is about the matter, not about the person; confidential cases
    and those of confidential citizens stay out.
    """

    _inherit = "zrm.case.quick"

    @api.model
    def quick_likely(self, vals):
        """Open cases that are likely the same, best first.

        :param dict vals: ``subject_id``; ``region_id``, ``address``, ``partner_id``,
            ``name`` and ``description`` as far as they are known
        :return: list of dicts; ``text`` and ``can_open`` only where the user may see
            the case anyhow
        """
        self._check_operator()
        vals = self._as_dict(vals)
        subject_id = self._as_id(vals.get("subject_id"))
        if not subject_id:
            return []
        region = self.env["zrm.region"].browse(self._as_id(vals.get("region_id")) or []).exists()
        new = self._plain(region, vals.get("address"), [vals.get("name"), vals.get("description")])
        partner_id = self._as_id(vals.get("partner_id"))
        if partner_id:
            partner_id = self._citizen(partner_id).id
        if not (partner_id or new["regions"] or new["address"]):
            return []
        now = fields.Datetime.now()
        ranked = []
        candidates = self._open_cases(
            Domain("subject_id", "=", subject_id)
            & Domain("received_at", ">=", now - timedelta(days=likeness.WITHIN_DAYS))
        )
        for case in candidates:
            known = self._known(case, now)
            known["same_citizen"] = bool(partner_id) and case.partner_id.id == partner_id
            if score := likeness.likeness(new, known):
                ranked.append((score, case))
        ranked.sort(key=lambda pair: (-pair[0], -pair[1].id))
        best = self.env["zrm.case"].browse([case.id for _score, case in ranked[:SHOWN]])
        return self._likely_dicts(best, partner_id)

    @api.model
    def _open_cases(self, domain):
        """The latest open cases that any operator may be told of, as superuser."""
        domain &= Domain("state", "not in", FINAL_STATES)
        domain &= Domain("is_confidential", "=", False)
        domain &= Domain("is_reporter_hidden", "=", False)
        domain &= Domain("company_id", "in", self.env.companies.ids)
        domain &= Domain("partner_id", "=", False) | Domain(
            "partner_id.is_confidential", "=", False
        )
        # What of these is given away is decided in _likely_dicts.
        return (
            self.env["zrm.case"]
            .sudo()
            .search_fetch(domain, COMPARED_FIELDS, limit=COMPARED, order="received_at desc")
        )

    @api.model
    def _plain(self, region, address, texts):
        """What likeness compares: places and words, in no particular spelling."""
        return {
            "regions": self._path(region),
            "address": address_words(address if isinstance(address, str) else ""),
            "text": {
                word
                for text in texts
                for word in persian.search_key(text[:500] if isinstance(text, str) else "").split()
            },
        }

    @api.model
    def _known(self, case, now):
        """The same of a case that is there; its words were plain when it was stored."""
        return {
            "regions": self._path(case.region_id),
            "address": address_words(case.address or ""),
            "text": set((case.text_key or "").split()),
            "same_citizen": False,
            "days": max((now - case.received_at).days, 0),
        }

    @api.model
    def _path(self, region):
        """Ids from the root down to the region."""
        path = region.sudo().parent_path or "" if region else ""
        return [int(part) for part in path.split("/") if part]

    @api.model
    def _likely_dicts(self, cases, partner_id):
        """What an operator is told of cases that other units may have."""
        readable = cases._filtered_access("read")
        result = []
        for case in cases:
            open_to_user = case in readable
            # The fields below are about the matter, not about the person.
            told = case.sudo()
            entry = {
                "id": case.id,
                "number": told.number_spaced,
                "subject": told.subject_id.name,
                "name": told.name,
                "region": told.region_id.display_name or "",
                "address": told.address or "",
                "received": self._moment(told.received_at),
                "stage": told.stage_id.name,
                "people": told.joined_count + 1,
                "same_citizen": bool(partner_id) and told.partner_id.id == partner_id,
                "can_open": open_to_user,
            }
            if open_to_user:
                entry["text"] = (told.description or "")[:TEXT_BEGINNING]
            result.append(entry)
        return result

    # ------------------------------------------------------------------
    # The same trouble: added to the case that is there
    # ------------------------------------------------------------------

    @api.model
    def quick_join(self, case_id, vals):
        """Adds the caller to a case that is there, instead of a new one.

        The caller hears of the answer as well, and of nothing that is written
        to the case's own citizen.

        :param int case_id: one of :meth:`quick_likely`
        :param dict vals: ``partner_id``, or ``citizen`` as for registering
        :return: ``{"joined", "people", "number", "subject", "name"}``; the tracking code only
            for the citizen whose case it is
        :raise UserError: when the case is closed or not to be told of
        """
        self._check_operator()
        vals = self._as_dict(vals)
        case = self._open_cases(Domain("id", "=", self._as_id(case_id)))
        if not case:
            raise UserError(
                self.env._("This case is not open any more; register the caller's own case.")
            )
        citizen = self._join_citizen(vals)
        own = case.partner_id == citizen
        joined = own or citizen not in case.joined_partner_ids
        if joined:
            case._join(citizen)
            text = (
                self.env._("The citizen asked again.") if own else self.env._("One more citizen.")
            )
            case._tell("joined", text=text)
        return {
            "joined": joined,
            "people": case.joined_count + 1,
            "number": case.number_spaced if own else "",
            "subject": case.subject_id.with_env(self.env).name,
            "name": case.name,
        }

    @api.model
    def _join_citizen(self, vals):
        if partner_id := vals.get("partner_id"):
            return self._citizen(partner_id)
        if not vals.get("citizen"):
            raise UserError(self.env._("Say who calls, so that the case can be followed."))
        return self.env["res.partner"]._find_or_register(self._citizen_vals(vals["citizen"]))
