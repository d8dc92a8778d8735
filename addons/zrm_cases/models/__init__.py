from . import (
    ir_attachment,
    ir_mail_server,
    ir_module_module,
    mail_mail,
    mail_message,
    res_company,
    res_config_settings,
    res_partner,
    res_users,
    zrm_access_log,
    zrm_answer_template,
    zrm_kept_mixin,
    zrm_mail_handover,
    zrm_nature,
    zrm_process,
    zrm_process_step,
    zrm_referral,
    zrm_region,
    zrm_root_cause,
    zrm_routing_rule,
    zrm_routing_rule_explain,
    zrm_stage,
    zrm_subject,
    zrm_subject_public,
    zrm_subject_question,
    zrm_subject_setup,
    zrm_throttle,
    zrm_unit_assignment,
    zrm_unit_in_use,
    zrm_unit_mail,
    zrm_working_time,
)

# Needs all of the above.
from . import zrm_kept_configuration  # isort: skip

# A case in layers: what it is, then how it comes in, keeps time and moves.
from . import (  # isort: skip
    zrm_case,
    zrm_case_answer,
    zrm_case_api,
    zrm_case_callback,
    zrm_case_deadline,
    zrm_case_desk,
    zrm_case_event,
    zrm_case_files,
    zrm_case_intake,
    zrm_case_likely,
    zrm_case_mail,
    zrm_case_notice,
    zrm_case_notice_mail,
    zrm_case_objection,
    zrm_case_past,
    zrm_case_picture,
    zrm_case_portal,
    zrm_case_questions,
    zrm_case_reporter,
    zrm_case_search,
    zrm_case_tracking,
    zrm_case_verdict,
    zrm_case_sight,
    zrm_case_outcome,
    zrm_case_workflow,
)

# What the operator's screen asks, in layers as well.
from . import (  # isort: skip
    zrm_case_quick,
    zrm_case_quick_likely,
    zrm_case_quick_register,
)

# A report of a citizen until it is a case.
from . import (  # isort: skip
    zrm_case_draft,
    zrm_case_draft_citizen,
    zrm_case_draft_send,
    zrm_case_draft_steps,
)
