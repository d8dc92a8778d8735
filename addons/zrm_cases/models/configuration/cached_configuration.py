"""Which configuration is kept in memory; see ``zrm.kept.mixin``."""

from odoo import models


class ZrmChannel(models.Model):
    _name = "zrm.channel"
    _inherit = ["zrm.channel", "zrm.kept.mixin"]
    _kept = ("active",)


class ZrmNature(models.Model):
    _name = "zrm.nature"
    _inherit = ["zrm.nature", "zrm.kept.mixin"]
    _kept = ("active", "allows_anonymous")


class ZrmSubject(models.Model):
    _name = "zrm.subject"
    _inherit = ["zrm.subject", "zrm.kept.mixin"]
    _kept = (
        "active",
        "hides_reporter",
        "is_sensitive",
        "nature_ids",
        "parent_id",
        "parent_path",
        "process_id",
        "question_definition",
        "total_hours",
    )


class ZrmSubjectQuestion(models.Model):
    """What a subject compiles of its questions is kept with it."""

    _name = "zrm.subject.question"
    _inherit = ["zrm.subject.question", "zrm.kept.mixin"]


class ZrmSubjectQuestionOption(models.Model):
    _name = "zrm.subject.question.option"
    _inherit = ["zrm.subject.question.option", "zrm.kept.mixin"]


class ZrmProcess(models.Model):
    _name = "zrm.process"
    _inherit = ["zrm.process", "zrm.kept.mixin"]
    _kept = ("active", "is_default", "response_hours", "step_ids", "total_hours")


class ZrmProcessStep(models.Model):
    _name = "zrm.process.step"
    _inherit = ["zrm.process.step", "zrm.kept.mixin"]
    _kept = (
        "approval_unit_id",
        "gate_field_ids",
        "hours",
        "needs_approval",
        "next_step_ids",
        "process_id",
        "responsible",
        "sequence",
        "stage_id",
        "unit_id",
    )


class ZrmStage(models.Model):
    _name = "zrm.stage"
    _inherit = ["zrm.stage", "zrm.kept.mixin"]
    _kept = ("active", "state")


class ZrmRegion(models.Model):
    _name = "zrm.region"
    _inherit = ["zrm.region", "zrm.kept.mixin"]
    _kept = ("active", "kind", "parent_id", "parent_path")


class ZrmUnit(models.Model):
    _name = "zrm.unit"
    _inherit = ["zrm.unit", "zrm.kept.mixin"]
    _kept = (
        "active",
        "assignment",
        "company_id",
        "manager_id",
        "parent_id",
        "parent_path",
        "resource_calendar_id",
    )


class ZrmRoutingRule(models.Model):
    _name = "zrm.routing.rule"
    _inherit = ["zrm.routing.rule", "zrm.kept.mixin"]


class ResourceCalendar(models.Model):
    """The working hours of ``zrm_working_time`` are kept as well."""

    _name = "resource.calendar"
    _inherit = ["resource.calendar", "zrm.kept.mixin"]


class ResourceCalendarAttendance(models.Model):
    _name = "resource.calendar.attendance"
    _inherit = ["resource.calendar.attendance", "zrm.kept.mixin"]


class ResourceCalendarLeaves(models.Model):
    _name = "resource.calendar.leaves"
    _inherit = ["resource.calendar.leaves", "zrm.kept.mixin"]


class ResCompany(models.Model):
    """The last word on the calendar of units that name none."""

    _name = "res.company"
    _inherit = ["res.company", "zrm.kept.mixin"]
    _kept = ("resource_calendar_id",)
