from . import test_health, test_throttle
