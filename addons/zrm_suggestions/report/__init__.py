from . import session_reports
