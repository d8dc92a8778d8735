"""Amounts in Persian words, as they stand on orders and receipts."""

ONES = [
    "صفر",
    "یک",
    "دو",
    "سه",
    "چهار",
    "پنج",
    "شش",
    "هفت",
    "هشت",
    "نه",
    "ده",
    "یازده",
    "دوازده",
    "سیزده",
    "چهارده",
    "پانزده",
    "شانزده",
    "هفده",
    "هجده",
    "نوزده",
]
TENS = ["-", "ده", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود"]
HUNDREDS = ["-", "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد"]
# Each is a thousand times the one before; the national budget fits in.
SCALES = ("", "هزار", "میلیون", "میلیارد", "بیلیون", "بیلیارد")
AND = " و "


def persian_words(number):
    """A whole number in words.

    :param int number: below 10^18
    :raise ValueError: beyond that

    >>> persian_words(0), persian_words(21), persian_words(1_000)
    ('صفر', 'بیست و یک', 'هزار')
    >>> persian_words(500_000), persian_words(1_405_115)
    ('پانصد هزار', 'یک میلیون و چهارصد و پنج هزار و صد و پانزده')
    >>> persian_words(-2_000_000_000)
    'منفی دو میلیارد'
    >>> persian_words(10**18)
    Traceback (most recent call last):
    ValueError: 1000000000000000000
    """
    if abs(number) >= 1000 ** len(SCALES):
        raise ValueError(number)
    if number < 0:
        return f"منفی {persian_words(-number)}"
    if number == 0:
        return ONES[0]
    parts, rest, scale = [], number, 0
    while rest:
        rest, group = divmod(rest, 1000)
        if group:
            # One thousand is just “thousand”.
            words = "" if (group, scale) == (1, 1) else _below_thousand(group)
            parts.append(f"{words} {SCALES[scale]}".strip())
        scale += 1
    return AND.join(reversed(parts))


def _below_thousand(number):
    hundreds, rest = divmod(number, 100)
    parts = [HUNDREDS[hundreds]] if hundreds else []
    if rest >= len(ONES):
        tens, rest = divmod(rest, 10)
        parts.append(TENS[tens])
    if rest:
        parts.append(ONES[rest])
    return AND.join(parts)
