"""Requests written as templates: ``{number}``, ``{text}``, ``{secret:api_key}`` …

Values are inserted after the template is parsed and quoted for their place, so that no text
of a message can change the request.
"""

import json
import re
from urllib.parse import parse_qsl, quote, urlsplit

WORDS = ("number", "text", "sender", "id", "numbers", "ids")
_PLACE = re.compile(r"\{(numbers?|text|sender|ids?|secret:[A-Za-z0-9_]{1,40})\}")
_LOOKS_LIKE_PLACE = re.compile(r"\{([A-Za-z][\w: -]*)\}")
_MASK = "•••"


class TemplateError(ValueError):
    """A template that cannot be used; ``args`` are a code and what is wrong."""


def secret_names(*templates):
    """The names of secrets that templates ask for, sorted.

    >>> secret_names("https://x/{secret:key}", "a={secret:user}&b={number}", None)
    ['key', 'user']
    """
    found = (place for text in templates for place in _PLACE.findall(text or ""))
    return sorted({place[7:] for place in found if place.startswith("secret:")})


def secret_places(url, headers, body, body_kind):
    """Where each secret is written: the host, and the piece of path, header or parameter.

    :return: ``{name: set of places}``

    >>> places = secret_places("https://x.example/{secret:k}/send", "", "to={number}", "form")
    >>> places["k"] == {("https", "x.example", None, "url", "{secret:k}")}
    True
    """
    places = {}
    host = urlsplit(url or "")
    origin = (host.scheme.lower(), (host.hostname or "").lower(), host.port)
    pieces = [("url", piece) for piece in re.split(r"[/?&#]", (url or "").partition("://")[2])]
    pieces += [("header", line.strip()) for line in (headers or "").splitlines()]
    pieces += [(body_kind, piece) for piece in _body_pieces(body, body_kind)]
    for kind, piece in pieces:
        for name in secret_names(piece):
            places.setdefault(name, set()).add((*origin, kind, piece))
    return places


def _body_pieces(body, body_kind):
    if body_kind != "json":
        return [piece.strip() for piece in re.split(r"[&\n]", body or "")]
    try:
        return list(_leaves(json.loads(body or "null")))
    except ValueError:
        return [body]  # refused when it is saved


def _leaves(node, path=""):
    if isinstance(node, dict | list):
        pairs = node.items() if isinstance(node, dict) else enumerate(node)
        for key, value in pairs:
            yield from _leaves(value, f"{path}/{key}")
    elif isinstance(node, str):
        yield f"{path}={node}"


def unknown_places(*templates):
    """Unknown placeholders of a template.

    >>> unknown_places("{number} {secret:a}", '{"to": "{mobile}"}')
    ['mobile']
    """
    found = (place for text in templates for place in _LOOKS_LIKE_PLACE.findall(text or ""))
    return sorted({place for place in found if not _PLACE.fullmatch("{" + place + "}")})


def fill(text, values, quoted=str):
    """The text with its placeholders replaced.

    :param dict values: a str, or a list of them, by placeholder
    :param quoted: makes a value fit for its place

    >>> fill("{number}/{text}", {"number": "0912", "text": "a/{number}"}, quote_url)
    '0912/a%2F%7Bnumber%7D'
    """
    return _PLACE.sub(lambda place: quoted(_joined(values.get(place[1], ""))), text or "")


def quote_url(value):
    return quote(value, safe="")


def _joined(value):
    return ",".join(value) if isinstance(value, list) else value


def fill_url(template, values):
    """The address; its scheme and host take no placeholders.

    >>> fill_url(
    ...     "https://x.example/v1/{secret:k}/send?to={number}",
    ...     {"secret:k": "a/b?", "number": "+98"},
    ... )
    'https://x.example/v1/a%2Fb%3F/send?to=%2B98'
    """
    return fill(template, values, quote_url)


def check_url(template):
    """What is wrong with an address, as a code; "" for one that can be used.

    >>> check_url("https://gateway.example/{secret:k}"), check_url("ftp://gateway.example")
    ('', 'url')
    >>> check_url("https://{secret:k}.example/"), check_url("https://x.example:port/")
    ('host', 'url')
    """
    try:
        parts = urlsplit(template or "")
        if "{" in parts.netloc or "@" in parts.netloc:
            return "host"
        parts.port  # noqa: B018 - raises for what is no number
    except ValueError:
        return "url"
    return "" if parts.scheme in ("http", "https") and parts.hostname else "url"


def fill_pairs(template, values):
    """Parameters of a form or query: one ``name=value`` a line, or joined by ``&``.

    >>> fill_pairs("to={number}\\ntext={text}&x=1", {"number": "0912", "text": "a&b=c"})
    [('to', '0912'), ('text', 'a&b=c'), ('x', '1')]
    """
    return [(name, fill(value, values)) for name, value in _pairs(template)]


def _pairs(template):
    pairs = []
    for line in (template or "").splitlines():
        if line.strip():
            pairs += parse_qsl(line.strip().replace("+", "%2B"), keep_blank_values=True)
    return pairs


def fill_json(template, values):
    """A JSON body; ``"{numbers}"`` and ``"{ids}"`` alone become lists.

    >>> fill_json('{"to": "{numbers}", "text": "{text}"}', {"numbers": ["0912"], "text": 'a"}'})
    {'to': ['0912'], 'text': 'a"}'}
    """
    return _fill_node(parse_json(template), values)


def parse_json(template):
    try:
        return json.loads(template or "")
    except ValueError as error:
        raise TemplateError("json") from error


def _fill_node(node, values):
    if isinstance(node, dict):
        return {key: _fill_node(value, values) for key, value in node.items()}
    if isinstance(node, list):
        return [_fill_node(value, values) for value in node]
    if isinstance(node, str):
        if node in ("{numbers}", "{ids}"):
            return list(values.get(node[1:-1], []))
        return fill(node, values)
    return node


def fill_headers(template, values):
    """Headers, one ``Name: value`` a line.

    >>> fill_headers("X-Key: {secret:k}", {"secret:k": "a\\r\\nX-Other: 1"})
    {'X-Key': 'aX-Other: 1'}
    """
    headers = {}
    for line in (template or "").splitlines():
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or not re.fullmatch(r"[A-Za-z0-9-]+", name.strip()):
            raise TemplateError("header")
        # Line breaks in values must not start another header.
        headers[name.strip()] = re.sub(r"[\x00-\x1f\x7f]", "", fill(value.strip(), values))
    return headers


def mask(text, secrets):
    """The text with each secret hidden, in every way of writing it.

    >>> mask("GET /v1/a%2Fb x=a/b", ["a/b"])
    'GET /v1/••• x=•••'
    """
    spellings = set()
    for secret in filter(None, secrets):
        as_json = json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]
        spellings |= {secret, quote(secret, safe=""), quote(secret), *as_json}
        spellings.add(quote(secret, safe="").replace("%20", "+"))
    for spelling in sorted(spellings, key=len, reverse=True):
        text = (text or "").replace(spelling, _MASK)
    return text
