"""Iranian postal codes: ten digits, five of the area and five of the place in it.

Source: the pattern attributed to Iran Post that all public validators use
(``(?!(\\d)\\1{3})[13-9]{4}[1346-9][013-9]{5}``): no 2 anywhere, no 0 in the first five, neither 2
nor 5 as the fifth, and not one digit four times at the start.
"""

import re

from .persian import compact

_PATTERN = re.compile(r"(?!(\d)\1{3})[13-9]{4}[1346-9][013-9]{5}", re.ASCII)


class PostalCodeError(ValueError):
    """What is wrong with a postal code: ``reason`` is ``length`` or ``format``."""

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason


def normalize_postal_code(value):
    """The ten ASCII digits of a postal code, however it was typed.

    :param value: a str or an int
    :raise PostalCodeError: ``length`` when these are not ten characters, else ``format``

    >>> normalize_postal_code("۱۹۶۹۸-۳۳۱۱۴"), normalize_postal_code(" 13459 ٦٣١١٩ ")
    ('1969833114', '1345963119')
    >>> try:
    ...     normalize_postal_code("196983311")
    ... except PostalCodeError as error:
    ...     error.reason
    'length'
    >>> try:
    ...     normalize_postal_code("1111133114")
    ... except PostalCodeError as error:
    ...     error.reason
    'format'
    """
    code = compact(value)
    if len(code) != 10:
        raise PostalCodeError("length")
    if not _PATTERN.fullmatch(code):
        raise PostalCodeError("format")
    return code
