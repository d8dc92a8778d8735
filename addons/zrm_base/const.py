"""Vocabularies that more than one file of this addon needs."""

from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

# Characters of a citizen's name; longer input to the search for citizens is cut.
MAX_NAME = 200

CITIZEN_TYPES = [
    ("person", "Person"),
    ("organization", "Organization"),
]

IDENTITY_TYPES = [
    ("national_id", "National ID"),
    ("legal_id", "Legal ID"),
    ("foreign_id", "Foreigner's ID"),
    ("passport", "Passport"),
]

GENDERS = [
    ("female", "Female"),
    ("male", "Male"),
]

# Messages for invalid identity numbers, by tools.identity.IdentityError.reason.
IDENTITY_PROBLEMS = {
    "empty": _lt("The identity number is empty."),
    "digits": _lt("An identity number of this kind has digits only."),
    "length": _lt(
        "The number of digits is wrong: a national ID has 10, a legal ID 11, "
        "a foreigner's ID 8 to 13 digits, a passport number 6 to 12 letters and digits."
    ),
    "checksum": _lt(
        "One of the digits is wrong: the check digit does not fit. "
        "Compare the number with the card, digit by digit."
    ),
    "repeated": _lt("A number of ten equal digits was never issued."),
    "format": _lt("A passport number has 6 to 12 letters and digits."),
}

# Context value that shows a full identity number in one computation (see
# zrm.identity.mixin). A request cannot forge it, as RPC cannot send this object.
UNMASK = object()

# Fields that citizens may change in their own file only.
CONTACT_FIELDS = ("phone", "landline", "email", "street", "city", "zip", "region_id", "lang")

POSTAL_PROBLEMS = {
    "length": _lt("A postal code has ten digits."),
    "format": _lt("No Iranian postal code looks like this: check the digits."),
}

# What operators may write of a citizen's file. Whatever else a partner has (parents,
# users, derived values) is for contact managers.
OPERATOR_FIELDS = frozenset(
    (
        *("name", "citizen_type", "is_company", "company_type", "function"),
        *("identity_type", "identity_number", "father_name", "gender"),
        *("birth_date", "birth_date_text", "relation_ids", "is_confidential"),
        *("phone", "landline", "email", "website", "lang", "tz"),
        *("street", "street2", "city", "zip", "state_id", "country_id", "region_id"),
        *("comment", "category_id", "image_1920", "active"),
    )
)
# Further ones of a new file.
NEW_FILE_FIELDS = frozenset(("is_citizen", "company_id"))

# What proves who somebody is, by the field that holds it in normal form.
PROOFS = {"email": "email_normalized", "phone": "phone_sanitized"}

# Context value of a write that was checked: core writes further fields in the course of
# it. A request cannot send this object.
CHECKED = object()
