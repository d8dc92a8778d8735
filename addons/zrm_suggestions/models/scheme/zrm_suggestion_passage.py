from odoo import api, fields, models

from ...const import STATES

BATCH = 500
# Where nothing says how long a working day is.
HOURS_A_DAY = 8


class ZrmSuggestionPassage(models.Model):
    """A phase that a suggestion went through: from when to when, and how many working days of
    the organization that were. The days are counted by the scheduler, many at a time."""

    _name = "zrm.suggestion.passage"
    _description = "Time in a Phase"
    _inherit = ["zrm.record.mixin"]
    _order = "id"
    _rec_name = "phase"

    suggestion_id = fields.Many2one(
        "zrm.suggestion", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(related="suggestion_id.company_id", store=True, index=True)
    phase = fields.Selection(STATES, required=True, readonly=True)
    began_at = fields.Datetime(required=True, readonly=True)
    ended_at = fields.Datetime(required=True, readonly=True)
    days = fields.Float(string="Working Days", readonly=True, aggregator="avg")
    is_counted = fields.Boolean(readonly=True)

    _to_count = models.Index("(company_id) WHERE is_counted IS NOT TRUE")

    @api.model
    def _count_days(self):
        """Counts the working days of phases that ended since the last time; run by the
        scheduler."""
        waiting = [("is_counted", "=", False)]
        while passages := self.search(waiting, limit=BATCH, order="company_id, id"):
            for company, group in passages.grouped("company_id").items():
                # One for all: its opening hours are read once.
                working_time = self.env["zrm.unit"]._organization_time(company.id)
                calendar = self.env["zrm.unit"]._company_calendar(company.id)
                hours = (calendar and calendar.hours_per_day) or HOURS_A_DAY
                if not calendar:
                    hours = 24
                for passage in group.sorted("began_at"):
                    worked = working_time.between(passage.began_at, passage.ended_at)
                    passage.write({"days": worked / hours, "is_counted": True})
            left = self.search_count(waiting, limit=BATCH * 10)
            if not self.env["ir.cron"]._commit_progress(len(passages), remaining=left):
                return
