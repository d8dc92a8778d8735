from . import test_quick_registration, test_screens, test_tours
