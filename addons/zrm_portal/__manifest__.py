{
    "name": "ZRM Portal: the citizen's side",
    "version": "19.0.2.0.0",
    "category": "Services/Citizen Relations",
    "summary": "Public reporting without an account, tracking by code, my cases, and the citizen's "
    "verdict by link",
    "author": "ZRM",
    "license": "LGPL-3",
    "depends": ["zrm_cases"],
    "data": [
        "security/ir.model.access.csv",
        "views/public_layout.xml",
        "views/portal_case_templates.xml",
        "views/portal_report_templates.xml",
        "views/portal_report_step_templates.xml",
    ],
    "assets": {
        "web.assets_frontend": [
            "zrm_cases/static/src/scss/timeline.scss",
            "zrm_portal/static/src/scss/portal.scss",
            "zrm_portal/static/src/scss/public_report.scss",
            "zrm_portal/static/src/public_report/*.js",
        ],
        "web.assets_tests": ["zrm_portal/static/tests/tours/*.js"],
    },
    "uninstall_hook": "uninstall_hook",
}
