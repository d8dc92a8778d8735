from . import (
    test_blindness,
    test_carrying_out,
    test_committee,
    test_domain,
    test_evaluation,
    test_life,
)
from .citizen_side import *
from .participation import *
