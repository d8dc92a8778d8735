{
    "name": "ZRM Cases: intake, guided handling, deadlines",
    "version": "19.0.1.0.0",
    "category": "Services/Citizen Relations",
    "summary": "From a citizen's word to a decided, answered, closed case: natures, subjects, "
    "processes with gates, routing, referrals with a clock per unit",
    "author": "ZRM",
    "license": "LGPL-3",
    "depends": ["zrm_base"],
    "data": [
        "security/ir.model.access.csv",
        "security/case_rules.xml",
        "data/ir_cron.xml",
        "views/zrm_case_views.xml",
        "views/zrm_case_configuration_views.xml",
        "views/citizen_views.xml",
        "views/zrm_cases_menus.xml",
    ],
}
