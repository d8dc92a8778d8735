"""What in a text tells who wrote it: names, telephones, addresses and links, marked before
evaluators read it. The secretary confirms; nothing is left out silently.

Names are found in any spelling: Arabic or Persian letters, joined, with a space or a half
space, with vowel signs, with endings ("سارای", "احمدی‌ها").
"""

import re

MARK = "▒▒▒"
LEAST = 3
# One letter each, so that places in the folded text are places in the text.
FOLD = str.maketrans("كيىئؤةۀأإآٱ", "کیییوههاااا")
# Between letters that belong together: half spaces, marks of direction, stretching, vowels.
LOOSE = "[\u200b-\u200f\u00ad\u0640\u064b-\u0652\u0654\u0670]{0,3}"
GAP = f"(?:{LOOSE}[\\s._\u2010-\u2015-]?{LOOSE})"
ENDINGS = "هایی|های|ها|ای|ی|ان|اند|ام|اش|ات|مان|تان|شان|م|ش|ت|را|'s|s"
DIGITS = r"\d(?:[\s\u200c().\u2010-\u2015-]{0,2}\d){%s}(?!\d)"
# Whatever may be one: dates and sums as well; the secretary puts those back.
PHONE = re.compile(r"(?<!\d)(?:\+|00)?" + DIGITS % "7,13")
# What is one for certain.
DIALLED = re.compile(r"(?<![\d,.٬٫])(?:\+|(?=[0۰٠]))" + DIGITS % "9,13")
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
HANDLE = re.compile(r"(?<![\w@.])@[A-Za-z][\w.]{2,}")
LINK = re.compile(
    r"(?:https?://|www\.)\S+"
    r"|(?<![\w.@-])(?:[\w-]+\.)+(?:ir|com|org|net|me|info|io|gov|edu)\b(?:/\S*)?",
    re.IGNORECASE,
)


def find(text, names=(), *, certain=False):
    """The places that tell who wrote the text.

    :param names: names of authors, their units and so on, as they may stand in it
    :param certain: leave out numbers that may be dates or sums
    :return: sorted list of ``(start, end)`` that do not overlap

    >>> text = "من علی رضایی از واحد خدمات، ۰۹۱۲۱۲۳۴۵۶۷، ali@example.com و www.example.com/ali"
    >>> [text[begin:end] for begin, end in find(text, ["علی رضایی", "خدمات"])]
    ['علی رضایی', 'خدمات', '۰۹۱۲۱۲۳۴۵۶۷', 'ali@example.com', 'www.example.com/ali']
    >>> find("پل ۲۰ متر و ۳۵۰۰ تومان", ["د"])
    []
    >>> text = "علي‌رضايي، علیرضایی و رضایی‌ها؛ ٠٩١٢ ١٢٣ ٤٥٦٧ و (021) 8888-1234، t.me/ali"
    >>> [text[begin:end] for begin, end in find(text, ["علی رضایی", "رضایی"])]
    ['علي\\u200cرضايي', 'علیرضایی', 'رضایی', '٠٩١٢ ١٢٣ ٤٥٦٧', '021) 8888-1234', 't.me/ali']
    >>> [text[begin:end] for text in ("من @ali_r هستم",) for begin, end in find(text)]
    ['@ali_r']
    >>> find("پورسانت راهنما", ["پور", "راه"])
    []
    >>> find("سال ۱۴۰۴-۰۵-۰۱ و ۲۰۰۰۰۰۰۰۰ ریال", certain=True)
    []
    """
    folded = text.translate(FOLD)
    patterns = (LINK, EMAIL, HANDLE, DIALLED if certain else PHONE)
    places = [match.span() for pattern in patterns for match in pattern.finditer(text)]
    for pattern in filter(None, map(_pattern, names)):
        places += [match.span() for match in pattern.finditer(folded)]
    joined = []
    for begin, end in sorted(places):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined


def _pattern(name):
    """How a name may be written, or None for one too short to be told from other words."""
    words = [re.sub(LOOSE, "", word) for word in name.translate(FOLD).split()]
    if len("".join(words)) < LEAST:
        return None
    spelt = [LOOSE.join(map(re.escape, word)) for word in words if word]
    ending = rf"(?={LOOSE}(?:{ENDINGS})?(?!\w))"
    return re.compile(r"(?<!\w)" + GAP.join(spelt) + ending, re.IGNORECASE)


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
