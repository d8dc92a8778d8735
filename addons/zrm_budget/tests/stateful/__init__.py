from . import test_checker, test_stateful
