"""What a suggestion earns: by rules of the criteria set, in whole rials."""

from fractions import Fraction


def amount(points, saving, rate=0, saving_share=0, fixed=0, cap=0):
    """The reward of a suggestion.

    :param points: percent of the evaluation, 0 to 100
    :param saving: verified saving of the first year in rial; None for what cannot be measured
    :param rate: rial for each point
    :param saving_share: percent of the first year's saving
    :param fixed: the sum for what cannot be measured
    :param cap: the most; 0 for no limit
    :return: whole rials, rounded down

    >>> amount(80, None, rate=100_000, fixed=5_000_000)
    13000000
    >>> amount(80, 200_000_000, rate=100_000, saving_share=10)
    28000000
    >>> amount(80, 900_000_000, rate=100_000, saving_share=10, cap=50_000_000)
    50000000
    >>> amount(0, 0), amount(50, -5, saving_share=10)
    (0, 0)
    >>> amount(0, 3 * 10**15 + 10, saving_share=10)
    300000000000001
    """
    # Hundredths of points and shares, so that no binary fraction decides about a rial.
    sum_ = Fraction(round(max(points or 0, 0) * 100), 100) * int(rate or 0)
    if saving is None:
        sum_ += int(fixed or 0)
    else:
        sum_ += int(max(saving, 0)) * Fraction(round((saving_share or 0) * 100), 10_000)
    return int(min(sum_, int(cap)) if cap else sum_)


def left_below(cap, given):
    """What a cap leaves after what was given already; None without a cap.

    >>> left_below(100, 30), left_below(100, 130), left_below(0, 130)
    (70, 0, None)
    """
    return max(int(cap) - int(given), 0) if cap else None
