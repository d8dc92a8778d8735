"""The code by which a citizen finds a case again.

Ten random digits and two check digits by ISO/IEC 7064 MOD 97-10: short enough
to be read out on the phone, and a slip of one digit or a swap of two is noticed
before anything is looked up.
"""

import secrets

RANDOM_DIGITS = 10


def check_digits(digits):
    """The two check digits for a run of digits (ISO/IEC 7064 MOD 97-10).

    >>> check_digits("1234567890")
    '92'
    """
    return f"{98 - int(digits) * 100 % 97:02d}"


def new_code():
    """A fresh code, not guessable from others.

    >>> is_valid(new_code())
    True
    """
    digits = str(secrets.randbelow(9 * 10 ** (RANDOM_DIGITS - 1)) + 10 ** (RANDOM_DIGITS - 1))
    return digits + check_digits(digits)


def is_valid(code):
    """Whether this can be a tracking code at all.

    >>> is_valid("123456789092"), is_valid("123456789029"), is_valid("12"), is_valid("")
    (True, False, False, False)
    """
    return (
        len(code) == RANDOM_DIGITS + 2 and code.isascii() and code.isdigit() and int(code) % 97 == 1
    )


def clean(text):
    """The digits of what was typed or pasted, without groups and dashes.

    >>> clean(" 1234-5678 9092 ")
    '123456789092'
    """
    return "".join(sign for sign in text if sign.isascii() and sign.isdigit())


def spaced(code):
    r"""In groups of four, as it is printed and read out.

    The spaces are no-break ones: in a right-to-left line ordinary ones would have
    the groups change places (Unicode's bidirectional algorithm, rule W4).

    >>> spaced("123456789092")
    '1234\xa05678\xa09092'
    """
    return "\u00a0".join(code[start : start + 4] for start in range(0, len(code), 4))
