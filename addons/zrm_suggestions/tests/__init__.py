from . import (
    test_blindness,
    test_blindness_matrix,
    test_carrying_out,
    test_committee,
    test_domain,
    test_evaluation,
    test_guards,
    test_home,
    test_life,
    test_races,
    test_rewards,
    test_rounds,
    test_scheme,
    test_scoring_form,
    test_session_reports,
    test_story,
    test_tours,
    test_voting,
)
from .citizen_side import *
from .participation import *
