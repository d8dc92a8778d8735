{
    "name": "ZRM Text Messages: any gateway, both ways",
    "version": "19.0.1.0.0",
    "category": "Services/Citizen Relations",
    "summary": "Notices and replies by text message: any HTTP gateway by templates, delivery "
    "reports, status by tracking code, cases by message, volume and cost",
    "author": "ZRM",
    "license": "LGPL-3",
    "depends": ["zrm_cases", "sms"],
    "data": [
        "security/ir.model.access.csv",
        "security/sms_rules.xml",
        "data/zrm_sms_gateway.xml",
        "wizard/zrm_sms_test_views.xml",
        "views/zrm_sms_message_views.xml",
        "views/zrm_sms_inbound_views.xml",
        "views/zrm_sms_gateway_views.xml",
        "views/res_config_settings_views.xml",
        "views/zrm_sms_menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["zrm_sms/static/src/scss/sms.scss"],
    },
    "uninstall_hook": "uninstall_hook",
}
