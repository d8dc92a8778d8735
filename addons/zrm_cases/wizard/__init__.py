from . import (
    zrm_answer_template_use,
    zrm_callback_draw,
    zrm_case_act,
    zrm_case_alert,
    zrm_routing_test,
)
