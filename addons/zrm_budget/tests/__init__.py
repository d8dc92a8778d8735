from . import (
    test_accounting,
    test_credits,
    test_domain,
    test_eligibility,
    test_fairness,
    test_fees,
    test_my_services,
    test_performance,
    test_performance_report,
    test_races,
    test_recipients,
    test_redenomination,
    test_requests,
)

# Odoo's runner finds test_* here.
from .stateful import *
