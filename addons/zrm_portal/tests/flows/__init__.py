from . import (
    test_accounts,
    test_alert_and_callbacks,
    test_escalation,
    test_hidden_reporter,
    test_merged,
    test_report_to_verdict,
    test_silence,
    test_systemic,
    test_two_companies,
    test_two_people,
    test_units,
)
