"""Recognizes codes and digits in a citizen's text message."""

import re

# Digits and what people put between the groups of a code.
_RUN = re.compile(r"\d(?:[\s\-./\\_·:,\u200c\u200e\u200f]*\d)*", re.ASCII)
CODE_LENGTH = 12


def codes_in(text, is_valid):
    """Tracking codes in a text, in any grouping.

    :param str text: with ASCII digits
    :param is_valid: checks whether twelve digits are a code

    >>> good = {"123456789092"}.__contains__
    >>> codes_in("کد 1234 5678-9092 چه شد؟", good), codes_in("12345678909", good)
    (['123456789092'], [])
    >>> codes_in("09121234567 1234-5678-9092", good), codes_in("0123456789092", good)
    (['123456789092'], [])
    """
    found = []
    for run in _RUN.findall(text):
        groups = re.findall(r"\d+", run)
        # Where each group begins and ends, counted in digits.
        ends = [0]
        for group in groups:
            ends.append(ends[-1] + len(group))
        digits = "".join(groups)
        for start in ends[:-1]:
            code = digits[start : start + CODE_LENGTH]
            if start + CODE_LENGTH in ends and is_valid(code) and code not in found:
                found.append(code)
    return found


def single_digit(text):
    """The digit if the text is a single one, apart from punctuation; else "".

    >>> single_digit(" 1 "), single_digit("«2»."), single_digit("12"), single_digit("گزینه 1")
    ('1', '2', '', '')
    """
    words = re.findall(r"\w+", text)
    return words[0] if len(words) == 1 and re.fullmatch("[0-9]", words[0]) else ""


def is_bare_code(text):
    """Whether the text consists of a code only.

    >>> is_bare_code("1234 5678 9092"), is_bare_code("1234 5678 9092 نشد")
    (True, False)
    """
    return not re.search(r"[^\W\d_]", text)


def shortened(text, letters):
    """The text in one line, cut at a word.

    >>> shortened("یک دو\\nسه چهار", 9), shortened("یک", 9)
    ('یک دو سه…', 'یک')
    """
    text = " ".join((text or "").split())
    if len(text) <= letters:
        return text
    cut = text[: letters - 1]
    if text[letters - 1] != " ":
        cut = cut.rpartition(" ")[0] or cut
    return cut.rstrip(" ،,.;؛:") + "…"
