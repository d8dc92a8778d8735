from . import (
    test_account,
    test_accounting,
    test_credits,
    test_domain,
    test_eligibility,
    test_fairness,
    test_fee_refunds,
    test_fees,
    test_my_services,
    test_performance,
    test_performance_report,
    test_races,
    test_receipts,
    test_recipients,
    test_redenomination,
    test_request_doors,
    test_requests,
    test_tours,
)

# Odoo's runner finds test_* here.
from .stateful import *
