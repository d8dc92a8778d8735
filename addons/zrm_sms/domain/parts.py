"""How many parts a text message is sent, and paid, in (3GPP TS 23.038 and 23.040)."""

# The GSM 7-bit default alphabet, and its extension, whose letters count twice.
_GSM = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_GSM_TWICE = frozenset("^{}\\[~]|€\f")
# Letters in a single message, and in each part of a longer one.
_GSM_SIZES = (160, 153)
_UCS2_SIZES = (70, 67)


def is_gsm(text):
    """Whether the cheaper alphabet holds the text; Persian never does.

    >>> is_gsm("Case 12: [done]"), is_gsm("پرونده")
    (True, False)
    """
    return set(text) <= _GSM | _GSM_TWICE


def count_parts(text):
    """The number of parts; an empty text is none.

    >>> count_parts("a" * 160), count_parts("a" * 161), count_parts("[" * 81)
    (1, 2, 2)
    >>> count_parts("آ" * 70), count_parts("آ" * 71), count_parts("آ" * 135), count_parts("")
    (1, 2, 3, 0)
    >>> count_parts("آ" * 69 + "🙂")
    2
    """
    if not text:
        return 0
    if is_gsm(text):
        letters, sizes = sum(2 if letter in _GSM_TWICE else 1 for letter in text), _GSM_SIZES
    else:
        # Beyond the basic plane a letter takes two.
        letters, sizes = len(text.encode("utf-16-be")) // 2, _UCS2_SIZES
    return 1 if letters <= sizes[0] else -(-letters // sizes[1])
