from odoo import api, fields, models


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
