"""Confidential cases and hidden reporters."""

from . import (
    hidden_afterwards,
    reporter,
    reporter_contact,
    secret_number,
    who_may_open,
)
