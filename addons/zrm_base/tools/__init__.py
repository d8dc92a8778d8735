"""Plain Python without Odoo: what an Iranian citizen register must know about writing, numbers
and dates, and how attempts are tallied. Every module is doctested, see ``tests/test_tools.py``."""

from . import clean_files, identity, jalali, persian, phone, postal, tally

__all__ = ["clean_files", "identity", "jalali", "persian", "phone", "postal", "tally"]
