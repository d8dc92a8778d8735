from . import scheme_report, session_reports
