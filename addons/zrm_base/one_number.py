"""One identity number per query, whichever model it searches and by whatever path.

A list of candidates would allow finding a masked number by bisection. The check stands where a
number is looked up and looks from there at the searches under way: so no other search of
Odoo costs more.
"""

import sys

from odoo.fields import Domain
from odoo.orm.models import BaseModel
from odoo.tools import SQL, Query

# Fields that find people by a whole number.
LOOKUP_FIELDS = ("identity_number", "citizen_lookup")


def asked_by_users():
    """The texts that users look up in the searches under way, the enclosing ones included."""
    texts, frame = set(), sys._getframe(1)
    while frame:
        if frame.f_code is BaseModel._search.__code__ and not frame.f_locals["self"].env.su:
            texts |= asked(frame.f_locals["domain"])
        frame = frame.f_back
    return texts


def asked(domain):
    """The texts that a domain looks up, by whatever path."""
    texts = set()
    for condition in Domain(domain).iter_conditions():
        path, value = getattr(condition, "field_expr", ""), condition.value
        if path.split(".")[-1] in LOOKUP_FIELDS:
            texts.update([value] if isinstance(value, str) else value or ())
        elif condition.operator in ("any", "not any") and not isinstance(value, (Query, SQL)):
            texts |= asked(value)
    return {text for text in texts if isinstance(text, str)}
