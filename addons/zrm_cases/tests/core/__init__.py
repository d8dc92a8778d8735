from . import test_access_log, test_health
