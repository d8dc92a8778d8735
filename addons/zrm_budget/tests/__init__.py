from . import (
    test_accounting,
    test_credits,
    test_domain,
    test_eligibility,
    test_fees,
    test_my_services,
    test_races,
    test_recipients,
    test_redenomination,
    test_requests,
    test_stories,
)
