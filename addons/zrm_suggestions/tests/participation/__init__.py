from . import (
    test_comments,
    test_followers,
    test_merged_citizens,
    test_participation_access,
    test_participation_performance,
    test_participation_tour,
    test_public_page,
    test_voices,
    test_voices_race,
)
