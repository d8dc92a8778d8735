"""Phone numbers as gateways want them, and as they may be shown."""

FORMATS = ("plus", "international", "national")


def to_gateway(e164, style, country="98"):
    """An E.164 number in the gateway's notation.

    :param style: ``plus`` +98912…, ``international`` 98912…, ``national`` 0912…
    :param country: the country code that the national notation leaves out

    >>> [to_gateway("+989121234567", style) for style in FORMATS]
    ['+989121234567', '989121234567', '09121234567']
    >>> to_gateway("+4915112345678", "national")
    '004915112345678'
    """
    digits = e164.removeprefix("+")
    if style == "plus":
        return f"+{digits}"
    if style == "international":
        return digits
    return f"0{digits[len(country) :]}" if digits.startswith(country) else f"00{digits}"


def masked(number):
    """Shows enough to recognize a known number, but not to call it.

    >>> masked("09121234567"), masked("+4915112345678"), masked("3000"), masked("")
    ('0912•••4567', '+491•••5678', '•••', '')
    """
    if len(number or "") < 9:
        return "•••" if number else ""
    return f"{number[:4]}•••{number[-4:]}"
