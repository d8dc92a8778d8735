"""Finding a person by name, whatever the spelling.

A *key* writes a name in [a-z0-9] by its sound, so that letters confused in writing (ت/ط, س/ص/ث,
ز/ذ/ض/ظ, ه/ح, ق/غ, ا/آ/ع) fall together. It is for comparing, not for reading. The half-space is
no separator in it. Whether a compound is typed as one word or as two is settled by the word index:
a person is filed under ``name_words`` and sought by ``query_variants``; whoever has all the words
of one variant is a candidate, ranked by ``similarity``.

>>> filed = name_words("علیرضا محمدپور")
>>> any(set(words) <= set(filed) for words in query_variants("علی رضا محمد پور"))
True
>>> filed = name_words("علی رضا محمد پور")
>>> any(set(words) <= set(filed) for words in query_variants("عليرضا محمدپور"))
True

What it does not do: vowels that are not written (رحمن/رحمان), and Persian against Latin spelling
(محمد/Mohammad); there only ``similarity`` comes near.
"""

import re
import unicodedata
from difflib import SequenceMatcher
from itertools import pairwise

from .text import normalize_text

MAX_VARIANTS = 6
# A name has no more words; what follows is not tried in variants.
MAX_WORDS = 30

# One letter stands for all that sound alike; Kurdish and Urdu shapes included. ة and ۀ are ه, the
# hamza seat tells the sound (رأفت, فؤاد, رضائی), and ع is kept apart from ا until the doubled
# letters have gone, so that علی and عالی stay two names.
_ALIKE = str.maketrans(
    "طثصذضظحةۀەہھغيىئےێؤۆڤكڪأإآٱڕڵ",
    "تسسزززهههههه" + "قییییی" + "ووو" + "کک" + "اااا" + "رل",
    "ء",
)
_SOUNDS = {
    **dict(zip("ابپتجدرزسفکگلمنویهع", "abptjdrzsfkglmnvyha", strict=True)),
    "چ": "ch",
    "خ": "kh",
    "ژ": "zh",
    "ش": "sh",
    "ق": "gh",
}
_TO_SOUNDS = str.maketrans(_SOUNDS)
# Latin letters that Unicode does not take for a base letter with an accent.
_TO_PLAIN_LATIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "ə": "a", "æ": "ae", "œ": "oe"}
)
_DOUBLED = re.compile(r"([^\W\d_])\1+")
# s+h, z+h, k+h, g+h of two letters must not read as ش ژ خ ق: سهیلا is not شیلا.
_FALSE_PAIR = re.compile("(?<=[سزکگ])(?=ه)")
# An accent belongs to the letter before it; harakat are gone by then.
_MARKS = re.compile("[\u0300-\u036f\u0653-\u0655]")
_NOT_WORD = re.compile(f"[^a-z0-9{''.join(_SOUNDS)}]+")


def _alike(names):
    return frozenset(names.translate(_ALIKE).split())


# Said before a name and often left out, so they do not tell people apart.
_TITLES = _alike("سید سیده حاج حاجیه جناب سرکار آقای خانم دکتر مهندس")
# Titles that are family names as well (حسن مشهدی): only before a name.
_TITLES_IN_FRONT = _alike("حاجی کربلایی مشهدی")
# The word before one of these is half of a family name: حاجی زاده, سید پور.
_FAMILY_ENDINGS = _alike("زاده پور نژاد نیا فر وند لو")


def search_key(text):
    r"""The key by which names are compared: words of [a-z0-9] with a blank between.

    Titles (سید، حاج، آقای، خانم، دکتر، مهندس …) are dropped when other words remain. It takes text
    as typed, not a key: a key of a key may be shorter.

    :param text: a str; None, False and "" give ""

    >>> search_key("علی رضائی"), search_key("علي رضايي"), search_key("عَلی رضایی")
    ('aly rzay', 'aly rzay', 'aly rzay')
    >>> search_key("علی\u200cرضا") == search_key("علیرضا")
    True
    >>> search_key("عباس"), search_key("اباس"), search_key("طهماسب"), search_key("تهماسب")
    ('abas', 'abas', 'thmasb', 'thmasb')
    >>> search_key("محمّد"), search_key("فتح الله"), search_key("فتح اله")
    ('mhmd', 'fth alh', 'fth alh')
    >>> search_key("جناب آقای دکتر سید محمد حسینی"), search_key("سید"), search_key("حسن مشهدی")
    ('mhmd hsyny', 'syd', 'hsn mshhdy')
    >>> search_key("سهیلا"), search_key("شیلا"), search_key("علی"), search_key("عالی")
    ('sehyla', 'shyla', 'aly', 'aaly')
    >>> search_key("José MÜLLER-Øst"), search_key("فاز ۱۱، پلاک ٢٢")
    ('jose muler ost', 'faz 11 plak 22')
    """
    return " ".join(_sound(word) for word in _without_titles(_words(text)))


