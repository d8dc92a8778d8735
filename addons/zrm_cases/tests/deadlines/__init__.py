from . import (
    test_clocks,
    test_deadline_status,
    test_deadlines,
    test_escalation,
)
