from . import (
    test_alert_and_callbacks,
    test_escalation,
    test_hidden_reporter,
    test_merged,
    test_report_to_verdict,
    test_silence,
    test_systemic,
    test_units,
)
