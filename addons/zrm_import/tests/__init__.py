from . import (
    test_command,
    test_past,
    test_reading,
    test_report,
    test_roles,
    test_run,
    test_sample,
    test_story,
    test_trial,
)
