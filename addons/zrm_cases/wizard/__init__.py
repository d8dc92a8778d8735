from . import zrm_callback_draw, zrm_case_act, zrm_case_alert, zrm_routing_test
