from . import zrm_case, zrm_fee, zrm_process_step
