"""The one form in which Persian text is stored.

An Arabic keyboard, a Persian one, a web page and a scanned letter write the same word with
different code points. Searching, grouping and printing need one of them.

Source of the letters and of the half-space: ISIRI 6219 (Persian information interchange and
display with Unicode), which takes U+06CC, U+06A9 and U+06F0-06F9 for Persian.
"""

import re
import unicodedata

from .digits import ARABIC, PERSIAN

ZWNJ = "\u200c"
HAMZA_ABOVE = "\u0654"

# Letters as glyphs (old fonts, PDF): lam-alef, ﷲ, ﷼ and the like.
_GLYPHS = re.compile("[\ufb50-\ufdff\ufe80-\ufefc]+")
_ARABIC_RUN = re.compile("[\u0600-\u06ff]+")

_LETTERS = str.maketrans("يىك" + ARABIC, "ییک" + PERSIAN)

_REMOVED = re.compile(
    "[\u0640"  # tatweel, which only stretches
    "\u0610-\u061a\u064b-\u0653\u0655-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"  # marks
    "\ufc5e-\ufc63\ufe70-\ufe7f"  # harakat as glyphs
    "\u061c\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"  # bidi controls and their like
    "\x00-\x08\x0e-\x1f\x7f]"  # control characters; PostgreSQL refuses the first
)
_STRAY_HAMZA = re.compile(f"(?<!ه){HAMZA_ABOVE}")
_NEWLINE = re.compile("\r\n|[\r\x85\u2028\u2029]")
_BLANKS = re.compile("[ \t\x0b\x0c\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_AROUND_NEWLINE = re.compile(" ?\n ?")
_LONE_ZWNJ = re.compile(rf"(?<![^\W\d_])(?<!{HAMZA_ABOVE}){ZWNJ}|{ZWNJ}(?![^\W\d_])")


def normalize_text(text):
    r"""The form in which text is stored.

    - Arabic ي ى and ك become Persian ی and ک, Arabic-Indic digits Persian ones; ASCII stays.
    - Letters given as glyphs become letters; harakat and tatweel go. The hamza of خانهٔ stays,
      always as ه + U+0654.
    - Bidi and control characters go; odd spaces become blanks; runs of blanks become one.
    - The half-space (ZWNJ) stays, single, between two letters, and goes elsewhere. A zero-width
      space, which some editors write in its place, counts as one.
    - Lines are kept and trimmed. Latin text is left as it is.

    Applying it twice changes nothing.

    :param text: a str; None, False and "" give ""

    >>> normalize_text("  علي\u00a0  كريمـــي ")
    'علی کریمی'
    >>> normalize_text("مُحَمَّد ٤٥ ۶۷ 89")
    'محمد ۴۵ ۶۷ 89'
    >>> normalize_text("\ufee3\ufeaa\ufef3\ufe8e \ufefb \ufdfc")
    'مدیا لا ریال'
    >>> normalize_text("می\u200c\u200cشود\u200c \u200cبه\u200f") == "می\u200cشود به"
    True
    >>> normalize_text("خانۀ ما\r\n\tکوچۀ  پنجم\n") == "خانه\u0654 ما\nکوچه\u0654 پنجم"
    True
    >>> normalize_text("e\u0301t\u00e9") == "e\u0301t\u00e9", normalize_text(False)
    (True, '')
    """
    if not text:
        return ""
    text = _REMOVED.sub("", text)
    text = _GLYPHS.sub(lambda run: unicodedata.normalize("NFKC", run[0]), text)
    text = _ARABIC_RUN.sub(lambda run: unicodedata.normalize("NFC", run[0]), text)
    text = text.translate(_LETTERS)
    text = text.replace("ۀ", "ه" + HAMZA_ABOVE).replace("ی" + HAMZA_ABOVE, "ئ")
    text = _STRAY_HAMZA.sub("", _REMOVED.sub("", text))
    text = _BLANKS.sub(" ", _NEWLINE.sub("\n", text))
    text = re.sub(f"[{ZWNJ}\u200b]+", ZWNJ, text)
    text = _LONE_ZWNJ.sub("", text)
    return _AROUND_NEWLINE.sub("\n", re.sub(" +", " ", text)).strip()
