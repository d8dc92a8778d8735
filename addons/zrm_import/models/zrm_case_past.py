from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.zrm_cases.const import OURS


class ZrmCase(models.Model):
    """Past cases of an organization.

    They are registered by intake and keep their dates. Closed ones are put directly into
    the closed step of their process, with referral and history. No notices are sent, and
    closed cases have no deadlines.
    """

    _inherit = "zrm.case"

    is_past = fields.Boolean(
        string="From the Past",
        readonly=True,
        copy=False,
        help="Imported from the organization's past; the citizen may be missing.",
    )

    @api.model
    def _intake_past(self, vals_list, clock_from=False):
        """Registers past cases, in a fixed number of queries per batch.

        :param list vals_list: as for ``_intake``; besides, ``closed_at`` (naive
            datetime in UTC) closes a case, with ``outcome`` if that is known
        :param datetime clock_from: the deadlines of cases that are still open
            count from this moment; without it they get none
        :return: one case for each dict, in order
        :raise UserError: as ``_intake``; then none of the list is registered
        """
        quiet = self.with_context(
            zrm_quiet=OURS, zrm_past=OURS, zrm_past_clock=clock_from, tracking_disable=True
        )
        return quiet._intake(vals_list).with_env(self.env)

    @api.model
    def _is_from_past(self):
        return self.env.context.get("zrm_past") is OURS

    @api.model
    def _intake_fields(self):
        allowed = super()._intake_fields()
        return allowed | {"closed_at", "outcome"} if self._is_from_past() else allowed

    @api.model
    def _clean_intake(self, vals):
        vals = super()._clean_intake(vals)
        if not self._is_from_past():
            return vals
        vals["is_past"] = True
        received, closed = vals.get("received_at"), vals.get("closed_at")
        if closed:
            if not received or closed < received:
                raise UserError(self.env._("A case cannot be closed before it was received."))
            vals["outcome"] = vals.get("outcome") or "unknown"
        else:
            vals.pop("closed_at", None)
            vals.pop("outcome", None)
        if not vals.get("partner_id"):
            nature = self.env["zrm.nature"].sudo().browse(vals["nature_id"])
            vals["is_anonymous"] = nature.allows_anonymous
        return vals

    @api.model
    def _first_users(self, units, vals_list):
        """Closed cases are not assigned and do not count as load."""
        is_open = [not vals.get("closed_at") for vals in vals_list]
        if all(is_open):
            return super()._first_users(units, vals_list)
        pairs = list(zip(units._ids, is_open, strict=True))
        waiting = units.browse(unit_id for unit_id, awaits in pairs if awaits)
        secret = [
            is_secret
            for is_secret, awaits in zip(self._are_secret(vals_list), is_open, strict=True)
            if awaits
        ]
        given = iter(waiting._balanced_users(secret=secret))
        return [next(given) if awaits else self.env["res.users"] for _unit_id, awaits in pairs]

    @api.model
    def _entry_step(self, process, vals):
        if not vals.get("closed_at"):
            return super()._entry_step(process, vals)
        return process._closing_step()

    @api.model
    def _entry_clocks(self, vals, process, step, working_time, received):
        if not self._is_from_past():
            return super()._entry_clocks(vals, process, step, working_time, received)
        start = self.env.context.get("zrm_past_clock")
        if vals.get("closed_at") or not start:
            return {"step_deadline": False}
        return super()._entry_clocks(vals, process, step, working_time, start)

    def _clocks_began(self):
        """A past case that got no deadlines keeps none, whatever it is about."""
        if self.is_past and not (self.clock_start or self.deadline or self.response_deadline):
            return False
        return super()._clocks_began()

    def _first_leg_vals(self, now):
        vals = super()._first_leg_vals(now)
        if self.is_past:
            vals["opened_at"] = self.received_at
            if self.closed_at:
                vals.update(closed_at=self.closed_at, result="done")
        return vals

    def _first_events(self):
        events = super()._first_events()
        if self.is_past:
            # Today's messages to citizens do not apply to past cases.
            events[0].update(at=self.received_at, text=False)
            if self.closed_at:
                events.append(
                    {
                        "case_id": self.id,
                        "kind": "closed",
                        "at": self.closed_at,
                        "to_step_id": self.step_id.id,
                        "is_public": True,
                    }
                )
        return events

    @api.model
    def _handling_fields(self):
        return super()._handling_fields() | {"is_past"}

    def _may_lack_citizen(self):
        """The citizen of a past case may be unknown."""
        return super()._may_lack_citizen() or self.is_past
