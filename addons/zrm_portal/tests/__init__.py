# The stories: each of the flows as the people live it.
from . import (
    test_choices,
    test_domain,
    test_equal_work,
    test_merged_page,
    test_own_links,
    test_portal_access,
    test_public_entry,
    test_public_entry_races,
    test_public_entry_tour,
    test_public_performance,
    test_story,
    test_tracking,
)
from .flows import *
