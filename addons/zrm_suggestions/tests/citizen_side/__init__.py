from . import (
    test_cases_follow,
    test_citizen_story,
    test_coauthors,
    test_form,
    test_form_races,
    test_page,
    test_tracking,
)
