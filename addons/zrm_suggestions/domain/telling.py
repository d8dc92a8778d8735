"""What in a text tells who wrote it: names, telephones, addresses and links, marked before
evaluators read it. The secretary confirms; nothing is left out silently."""

import re

MARK = "▒▒▒"
PHONE = re.compile(r"(?<!\d)(?:\+|00)?\d(?:[\s‌-]?\d){7,13}(?!\d)")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
LEAST = 3


def find(text, names=()):
    """The places that tell who wrote the text.

    :param names: names of authors, their units and so on, as they may stand in it
    :return: sorted list of ``(start, end)`` that do not overlap

    >>> text = "من علی رضایی از واحد خدمات، ۰۹۱۲۱۲۳۴۵۶۷، ali@example.com و www.example.com/ali"
    >>> [text[begin:end] for begin, end in find(text, ["علی رضایی", "خدمات"])]
    ['علی رضایی', 'خدمات', '۰۹۱۲۱۲۳۴۵۶۷', 'ali@example.com', 'www.example.com/ali']
    >>> find("پل ۲۰ متر و ۳۵۰۰ تومان", ["د"])
    []
    """
    places = [match.span() for pattern in (LINK, EMAIL, PHONE) for match in pattern.finditer(text)]
    for name in names:
        if len(name.strip()) >= LEAST:
            words = r"[\s‌]+".join(re.escape(word) for word in name.split())
            places += [match.span() for match in re.finditer(words, text, re.IGNORECASE)]
    joined = []
    for begin, end in sorted(places):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def masked(text, names=()):
    """The text with a mark at each such place.

    >>> masked("نویسنده: مریم احمدی", ["مریم احمدی"])
    'نویسنده: ▒▒▒'
    >>> masked("", ["x"])
    ''
    """
    for begin, end in reversed(find(text or "", names)):
        text = text[:begin] + MARK + text[end:]
    return text or ""
