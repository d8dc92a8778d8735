from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import hmac

SHOWN = 4
REF_LENGTH = 32
TEXT_BEGINNING = 200


class ZrmCaseQuick(models.AbstractModel):
    """Finds cases that probably are the same as the caller's.

    After the role check, operators see the matter of cases of all units, but never the
    person (see ``_likely_duplicates``).
    """

    _inherit = "zrm.case.quick"

    @api.model
    def quick_likely(self, vals):
        """Open cases that probably are the same, best match first.

        :param dict vals: ``subject_id``; ``region_id``, ``address``, ``partner_id``,
            ``name`` and ``description`` as far as they are known
        :return: list of dicts with ``ref``, a reference for :meth:`quick_join` that is good for
            this user and about an hour; ``id``, ``number`` and ``text`` only if the user may
            read the case, since an operator who had the code of any case could try to pass
            for its citizen
        """
        self._check_operator()
        vals = self._as_dict(vals)
        likely, partner_id = self._likely(vals)
        return self._likely_dicts(likely[:SHOWN].with_env(self.env), partner_id)

    @api.model
    def _likely(self, vals):
        """:return: the likely cases as superuser, and the id of the caller, if known"""
        subject_id = self._as_id(vals.get("subject_id"))
        if not subject_id:
            return self.env["zrm.case"], False
        region = self.env["zrm.region"]
        region = region.browse({self._as_id(vals.get("region_id"))} & region._usable_ids())
        partner_id = self._as_id(vals.get("partner_id"))
        if partner_id:
            partner_id = self._citizen(partner_id).id
        likely = self.env["zrm.case"]._likely_duplicates(
            {**vals, "subject_id": subject_id, "region_id": region.id, "partner_id": partner_id}
        )
        return likely, partner_id

    @api.model
    def _ref(self, case, hours_ago=0):
        hour = int(fields.Datetime.now().timestamp()) // 3600 - hours_ago
        # sudo: the secret of the database.
        secret = self.env(su=True)
        return hmac(secret, "zrm_cases.likely", f"{self.env.uid} {case.id} {hour}")[:REF_LENGTH]

    @api.model
    def _likely_dicts(self, cases, partner_id):
        """What an operator may see of cases of other units."""
        readable = cases._filtered_access("read")
        result = []
        for case in cases:
            open_to_user = case in readable
            # sudo: the fields below describe the matter, not the person.
            shown = case.sudo()
            entry = {
                "ref": self._ref(case),
                "subject": shown.subject_id.name,
                "name": shown.name,
                "region": shown.region_id.display_name or "",
                "address": shown.address or "",
                "received": self._moment(shown.received_at),
                "stage": shown.stage_id.name,
                "people": shown.joined_count + 1,
                "same_citizen": bool(partner_id) and shown.partner_id.id == partner_id,
                "can_open": open_to_user,
            }
            if open_to_user:
                entry.update(
                    id=case.id,
                    number=shown.number_spaced,
                    text=(shown.description or "")[:TEXT_BEGINNING],
                )
            result.append(entry)
        return result

    # ------------------------------------------------------------------
    # Adding the caller to an existing case
    # ------------------------------------------------------------------

    @api.model
    def quick_join(self, ref, vals):
        """Adds the caller to an existing case, instead of a new one.

        The caller receives the answer as well, but no messages meant for the case's
        citizen.

        :param str ref: of one of the cases of :meth:`quick_likely`
        :param dict vals: what :meth:`quick_likely` was asked with, and ``partner_id``, or
            ``citizen`` as for registering
        :return: ``{"joined", "people", "number", "subject", "name"}``; the tracking code only
            for the citizen whose case it is
        :raise UserError: when the case is closed or may not be shown
        """
        self._check_operator()
        vals = self._as_dict(vals)
        likely, _partner_id = self._likely(vals)
        refs = {self._ref(case, ago): case for case in likely for ago in (0, 1)}
        case = refs.get(self._as_text(ref))
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
            case._log_event("joined", text=text)
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
            raise UserError(self.env._("Enter the caller, so that the case can be followed."))
        return self.env["res.partner"]._find_or_register(self._citizen_vals(vals["citizen"]))
