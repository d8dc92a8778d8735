from . import (
    test_answer_templates,
    test_callbacks,
    test_claimed_addresses,
    test_companies,
    test_hidden_mail,
    test_languages,
    test_letter,
    test_mail_gateway,
    test_notices,
    test_unit_address,
    test_without_pages,
)
