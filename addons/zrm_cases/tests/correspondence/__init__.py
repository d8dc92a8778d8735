from . import (
    test_answer_templates,
    test_callbacks,
    test_claimed_addresses,
    test_letter,
    test_notices,
    test_without_pages,
)
