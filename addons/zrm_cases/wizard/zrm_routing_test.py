from odoo import api, fields, models


class ZrmRoutingTest(models.TransientModel):
    """“What would happen to a case like this?”: who would get it, by which rule,
    and how it would be handled. Nothing is registered."""

    _name = "zrm.routing.test"
    _description = "Who Would Get This?"

    subject_id = fields.Many2one("zrm.subject", required=True)
    nature_id = fields.Many2one("zrm.nature")
    region_id = fields.Many2one("zrm.region")
    channel_id = fields.Many2one("zrm.channel")
    result = fields.Html(compute="_compute_result", sanitize=False)

    @api.depends("subject_id", "nature_id", "region_id", "channel_id")
    @api.depends_context("lang", "tz", "company")
    def _compute_result(self):
        for test in self:
            if not test.subject_id:
                test.result = False
                continue
            answer = test._answer()
            test.result = self.env["ir.qweb"]._render("zrm_cases.routing_test_result", answer)

    def _answer(self):
        """Computes the whole result for such a case, received now."""
        self.ensure_one()
        subject = self.subject_id._origin
        found = self.env["zrm.routing.rule"]._explain(
            {
                "subject": subject,
                "region": self.region_id._origin,
                "nature": self.nature_id._origin,
                "channel": self.channel_id._origin,
            }
        )
        process = subject.effective_process_id
        steps = self._steps(process, found["unit"])
        # The first step may belong to another unit than the one found by routing.
        unit = steps[0]["unit"] if steps else found["unit"]
        now = fields.Datetime.now()
        return {
            **found,
            "unit": unit,
            "routed": found["unit"],
            "people": unit.sudo().member_ids | unit.sudo().manager_id,
            "process": process,
            "origin": subject.process_origin,
            "steps": steps,
            "refused": subject.nature_ids
            and self.nature_id
            and self.nature_id._origin not in subject.nature_ids,
            "allowed": ", ".join(subject.nature_ids.mapped("name")),
            "is_sensitive": subject.is_sensitive,
            "is_hidden": subject.hides_reporter,
            "clocks": process
            and self.env["zrm.case"]._clock_vals(subject, process, unit._working_time(), now),
        }

    @api.model
    def _steps(self, process, routed):
        """The steps of the main path, with unit and deadline.

        :return: list of dicts ``step``, ``unit``, ``hours``, ``following``
        """
        rows, holder, handler = [], routed, None
        for step in process.step_ids:
            unit = step._responsible_unit(holder, routed, handler).sudo()
            if step._is_work():
                handler = unit
            rows.append(
                {
                    "step": step,
                    "unit": unit,
                    "hours": step.hours,
                    "following": ", ".join(step.next_step_ids.mapped("name")),
                }
            )
            holder = unit
        return rows
