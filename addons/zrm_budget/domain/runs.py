"""Parts of a text that are written in one direction each.

Printing with Debian's wkhtmltopdf (its Qt is unpatched) puts Persian words beside their place where
a text node has digits or ends of clauses among them; each part in an element of its own stays.
"""

import re

PART = re.compile(r"[A-Za-z\d][A-Za-z\d.,/:_-]*|[^A-Za-z\d:؛،]+[:؛،]*")


def runs(text):
    """
    >>> runs("1010 کمک معیشت"), runs("منطقه ۶")
    (['1010', 'کمک معیشت'], ['منطقه', '۶'])
    >>> runs("پایان دوره: هزینه؛ برابر آن.")
    ['پایان دوره:', 'هزینه؛', 'برابر آن.']
    >>> runs("T-10 کمک معیشت")
    ['T-10', 'کمک معیشت']
    >>> runs("")
    []
    """
    return [part.strip() for part in PART.findall(text) if part.strip()]
