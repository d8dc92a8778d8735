from . import test_citizen, test_find, test_tools
