from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

SHOWN = 4
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
        :return: list of dicts; ``text`` and ``can_open`` only if the user may read the case
        """
        self._check_operator()
        vals = self._as_dict(vals)
        subject_id = self._as_id(vals.get("subject_id"))
        if not subject_id:
            return []
        region = self.env["zrm.region"]
        region = region.browse({self._as_id(vals.get("region_id"))} & region._usable_ids())
        partner_id = self._as_id(vals.get("partner_id"))
        if partner_id:
            partner_id = self._citizen(partner_id).id
        likely = self.env["zrm.case"]._likely_duplicates(
            {**vals, "subject_id": subject_id, "region_id": region.id, "partner_id": partner_id}
        )
        return self._likely_dicts(likely[:SHOWN].with_env(self.env), partner_id)

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
                "id": case.id,
                "number": shown.number_spaced,
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
                entry["text"] = (shown.description or "")[:TEXT_BEGINNING]
            result.append(entry)
        return result

    # ------------------------------------------------------------------
    # Adding the caller to an existing case
    # ------------------------------------------------------------------

    @api.model
    def quick_join(self, case_id, vals):
        """Adds the caller to an existing case, instead of a new one.

        The caller receives the answer as well, but no messages meant for the case's
        citizen.

        :param int case_id: one of :meth:`quick_likely`
        :param dict vals: ``partner_id``, or ``citizen`` as for registering
        :return: ``{"joined", "people", "number", "subject", "name"}``; the tracking code only
            for the citizen whose case it is
        :raise UserError: when the case is closed or may not be shown
        """
        self._check_operator()
        vals = self._as_dict(vals)
        case = self.env["zrm.case"]._open_to_compare(Domain("id", "=", self._as_id(case_id)))
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
