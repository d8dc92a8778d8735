"""What a suggestion earns: by rules of the criteria set, in whole rials."""


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
    """
    sum_ = max(points, 0) * rate
    sum_ += fixed if saving is None else max(saving, 0) * saving_share / 100
    return int(min(sum_, cap) if cap else sum_)
