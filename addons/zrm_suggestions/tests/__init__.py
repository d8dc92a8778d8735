from . import test_blindness, test_domain, test_evaluation, test_life
