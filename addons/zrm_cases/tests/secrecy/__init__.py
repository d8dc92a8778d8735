from . import (
    test_indistinguishable,
    test_reporter,
    test_who_may_open,
)
