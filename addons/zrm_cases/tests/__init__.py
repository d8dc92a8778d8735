# Odoo's runner looks for names that begin with test_ here; the rooms are those of models/.
from .case import (
    test_access,
    test_api,
    test_assignment,
    test_bad_input,
    test_deadline_status,
    test_deadlines,
    test_ending,
    test_handling_guard,
    test_intake,
    test_judging,
    test_performance,
    test_questions,
    test_races,
    test_redaction,
    test_reporter,
    test_workflow,
)
from .configuration import test_cached_configuration, test_configuration, test_domain
from .core import test_health, test_throttle
from .correspondence import (
    test_answer_templates,
    test_callbacks,
    test_letter,
    test_notices,
    test_without_pages,
)
from .desk import test_quick_registration, test_screens, test_tours
