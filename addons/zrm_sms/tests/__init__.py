from . import (
    test_access,
    test_claimed_numbers,
    test_delivery,
    test_gateway,
    test_inbound,
    test_notices,
    test_races,
    test_sending,
    test_words,
)
