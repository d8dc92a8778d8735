{
    "name": "ZRM Import: past cases",
    "version": "19.0.1.0.0",
    "category": "Services/Citizen Relations",
    "summary": "Imports past cases from CSV and XLSX: columns matched, a trial that changes "
    "nothing, a run that survives crashes, and a report of every refused row",
    "author": "ZRM",
    "license": "LGPL-3",
    "depends": ["zrm_cases"],
    "external_dependencies": {"python": ["openpyxl"]},
    "data": [
        "security/ir.model.access.csv",
        "security/import_rules.xml",
        "data/ir_cron.xml",
        "views/zrm_import_views.xml",
        "views/zrm_import_mapping_views.xml",
        "views/zrm_import_menus.xml",
    ],
    "uninstall_hook": "uninstall_hook",
}
