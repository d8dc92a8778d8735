from . import (
    test_access,
    test_claimed_numbers,
    test_delivery,
    test_gateway,
    test_hidden,
    test_inbound,
    test_notices,
    test_races,
    test_secrets,
    test_sending,
    test_story,
    test_words,
)
