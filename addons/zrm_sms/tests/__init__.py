from . import (
    test_delivery,
    test_gateway,
    test_holes,
    test_inbound,
    test_notices,
    test_races,
    test_sending,
    test_words,
)
