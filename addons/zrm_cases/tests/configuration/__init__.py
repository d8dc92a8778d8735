from . import test_cached_configuration, test_configuration, test_domain
