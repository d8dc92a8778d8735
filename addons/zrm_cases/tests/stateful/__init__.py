from . import test_stateful
