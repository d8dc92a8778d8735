from . import (
    test_approvals,
    test_ending,
    test_judges_who_cannot,
    test_judging,
    test_objections,
    test_who_decides,
)
