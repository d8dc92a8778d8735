"""What a fee comes to: fixed, per unit, or by a table of brackets over a number that the citizen
gave. No formula has to be typed."""


def amount(kind, rate, number=None, brackets=()):
    """The fee of one case, in the currency's units.

    :param str kind: ``fixed``, ``unit`` or ``brackets``
    :param rate: the fee, or what each unit costs
    :param number: what the case's question was answered with
    :param brackets: ``(from, fixed, per unit above from)``; the last one that begins at or
        below the number holds
    :return: the amount; None where the number is missing

    >>> amount("fixed", 500), amount("unit", 30, 4), amount("unit", 30)
    (500, 120, None)
    >>> table = [(0, 100, 0), (50, 200, 3), (200, 700, 5)]
    >>> [amount("brackets", 0, number, table) for number in (10, 50, 60, 210)]
    [100, 200, 230, 750]
    >>> amount("brackets", 0, -1, table), amount("unit", 30, -2)
    (0, 0)
    """
    if kind == "fixed":
        return rate
    if number is None:
        return None
    if number < 0:
        return 0
    if kind == "unit":
        return rate * number
    fitting = [bracket for bracket in sorted(brackets) if bracket[0] <= number]
    if not fitting:
        return 0
    begin, fixed, each = fitting[-1]
    return fixed + each * (number - begin)
