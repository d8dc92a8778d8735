from . import ir_mail_server, mail_mail, zrm_case_notice, zrm_mail_handover
