"""Where a visitor comes from, for counting attempts."""

import ipaddress


def network_of(address):
    """The network that one household or server has: with IPv6 a /64, since each
    has more addresses of its own than can be counted.

    >>> network_of("192.0.2.7"), network_of("::ffff:192.0.2.7"), network_of(None)
    ('192.0.2.7', '192.0.2.7', '?')
    >>> network_of("2001:db8::1") == network_of("2001:db8::2:3") == "2001:db8::/64"
    True
    """
    try:
        parsed = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or "?"
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((parsed, 64), strict=False))
