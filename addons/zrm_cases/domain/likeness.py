"""How likely a new case is the same as an existing one.

Two people rarely describe the same blocked gutter in the same words, so the place decides:
the same citizen or a near place, the same subject, and not long ago. The text is only used
for sorting.
"""

WITHIN_DAYS = 30
# Minimum share of common words, relative to the shorter address.
SAME_PLACE = 0.5


def overlap(words_a, words_b):
    """The share of the smaller set that is in the other one, 0.0 to 1.0.

    >>> overlap({"vlyasr", "12"}, {"vlyasr", "12", "5"}), overlap(set(), {"vlyasr"})
    (1.0, 0.0)
    """
    fewer = min(len(words_a), len(words_b))
    return len(words_a & words_b) / fewer if fewer else 0.0


def region_nearness(path_a, path_b):
    """How near two regions are: 2 the same, 1 when one lies within the other.

    :param list path_a: ids from the root down to the region; [] when not known

    >>> region_nearness([1, 6, 61], [1, 6, 61]), region_nearness([1, 6], [1, 6, 61])
    (2, 1)
    >>> region_nearness([1, 7], [1, 6, 61]), region_nearness([], [1])
    (0, 0)
    """
    if not path_a or not path_b:
        return 0
    if path_a[-1] == path_b[-1]:
        return 2
    return int(path_a[-1] in path_b or path_b[-1] in path_a)


def likeness(new, known):
    """How alike; 0.0 when they are hardly the same.

    :param dict new: ``regions`` (path), ``address`` and ``text`` (sets of words)
    :param dict known: the same, and ``same_citizen``, ``days`` since it came in

    >>> new = {"regions": [1, 6], "address": {"vlyasr", "12"}, "text": {"joy", "ab"}}
    >>> there = {**new, "same_citizen": False, "days": 2}
    >>> mine = {"regions": [], "address": set(), "text": set(), "same_citizen": True, "days": 2}
    >>> elsewhere = {**there, "regions": [1, 7], "address": {"azady"}}
    >>> likeness(new, mine) > likeness(new, there) > likeness(new, elsewhere) == 0.0
    True

    Older ones are less alike, and beyond a month not at all:

    >>> likeness(new, {**there, "days": 20}) < likeness(new, there)
    True
    >>> likeness(new, {**mine, "days": 31})
    0.0

    Two addresses without a common word in a wide region are two places:

    >>> likeness(new, {**there, "regions": [1], "address": {"azady"}})
    0.0
    """
    if known["days"] > WITHIN_DAYS:
        return 0.0
    region = region_nearness(new["regions"], known["regions"])
    address = overlap(new["address"], known["address"])
    both_addresses = bool(new["address"] and known["address"])
    near = address >= SAME_PLACE or region == 2 or (region == 1 and not both_addresses)
    if not known["same_citizen"] and not near:
        return 0.0
    return (
        10.0 * known["same_citizen"]
        + 2.0 * address
        + 1.0 * region
        + 1.0 * overlap(new["text"], known["text"])
        + 0.5 * (1 - known["days"] / WITHIN_DAYS)
    )
