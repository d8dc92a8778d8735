from . import (
    test_citizen,
    test_find,
    test_identity_masking,
    test_relation,
    test_tools,
    test_unit,
)
