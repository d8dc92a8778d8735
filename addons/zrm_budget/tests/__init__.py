from . import (
    test_account,
    test_accounting,
    test_credits,
    test_domain,
    test_fee_refunds,
    test_fees,
    test_my_services,
    test_races,
    test_receipts,
    test_requests,
    test_stories,
    test_tours,
)
