from odoo import models


class ZrmBudgetLine(models.Model):
    """From a credit to what stands behind its sums, as far as the reader may read it."""

    _inherit = "zrm.budget.line"

    def action_open_moves(self):
        """Opens the ledger of the line.

        :raise AccessError: for who may not read the line
        """
        return self._open("zrm.budget.move", self.env._("Ledger of Credits"), "line_id")

    def action_open_requests(self):
        """Opens what was asked of the line.

        :raise AccessError: for who may not read the line
        """
        return self._open(
            "zrm.budget.request", self.env._("Requests for Credit"), "line_ids.budget_line_id"
        )

    def action_open_entries(self):
        """Opens the posted entries that are charged to the line.

        :raise AccessError: for who may not read the line or the books
        """
        action = self._open(
            "account.move.line", self.env._("Entries charged to the credit"), "zrm_budget_line_id"
        )
        action["domain"].append(("parent_state", "=", "posted"))
        return action

    def _open(self, model, title, link):
        self.env[model].check_access("read")
        self.check_access("read")
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": model,
            "view_mode": "list,form",
            "domain": [(link, "=", self.id)],
        }


class ZrmBudgetPerformance(models.Model):
    _inherit = "zrm.budget.performance"

    def action_open_line(self):
        """Opens the credit of a row.

        :raise AccessError: for who may not read it
        """
        self.check_access("read")
        self.line_id.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.line_id.display_name,
            "res_model": "zrm.budget.line",
            "res_id": self.line_id.id,
            "view_mode": "form",
        }

    def action_open_moves(self):
        """Opens the entries of the ledger that a row sums up.

        :raise AccessError: for who may not read it
        """
        self.check_access("read")
        action = self.line_id.action_open_moves()
        action["domain"].append(("jalali_month", "=", self.jalali_month))
        return action

    def action_open_requests(self):
        """Opens what was asked of the credit of a row.

        :raise AccessError: for who may not read it
        """
        self.check_access("read")
        return self.line_id.action_open_requests()

    def action_open_entries(self):
        """Opens the posted entries that are charged to the credit of a row.

        :raise AccessError: for who may not read it or the books
        """
        self.env["account.move.line"].check_access("read")
        self.check_access("read")
        return self.line_id.action_open_entries()
