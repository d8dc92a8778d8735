from . import (
    test_accounts,
    test_answers,
    test_hidden_reporter,
    test_many_cases,
    test_two_companies,
    test_units,
)
