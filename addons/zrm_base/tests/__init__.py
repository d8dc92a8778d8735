from . import (
    test_citizen,
    test_duplicates,
    test_find,
    test_identity_masking,
    test_jalali_rendering,
    test_portal,
    test_races,
    test_relation,
    test_roles,
    test_tools,
    test_tours,
    test_unit,
)
