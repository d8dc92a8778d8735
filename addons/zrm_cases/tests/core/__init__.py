from . import test_access_log, test_files, test_health, test_ratings
