{
    "name": "ZRM Suggestions and Budget: rewards are paid from credits",
    "version": "19.0.1.0.0",
    "category": "Services/Citizen Relations",
    "summary": "A reward that is ready becomes requests for credit of the units that bear it",
    "author": "ZRM",
    "license": "LGPL-3",
    "depends": ["zrm_suggestions", "zrm_budget"],
    "data": ["views/zrm_budget_views.xml"],
    "auto_install": True,
}
