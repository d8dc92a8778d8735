from . import (
    test_access,
    test_assignment,
    test_deadlines,
    test_domain,
    test_intake,
    test_judging,
    test_letter,
    test_notices,
    test_races,
    test_reporter,
    test_screens,
    test_workflow,
)
