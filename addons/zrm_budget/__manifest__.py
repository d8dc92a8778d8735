{
    "name": "ZRM Budget: credits given to units, never overspent",
    "version": "19.0.1.0.0",
    "category": "Services/Citizen Relations",
    "summary": "Credits of units by subject and period, requests from the need to the payment, "
    "true to Odoo's accounting; no overspending, also under races",
    "author": "ZRM",
    "license": "LGPL-3",
    "depends": ["zrm_portal", "account"],
    "data": [
        "security/budget_groups.xml",
        "security/ir.model.access.csv",
        "security/budget_rules.xml",
        "data/sequence.xml",
        "data/ir_cron.xml",
        "wizard/zrm_budget_act_views.xml",
        "views/zrm_budget_period_views.xml",
        "views/zrm_budget_line_views.xml",
        "views/zrm_budget_document_views.xml",
        "views/zrm_budget_request_views.xml",
        "views/zrm_budget_authority_views.xml",
        "views/account_move_views.xml",
        "views/zrm_case_views.xml",
        "views/zrm_budget_menus.xml",
    ],
    # The year itself is lived through by scripts/demo_budget.py.
    "demo": ["demo/res_users.xml", "demo/res_users.sql"],
    "uninstall_hook": "uninstall_hook",
}
