"""Which addresses a gateway may have: on the internet, not in the own network."""

import ipaddress

# Addresses that carry an IPv4 address inside.
NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_own_network(address):
    """Whether this IP address is no public one: loopback, private, link-local (where clouds
    keep their secrets), reserved.

    >>> [is_own_network(one) for one in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "::1")]
    [True, True, True, True]
    >>> [is_own_network(one) for one in ("8.8.8.8", "2001:4860:4860::8888")]
    [False, False]
    >>> is_own_network("::ffff:127.0.0.1"), is_own_network("64:ff9b::a00:1"), is_own_network("0")
    (True, True, True)
    """
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return True
    if ip.version == 6:
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        ip = inner or ip
    return not ip.is_global or ip.is_multicast or ip.is_reserved


def read_allowed(setting):
    """The hosts that the server's configuration allows, ``*`` for all.

    >>> sorted(read_allowed(" 127.0.0.1, SMS.intern "))
    ['127.0.0.1', 'sms.intern']
    """
    return {host.strip().lower() for host in (setting or "").split(",")} - {""}
