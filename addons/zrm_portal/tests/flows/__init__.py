from . import test_merged, test_report_to_verdict, test_silence, test_systemic, test_units
