{
    "name": "ZRM Suggestions: from an idea to its evaluation",
    "version": "19.0.1.0.0",
    "category": "Services/Citizen Relations",
    "summary": "Suggestions of citizens and staff: intake, secretariat, blind evaluation by "
    "several evaluators, with weights and vetoes; the committee's decisions",
    "author": "ZRM",
    "license": "LGPL-3",
    "depends": ["zrm_portal"],
    "data": [
        "security/suggestion_groups.xml",
        "security/ir.model.access.csv",
        "security/suggestion_rules.xml",
        "data/screening_reasons.xml",
        "data/criteria.xml",
        "data/ir_cron.xml",
        "wizard/zrm_suggestion_act_views.xml",
        "views/zrm_suggestion_views.xml",
        "views/zrm_suggestion_evaluation_views.xml",
        "views/zrm_suggestion_session_views.xml",
        "views/zrm_suggestion_configuration_views.xml",
        "views/zrm_suggestion_menus.xml",
    ],
    # The suggestions themselves are lived through by scripts/demo_suggestions.py.
    "demo": ["demo/res_users.xml", "demo/res_users.sql"],
    "uninstall_hook": "uninstall_hook",
}
