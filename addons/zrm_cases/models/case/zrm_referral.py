from odoo import api, fields, models
from odoo.exceptions import UserError

from ...const import LEG_KINDS, LEG_RESULTS

# Fields that may change while a referral is open.
OPEN_FIELDS = {"user_id", "deadline", "accepted_at", "closed_at", "result", "note"}


class ZrmReferral(models.Model):
    """A referral of a case to a unit: by whom, for what, until when.

    An open case has exactly one open referral for action; copies and inspections run in
    parallel. A closed referral never changes.
    """

    _name = "zrm.referral"
    _description = "Referral"
    _inherit = ["zrm.guarded.mixin", "zrm.export.log.mixin"]
    _is_created_by_server = True
    _order = "case_id, id"
    _rec_name = "unit_id"

    case_id = fields.Many2one("zrm.case", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(LEG_KINDS, required=True, default="action")
    from_unit_id = fields.Many2one("zrm.unit", ondelete="restrict")
    from_user_id = fields.Many2one("res.users", ondelete="restrict")
    unit_id = fields.Many2one("zrm.unit", required=True, index=True, ondelete="restrict")
    user_id = fields.Many2one("res.users", index="btree_not_null", ondelete="restrict")
    instruction = fields.Text()
    deadline = fields.Datetime()
    opened_at = fields.Datetime(required=True, default=fields.Datetime.now)
    accepted_at = fields.Datetime()
    closed_at = fields.Datetime()
    result = fields.Selection(LEG_RESULTS)
    step_id = fields.Many2one("zrm.process.step", string="At Step", ondelete="restrict")
    came_from_step_id = fields.Many2one(
        "zrm.process.step",
        string="Previous Step",
        ondelete="restrict",
        help="The step before, where moving on brought the case to this unit.",
    )
    note = fields.Text(help="Why it was returned or is misrouted, or what the inspection found.")
    company_id = fields.Many2one(
        "res.company", compute="_compute_company_id", store=True, index=True, precompute=True
    )

    _one_open_action = models.UniqueIndex(
        "(case_id) WHERE kind = 'action' AND closed_at IS NULL",
        "Somebody else has referred this case meanwhile; look at it again.",
    )
    _open_by_unit = models.Index("(unit_id, user_id) WHERE closed_at IS NULL")
    _due = models.Index("(deadline) WHERE closed_at IS NULL AND deadline IS NOT NULL")
    _closing = models.Constraint(
        "CHECK ((closed_at IS NULL) = (result IS NULL))", "A closed referral has a result."
    )

    @api.model
    def _export_citizen_fields(self):
        return ["case_id.partner_id"]

    @api.depends("unit_id.company_id")
    def _compute_company_id(self):
        for leg in self:
            leg.company_id = leg.unit_id and leg.unit_id._cached("company_id")

    def write(self, vals):
        """Only the actions write, as superuser after their own check; see ``_own_open``."""
        if not self.env.su:
            raise UserError(
                self.env._("A referral can be changed only by the buttons of the case.")
            )
        if any(leg.closed_at for leg in self) or vals.keys() - OPEN_FIELDS:
            raise UserError(self.env._("A referral cannot be changed or deleted."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A referral cannot be changed or deleted."))

    # ------------------------------------------------------------------
    # Actions of the receiving unit
    # ------------------------------------------------------------------

    def action_accept(self):
        """Takes the case in hand; counts as the first response."""
        for leg in self._own_open():
            leg.case_id._check_may_handle(self.env.user)
            # sudo: _own_open checked that the referral belongs to the user's unit.
            leg.sudo().write({"accepted_at": fields.Datetime.now(), "user_id": self.env.uid})
            if leg.kind == "action":
                leg.case_id._write_handling(
                    {
                        "user_id": self.env.uid,
                        "responded_at": leg.case_id.responded_at or fields.Datetime.now(),
                    }
                )
            leg.case_id._log_event("accepted", to_unit_id=leg.unit_id.id)
        return True

    def action_return(self, reason):
        """Gives the case back to the unit it came from.

        :param str reason: why; stored in the referral
        """
        return self._bounce("returned", reason)

    def action_misrouted(self, reason):
        """Returns the case to the sending unit because another unit is responsible."""
        return self._bounce("misrouted", reason)

    def action_done(self, note=""):
        """Closes a copy or an inspection; a referral for action closes when the case moves
        on."""
        for leg in self._own_open():
            if leg.kind == "action":
                raise UserError(
                    self.env._("Move or refer the case instead; this ends the referral.")
                )
            leg._close("done", note)
        return True

    def _bounce(self, result, reason):
        if not (reason or "").strip():
            raise UserError(
                self.env._("Enter the reason, so that it is routed correctly next time.")
            )
        for leg in self._own_open():
            if leg.kind != "action":
                leg._close(result, reason)
                continue
            target = leg.from_unit_id or leg.unit_id.parent_id
            if not target or target == leg.unit_id:
                raise UserError(
                    self.env._(
                        "There is no unit to give it back to. Refer it to the right unit instead."
                    )
                )
            case = leg.case_id
            case._check_not_excluded(self.env.user)
            if case.sudo().objected_unit_id == target and leg.unit_id.parent_id:
                # What was objected to is not decided where it was answered.
                target = leg.unit_id.parent_id
            target = case._able_unit(target)
            leg._close(result, reason)
            if case.step_id._cached("needs_approval"):
                case._end_approval("lapsed")
            case._write_handling({"bounce_count": case.bounce_count + 1})
            steps = leg._step_back(target)
            case._open_leg(target, instruction=reason, from_unit=leg.unit_id)
            case.sudo()._reset_next_check()
            case._log_event(
                result, from_unit_id=leg.unit_id.id, to_unit_id=target.id, text=reason, **steps
            )
        return True

    def _step_back(self, unit):
        """Takes the step back when a unit that approves returns the case, so that returning
        never bypasses an approval.

        :param unit: the unit that gets it back
        :return: the steps for the event
        """
        self.ensure_one()
        case, before, after = self.case_id.sudo(), self.step_id, self.came_from_step_id
        if not after or case.step_id != before or before._is_work():
            return {}
        now = fields.Datetime.now()
        case._write_handling(
            {
                "step_id": after.id,
                "step_since": now,
                **case._clocks_at_step(after, unit._working_time()),
            }
        )
        return {"from_step_id": before.id, "to_step_id": after.id}

    def _own_open(self):
        """Checks that these referrals are open and belong to the user's unit.

        :raise UserError: otherwise"""
        for leg in self:
            if leg.closed_at:
                raise UserError(
                    self.env._("This referral is closed already; look at the case again.")
                )
            if not self.env.user._zrm_works_in(leg.unit_id):
                raise UserError(self.env._("Only %s can do this.", leg.unit_id.display_name))
        return self

    def _close(self, result, note=""):
        self.sudo().write(
            {"closed_at": fields.Datetime.now(), "result": result, "note": note or False}
        )
        # The unique index allows one open referral for action: write this before the next
        # insert.
        self.flush_recordset()
