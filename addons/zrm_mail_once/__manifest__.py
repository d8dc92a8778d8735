{
    "name": "ZRM Mail Once: no e-mail about a case is sent twice",
    "version": "19.0.2.0.0",
    "category": "Services/Citizen Relations",
    "summary": "A journal of e-mails handed to the mail server: interrupted ones are checked by "
    "the expert instead of being sent again",
    "author": "ZRM",
    "license": "LGPL-3",
    "depends": ["zrm_cases"],
    "data": ["security/ir.model.access.csv"],
    "uninstall_hook": "uninstall_hook",
}
