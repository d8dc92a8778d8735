"""Which configuration is cached, and which fields of it; see ``zrm.cached.mixin``."""

from odoo import models


class ZrmChannel(models.Model):
    _name = "zrm.channel"
    _inherit = ["zrm.channel", "zrm.cached.mixin"]


class ZrmNature(models.Model):
    _name = "zrm.nature"
    _inherit = ["zrm.nature", "zrm.cached.mixin"]
    _cached_fields = ("allows_anonymous",)


class ZrmSubject(models.Model):
    _name = "zrm.subject"
    _inherit = ["zrm.subject", "zrm.cached.mixin"]
    _cached_fields = (
        "hides_reporter",
        "is_sensitive",
        "nature_ids",
        "parent_id",
        "parent_path",
        "process_id",
        "total_hours",
    )


class ZrmSubjectQuestion(models.Model):
    """What is cached of a subject's questions is invalidated with them."""

    _name = "zrm.subject.question"
    _inherit = ["zrm.subject.question", "zrm.cached.mixin"]


class ZrmSubjectQuestionOption(models.Model):
    _name = "zrm.subject.question.option"
    _inherit = ["zrm.subject.question.option", "zrm.cached.mixin"]


class ZrmProcess(models.Model):
    _name = "zrm.process"
    _inherit = ["zrm.process", "zrm.cached.mixin"]
    _cached_fields = ("response_hours", "step_ids", "total_hours")


class ZrmProcessStep(models.Model):
    _name = "zrm.process.step"
    _inherit = ["zrm.process.step", "zrm.cached.mixin"]
    _cached_fields = (
        "approval_unit_id",
        "hours",
        "needs_approval",
        "next_step_ids",
        "responsible",
        "stage_id",
        "state",
        "unit_id",
    )


class ZrmStage(models.Model):
    _name = "zrm.stage"
    _inherit = ["zrm.stage", "zrm.cached.mixin"]


class ZrmRegion(models.Model):
    _name = "zrm.region"
    _inherit = ["zrm.region", "zrm.cached.mixin"]
    _cached_fields = ("parent_path",)


class ZrmUnit(models.Model):
    _name = "zrm.unit"
    _inherit = ["zrm.unit", "zrm.cached.mixin"]
    _cached_fields = (
        "assignment",
        "company_id",
        "parent_id",
        "parent_path",
        "resource_calendar_id",
    )


class ZrmRoutingRule(models.Model):
    _name = "zrm.routing.rule"
    _inherit = ["zrm.routing.rule", "zrm.cached.mixin"]
