"""Reading what a gateway answers or reports: JSON by paths, text by patterns."""

import json
import re

# Length of plain text that patterns are applied to.
SEARCHED = 4096


def values_at(data, path):
    """What stands at a path of JSON; ``*`` is each element of a list.

    :return: a list, empty where there is nothing

    >>> data = {"return": {"status": 200}, "entries": [{"id": 7}, {"id": 8}]}
    >>> values_at(data, "return.status"), values_at(data, "entries.1.id")
    ([200], [8])
    >>> values_at(data, "entries.*.id"), values_at(data, "entries.x"), values_at("a", "b")
    ([7, 8], [], [])
    """
    found = [data]
    for step in (path or "").split("."):
        following = []
        for node in found:
            if isinstance(node, dict) and step in node:
                following.append(node[step])
            elif isinstance(node, list) and step == "*":
                following += node
            elif isinstance(node, list) and step.isdecimal() and int(step) < len(node):
                following.append(node[int(step)])
        found = following
    return found


def texts_at(kind, content, where):
    """The texts at a place of a reply.

    :param kind: ``json`` with parsed content and a path, or ``text`` with a
        str and a pattern, whose first group counts if it has one

    >>> texts_at("json", {"id": 12, "ok": True, "no": None}, "id")
    ['12']
    >>> texts_at("text", "OK: 12", r"OK: (\\d+)"), texts_at("text", "ERR 5", "OK"), \
            texts_at("text", "x", "")
    (['12'], [], [])
    """
    if not where:
        return []
    if kind == "json":
        return [as_text(value) for value in values_at(content, where) if value is not None]
    return [
        found[found.re.groups and 1] or ""
        for found in re.finditer(where, content[:SEARCHED], re.MULTILINE)
    ]


def as_text(value):
    """
    >>> as_text(True), as_text(3), as_text({"a": 1})
    ('true', '3', '{"a": 1}')
    """
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def read_map(text):
    """Lines ``code = meaning`` as a dict; raises ValueError for other lines.

    >>> read_map("411 = number\\n\\n418=credit")
    {'411': 'number', '418': 'credit'}
    """
    meanings = {}
    for line in (text or "").splitlines():
        if line.strip():
            code, sign, meaning = (part.strip() for part in line.partition("="))
            if not (code and sign and meaning):
                raise ValueError(line.strip())
            meanings[code] = meaning
    return meanings
