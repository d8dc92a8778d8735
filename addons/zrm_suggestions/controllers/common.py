"""What the pages of suggestions share: limits, who has proved what in this session, headers."""

import time

from odoo.http import request

from odoo.addons.zrm_base.tools import persian
from odoo.addons.zrm_portal.controllers.case_page import GRANTED_FOR, visitor

# Session key: suggestions of which this visitor has proved to be the author.
GRANT = "zrm_granted_suggestions"
HOUR = 3600
# Limits per hour for one address or account; many phones share an address, so organizations can
# set them (system parameters zrm_suggestions.limit_…).
LIMITS = {
    "begun": 60,
    "sent": 20,
    "named": 60,
    "files": 60,
    "similar": 600,
    "voice": 120,
    "data": 600,
}


def who():
    """The key for counting: the account, else the visitor's network."""
    user = request.env.user
    return visitor() if user._is_public() else f"user {user.id}"


def is_allowed(what):
    """Counts one attempt; whether it is within the limit."""
    # sudo: a number that an administrator set.
    limit = request.env["ir.config_parameter"].sudo().get_param(f"zrm_suggestions.limit_{what}")
    limit = int(limit) if (limit or "").isdigit() else LIMITS[what]
    return request.env["zrm.throttle"]._allow(f"suggestion.{what}", who(), limit, HOUR)


def grant_suggestion(suggestion):
    """Remembers in the session that this visitor has proved to be the author."""
    granted = dict(request.session.get(GRANT) or {})
    granted[suggestion.number] = int(time.time())
    request.session[GRANT] = granted


def granted_suggestion(number):
    """The suggestion, if this visitor is its author; else empty.

    :return: as superuser; the page decides what is shown
    """
    Suggestion = request.env["zrm.suggestion"]
    found = Suggestion._by_tracking_code(number)
    since = (request.session.get(GRANT) or {}).get(found.number or "", 0)
    if found and time.time() - since <= GRANTED_FOR:
        return found
    user = request.env.user
    if found and not user._is_public() and found._belongs_to(user):
        return found
    return Suggestion


def digits(value):
    """A number as the reader's language writes it."""
    is_persian = (request.env.lang or "").startswith("fa")
    return persian.to_persian_digits(value) if is_persian else str(value)


def read_id(value):
    """An id of a form or address; 0 for what is none."""
    text = value if isinstance(value, str) else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def private(response):
    """The headers of a page that is one person's."""
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
