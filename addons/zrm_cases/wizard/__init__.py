from . import zrm_callback_draw, zrm_case_act, zrm_case_alert
from . import zrm_answer_template_use, zrm_case_act
