"""Placeholders in texts for citizens, replaced by plain words.

Nothing is evaluated: a placeholder is a name in braces, and what stands for it
is put in as it is.
"""

import re

_PLACEHOLDER = re.compile(r"\{\s*([^{}]*?)\s*\}")


def unknown(text, known):
    """The placeholders in a text that are none of the known ones, in order.

    >>> unknown("Dear {citizen}, {Name} and {}", {"citizen"})
    ['Name', '']
    >>> unknown(None, {"citizen"})
    []
    """
    names = _PLACEHOLDER.findall(text or "")
    return list(dict.fromkeys(name for name in names if name not in known))


def fill(text, values):
    """The text with its placeholders replaced; one that has no value stays.

    What is put in is not looked at again, so a citizen's name cannot bring in
    placeholders of its own.

    >>> fill("Dear { citizen }, your code is {number}.", {"citizen": "{number}", "number": "17"})
    'Dear {number}, your code is 17.'
    >>> fill("{other}", {})
    '{other}'
    """
    return _PLACEHOLDER.sub(
        lambda match: str(values[match[1]]) if match[1] in values else match[0], text or ""
    )
