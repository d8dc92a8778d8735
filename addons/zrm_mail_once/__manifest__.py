{
    "name": "ZRM Mail Once: no e-mail about a case goes out twice",
    "version": "19.0.2.0.0",
    "category": "Services/Citizen Relations",
    "summary": "A journal around the hand-over to the mail server: what a crash cut off is left to "
    "people instead of being sent again",
    "author": "ZRM",
    "license": "LGPL-3",
    "depends": ["zrm_cases"],
    "data": ["security/ir.model.access.csv"],
    "uninstall_hook": "uninstall_hook",
}
