from odoo import api, fields, models

# What decides who approves at a step.
JUDGES = {"needs_approval", "approval_unit_id", "responsible", "unit_id"}


class ZrmProcess(models.Model):
    """Says before cases come where nobody could approve an answer."""

    _inherit = "zrm.process"

    judges_missing = fields.Text(
        string="Approvals Without a Judge",
        compute="_compute_judges_missing",
        help="Units in which an answer would wait for somebody above, and steps at which only "
        "oversight or nobody could approve it.",
    )

    @api.depends("step_ids.needs_approval", "step_ids.approval_unit_id", "step_ids.unit_id")
    @api.depends_context("lang")
    def _compute_judges_missing(self):
        # sudo: who may see the process sees what is missing in its set-up.
        units = self.env["zrm.unit"].sudo().search([("active", "=", True)])
        for process in self:
            steps = process.sudo().step_ids.filtered("needs_approval")
            lines = [line for step in steps for line in step._judges_missing(units)]
            process.judges_missing = "\n".join(lines)


class ZrmProcessStep(models.Model):
    _inherit = "zrm.process.step"

    def write(self, vals):
        result = super().write(vals)
        if JUDGES & vals.keys():
            self._after_judges_changed()
        return result

    def _after_judges_changed(self):
        """What runs at these steps ends where nothing is approved any more, and else goes to
        who approves now."""
        # sudo: who sets up a process need not see its cases.
        approvals = self.env["zrm.case.approval"].sudo()
        here = [("step_id", "in", self.ids), ("state", "in", ("waiting", "approved"))]
        running = approvals.search(here)
        ending = running.filtered(lambda one: not one.step_id.needs_approval)
        ending.case_id._end_approval("lapsed")
        (running - ending).filtered(lambda one: one.state == "waiting")._ask_others()

    def _judges_missing(self, units):
        """What is missing for approvals at this step, in words.

        :param units: all units in use, any of which may hold a case here
        """
        self.ensure_one()
        unit = self.approval_unit_id or (self.unit_id if self.responsible == "unit" else None)
        without = (unit or units).filtered(lambda one: not self._has_judge(one))
        if unit and without:
            return [
                self.env._(
                    "%(step)s: %(unit)s has nobody who approves; what waits there goes higher.",
                    step=self.name,
                    unit=unit.display_name,
                )
            ]
        if without:
            return [
                self.env._(
                    "%(step)s: no manager decides for %(units)s; what waits there goes higher.",
                    step=self.name,
                    units=", ".join(without.mapped("display_name")),
                )
            ]
        return []

    def _has_judge(self, unit):
        people = unit.manager_id
        if unit == self.approval_unit_id:
            people |= unit.member_ids
        return any(user.active and user.has_group("zrm_base.group_expert") for user in people)
