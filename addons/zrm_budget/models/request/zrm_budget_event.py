from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.zrm_base.append_only import append_only

from ...const import REQUEST_STATES

DUTIES = [
    ("ask", "Asked"),
    ("approve", "Approved"),
    ("certify", "Certified"),
    ("commit", "Committed"),
    ("liquidate", "Established what is payable"),
    ("order", "Ordered the payment"),
    ("post", "Posted"),
    ("return", "Returned"),
    ("back", "Took back"),
    ("release", "Released"),
    ("cancel", "Cancelled"),
    ("system", "By the books"),
]


class ZrmBudgetEvent(models.Model):
    """Who did what with a request, and when; append-only."""

    _name = "zrm.budget.event"
    _description = "Event of a Request for Credit"
    _inherit = ["zrm.record.mixin"]
    _is_final = True
    _order = "request_id, id"
    _rec_name = "duty"

    request_id = fields.Many2one(
        "zrm.budget.request", required=True, index=True, ondelete="restrict", readonly=True
    )
    at = fields.Datetime(required=True, default=fields.Datetime.now, readonly=True)
    user_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    duty = fields.Selection(DUTIES, string="What", required=True, readonly=True)
    state = fields.Selection(REQUEST_STATES, string="Then", readonly=True)
    text = fields.Text(readonly=True)

    def init(self):
        self.env.cr.execute(append_only(self._table, SQL("FALSE")))
