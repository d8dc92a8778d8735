"""Shares of authors, and the splitting of a reward by them to the last rial."""

WHOLE = 100
# More than this many authors are a meeting, not a suggestion.
MOST_AUTHORS = 20


def problem(shares):
    """What is wrong with the shares of the authors, in percent.

    :return: ``none``, ``many``, ``negative`` or ``sum``; None when they are right

    >>> problem([60, 40]), problem([]), problem([60, 30]), problem([120, -20])
    (None, 'none', 'sum', 'negative')
    >>> problem([5] * 21), problem([33.34, 33.33, 33.33])
    ('many', None)
    """
    if not shares:
        return "none"
    if len(shares) > MOST_AUTHORS:
        return "many"
    if any(share <= 0 for share in shares):
        return "negative"
    # Hundredths of a percent, so that no binary fraction decides.
    return None if sum(round(share * 100) for share in shares) == WHOLE * 100 else "sum"


def even(count):
    """Equal shares that sum to 100, the remainder to the first.

    >>> even(3), even(1)
    ([33.34, 33.33, 33.33], [100.0])
    """
    each = WHOLE * 100 // count
    return [(WHOLE * 100 - each * (count - 1)) / 100, *[each / 100] * (count - 1)]


def split(amount, shares):
    """Splits an amount of whole rials by shares, so that the parts sum to the amount; what is
    left over goes to the largest fractions, the first of equal ones first.

    >>> split(100, [33.34, 33.33, 33.33]), split(1, [50, 50]), split(0, [100])
    ([34, 33, 33], [1, 0], [0])
    >>> sum(split(10**12 + 7, [12.5, 37.5, 50]))
    1000000000007
    """
    units = [round(share * 100) for share in shares]
    whole = sum(units)
    parts = [amount * unit // whole for unit in units]
    fractions = [amount * unit % whole for unit in units]
    order = sorted(range(len(units)), key=lambda place: (-fractions[place], place))
    for place in order[: amount - sum(parts)]:
        parts[place] += 1
    return parts
