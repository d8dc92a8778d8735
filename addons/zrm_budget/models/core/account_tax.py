from odoo import api, models


class AccountTax(models.Model):
    """Tax that is no claim against the state but an expense itself has no account of its own:
    core posts it to the account of what is taxed, and here it is charged to the same credit.

    Lines without a link get the keys that core gives them.
    """

    _inherit = "account.tax"

    @api.model
    def _prepare_base_line_tax_repartition_grouping_key(
        self, base_line, base_line_grouping_key, tax_data, tax_rep_data
    ):
        key = super()._prepare_base_line_tax_repartition_grouping_key(
            base_line, base_line_grouping_key, tax_data, tax_rep_data
        )
        is_expense = tax_rep_data["account"] == base_line["account_id"]
        return {**key, **self._zrm_links(base_line["record"])} if is_expense else key

    @api.model
    def _prepare_tax_line_repartition_grouping_key(self, tax_line):
        key = super()._prepare_tax_line_repartition_grouping_key(tax_line)
        return {**key, **self._zrm_links(tax_line["record"])}

    @api.model
    def _zrm_links(self, record):
        """The links of an entry's line, or nothing."""
        if not isinstance(record, models.Model) or record._name != "account.move.line":
            return {}
        # sudo: whoever edits an entry need not see what it is charged to.
        line = record.sudo()
        if not line.zrm_budget_line_id:
            return {}
        return {
            "zrm_budget_line_id": line.zrm_budget_line_id.id,
            "zrm_request_line_id": line.zrm_request_line_id.id,
        }
