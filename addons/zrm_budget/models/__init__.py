"""Rooms: credit (periods, subjects, lines and their ledger), requests that use it, and what
of Odoo's own they are tied to; fees from citizens; how the units do."""

from . import credit  # isort: skip
from . import request  # isort: skip
from . import eligibility  # isort: skip
from . import core  # isort: skip
from . import fee  # isort: skip
from . import performance  # isort: skip