def name_words(text):
    """The words under which a name is filed: those of its key, then every two neighbours as one.

    Neighbours are taken with the titles, since سید محمد is also written سیدمحمد.

    :return: a list without duplicates, in order

    >>> name_words("علی رضا محمدی")
    ['aly', 'rza', 'mhmdy', 'alyrza', 'rzamhmdy']
    >>> name_words("سید محمد")
    ['mhmd', 'sydmhmd']
    >>> name_words("")
    []
    """
    words = _words(text)
    joined = [first + second for first, second in pairwise(words)]
    return list(dict.fromkeys(_sound(word) for word in _without_titles(words) + joined))


def query_variants(text):
    """The word lists to be tried against ``name_words``, the likeliest first, at most six.

    The words as typed, then with one pair of neighbours joined, then with two pairs. Whoever is
    filed under all the words of one list is a candidate.

    :return: a list of lists of words; [] when there is no word

    >>> query_variants("علی رضا محمدی")
    [['aly', 'rza', 'mhmdy'], ['alyrza', 'mhmdy'], ['aly', 'rzamhmdy']]
    >>> query_variants("سید محمد حسینی")
    [['mhmd', 'hsyny'], ['sydmhmd', 'hsyny'], ['mhmdhsyny']]
    >>> query_variants("علی"), query_variants(" ")
    ([['aly']], [])
    >>> len(query_variants("یک دو سه چهار پنج شش هفت هشت"))
    6
    """
    words = _words(text)[:MAX_WORDS]
    pairs = range(len(words) - 1)
    ways = [(), *((pair,) for pair in pairs)]
    ways += [(first, second) for first in pairs for second in pairs if second > first + 1]
    variants = []
    for way in ways:
        variant = [_sound(word) for word in _without_titles(_joined(words, way))]
        if variant and variant not in variants:
            variants.append(variant)
        if len(variants) == MAX_VARIANTS:
            break
    return variants


def similarity(key_a, key_b):
    """How alike two keys of ``search_key`` are, from 0.0 to 1.0, in whatever order the words stand.

    1.0 for the same set of words, 0.0 when one has none. By ``difflib.SequenceMatcher``.

    >>> similarity("hsn aly", "aly hsn")
    1.0
    >>> similarity("aly rza", "alyrza") > 0.9 > similarity("hsn", "hsyn") > 0.8
    True
    >>> similarity("", ""), similarity("aly", "")
    (0.0, 0.0)
    """
    words_a, words_b = sorted(set(key_a.split())), sorted(set(key_b.split()))
    if not words_a or not words_b:
        return 0.0
    if words_a == words_b:
        return 1.0
    # SequenceMatcher depends on the order of its two; ours must not.
    first, second = sorted((" ".join(words_a), " ".join(words_b)))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _words(text):
    """The words of a text, in one letter per sound, before doubled letters go."""
    text = normalize_text(text)
    text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    text = text.replace("ئو", "و")  # رئوف, رؤوف
    text = _MARKS.sub("", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(str(unicodedata.decimal(char, char)) for char in text)
    return _NOT_WORD.sub(" ", text.translate(_ALIKE).translate(_TO_PLAIN_LATIN)).split()


def _sound(word):
    return _FALSE_PAIR.sub("e", _DOUBLED.sub(r"\1", word)).translate(_TO_SOUNDS)


def _without_titles(words):
    kept, in_front = [], True
    for place, word in enumerate(words):
        following = words[place + 1] if place + 1 < len(words) else None
        title = word in _TITLES or (in_front and following and word in _TITLES_IN_FRONT)
        if not title or following in _FAMILY_ENDINGS:
            kept.append(word)
            in_front = False
    return kept or words


def _joined(words, pairs):
    """The words with each pair, named by its first place, made one."""
    result = []
    for place, word in enumerate(words):
        if place - 1 in pairs:
            result[-1] += word
        else:
            result.append(word)
    return result
