from . import (
    test_blindness,
    test_carrying_out,
    test_committee,
    test_domain,
    test_evaluation,
    test_guards,
    test_life,
    test_rewards,
    test_rounds,
    test_scoring_form,
    test_session_reports,
    test_voting,
)
