"""Reads a list of people and amounts, as offices keep them."""

# Headings by which columns are known.
HEADINGS = {
    "identity": (
        "identity number", "national id", "کد ملی", "شماره ملی", "شناسه ملی", "کدملی",
        "شماره هویتی",
    ),
    "case": ("tracking code", "case", "case number", "کد رهگیری", "شماره مورد", "رهگیری"),
    "amount": ("amount", "مبلغ", "مبلغ (ریال)"),
    "name": ("what for", "note", "بابت", "شرح", "توضیح"),
}  # fmt: skip


def columns(heading):
    """The place of each column that a heading names.

    :param list heading: the cells of the first row, in normalized letters
    :return: ``{"identity" | "case" | "amount" | "name": place}``

    >>> columns(["ردیف", "کد ملی ", "مبلغ"])
    {'identity': 1, 'amount': 2}
    >>> columns(["National ID", "What for"]), columns(["0499370899", "100"])
    ({'identity': 0, 'name': 1}, {})
    """
    found = {}
    for place, cell in enumerate(heading):
        plain = " ".join(cell.replace("‌", " ").split()).lower()
        for kind, names in HEADINGS.items():
            if plain in names:
                found.setdefault(kind, place)
    return found


def amount(text):
    """The amount that somebody typed, or None where it is none.

    >>> amount("۱۲٬۰۰۰٬۰۰۰"), amount("1,500,000.50"), amount("ریال ۵۰۰"), amount("زیاد")
    (12000000.0, 1500000.5, 500.0, None)
    """
    plain = text.replace("٫", ".")
    for mark in (",", "٬", "،", "_", " ", "\u00a0", "ریال", "IRR"):
        plain = plain.replace(mark, "")
    try:
        value = float(plain)
    except ValueError:
        return None
    return value if value == value and abs(value) != float("inf") else None
