from odoo import api, fields, models
from odoo.fields import Domain

COVERAGE = [
    ("all", "Every case"),
    ("some", "Some cases only"),
    ("none", "Nobody"),
]


class ZrmSubject(models.Model):
    """Shows administrators how cases of a subject are handled, which unit gets them, and
    what is still missing in the configuration."""

    _inherit = "zrm.subject"

    rule_ids = fields.One2many("zrm.routing.rule", "subject_id", string="Routing Rules")
    effective_process_id = fields.Many2one(
        "zrm.process", string="Handled by", compute="_compute_effective_process"
    )
    process_origin = fields.Char(compute="_compute_effective_process")
    effective_step_ids = fields.Many2many(
        "zrm.process.step", string="Steps", compute="_compute_effective_process"
    )
    has_process = fields.Boolean(
        string="Has a Process",
        compute="_compute_has_process",
        search="_search_has_process",
        help="The subject's own or that of a subject above.",
    )
    coverage = fields.Selection(
        COVERAGE,
        string="Has a Responsible Unit",
        compute="_compute_coverage",
        search="_search_coverage",
        help="Whether a routing rule fits; what none fits goes to the top unit.",
    )
    inherited_rule_ids = fields.Many2many(
        "zrm.routing.rule",
        string="Inherited Rules",
        compute="_compute_inherited_rules",
        help="Rules of the subjects above, and those for every subject.",
    )
    case_count = fields.Integer(compute="_compute_case_count")

    def _line(self):
        """Each of these subjects with those above it, the nearest first.

        Costs the same few queries for one as for many.

        :return: dict of subject -> recordset
        """
        # sudo: archived or unreadable parents count as well.
        paths = {
            subject: [
                int(part) for part in (subject.parent_id.parent_path or "").split("/") if part
            ]
            for subject in self.sudo()
        }
        everything = self.sudo().browse({id_ for path in paths.values() for id_ in path})
        everything.fetch(["name", "process_id"])
        return {
            subject: subject + everything.browse(reversed(path)).with_prefetch(everything._ids)
            for subject, path in paths.items()
        }

    @api.depends("process_id", "parent_id")
    @api.depends_context("lang")
    def _compute_effective_process(self):
        lines = self._line()
        default = self.env["zrm.process"].sudo().search([("is_default", "=", True)], limit=1)
        for subject in self:
            source = next((one for one in lines[subject.sudo()] if one.process_id), None)
            process = source.process_id if source else default
            if source and source == subject.sudo():
                origin = self.env._("chosen here")
            elif source:
                origin = self.env._("as “%s” above", source.name)
            elif default:
                origin = self.env._("the process for all other subjects")
            else:
                origin = self.env._("none; cases cannot be registered")
            subject.process_origin = origin
            subject.effective_process_id = process.with_env(self.env)
            subject.effective_step_ids = process.step_ids.with_env(self.env)

    @api.depends("process_id", "parent_id")
    def _compute_has_process(self):
        lines = self._line()
        for subject in self:
            subject.has_process = bool(lines[subject.sudo()].process_id)

    @api.model
    def _search_has_process(self, operator, value):
        if operator != "in":
            return NotImplemented
        subjects = self.sudo().with_context(active_test=False)
        having = subjects.search([("process_id", "!=", False)])
        return Domain("id", "child_of", having.ids)

    @api.model
    def _routed_subjects(self):
        """Ids of the subjects in routing rules; False stands for all subjects.

        :return: ``(whole, partly)``: subjects of rules without further conditions, and of
            all rules
        """
        # sudo: everybody who sees the subject may see whether a unit is responsible.
        rules = (
            self.env["zrm.routing.rule"].sudo().search([("company_id", "=", self.env.company.id)])
        )
        whole = rules.filtered(
            lambda rule: not (rule.region_id or rule.nature_id or rule.channel_id)
        )
        return (
            {rule.subject_id.id for rule in whole},
            {rule.subject_id.id for rule in rules},
        )

    @api.depends("parent_id")
    @api.depends_context("company")
    def _compute_inherited_rules(self):
        lines = self._line()
        above = {id_ for subject, line in lines.items() for id_ in (line - subject).ids}
        rules = self.env["zrm.routing.rule"].search(
            [("subject_id", "in", [False, *above]), ("company_id", "=", self.env.company.id)]
        )
        for subject in self:
            ids = {False, *(lines[subject.sudo()] - subject.sudo()).ids}
            subject.inherited_rule_ids = rules.filtered(
                lambda rule, ids=ids: rule.subject_id.id in ids
            )

    @api.depends("parent_id", "rule_ids.region_id", "rule_ids.nature_id", "rule_ids.channel_id")
    @api.depends_context("company")
    def _compute_coverage(self):
        whole, partly = self._routed_subjects()
        lines = self._line()
        for subject in self:
            ids = {False, *lines[subject.sudo()].ids}
            subject.coverage = "all" if ids & whole else "some" if ids & partly else "none"

    @api.model
    def _search_coverage(self, operator, value):
        if operator != "in":
            return NotImplemented
        whole, partly = (
            Domain.TRUE if False in ids else Domain("id", "child_of", list(ids))
            for ids in self._routed_subjects()
        )
        domains = {"all": whole, "some": partly & ~whole, "none": ~partly & ~whole}
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.depends_context("uid")
    def _compute_case_count(self):
        """Cases of the subject and of its parts, as far as the user may see them."""
        counts = self.env["zrm.case"]._read_group(
            [("subject_id", "child_of", self.ids)], ["subject_id"], ["__count"]
        )
        lines = self.browse(subject.id for subject, _count in counts)._line()
        totals = dict.fromkeys(self._ids, 0)
        for subject, count in counts:
            for one in lines[subject.sudo()]:
                if one.id in totals:
                    totals[one.id] += count
        for subject in self:
            subject.case_count = totals[subject.id]

    def action_open_cases(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("zrm_cases.zrm_case_action")
        return {
            **action,
            "name": self.env._("Cases about %s", self.name),
            "domain": [("subject_id", "child_of", self.id)],
            "context": {"default_subject_id": self.id},
        }

    def action_test_routing(self):
        """Opens the routing test for this subject."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("zrm_cases.zrm_routing_test_action")
        return {**action, "context": {"default_subject_id": self.id}}
