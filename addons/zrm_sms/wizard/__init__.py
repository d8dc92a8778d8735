from . import zrm_sms_test
