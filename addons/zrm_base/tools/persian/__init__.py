"""Persian as it is typed: digits of three scripts, two keyboards' letters, names in every
spelling."""

from .digits import compact, to_ascii_digits, to_persian_digits
from .names import name_words, query_variants, search_key, similarity
from .text import normalize_text

__all__ = [
    "compact",
    "name_words",
    "normalize_text",
    "query_variants",
    "search_key",
    "similarity",
    "to_ascii_digits",
    "to_persian_digits",
]
