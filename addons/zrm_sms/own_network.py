"""Requests that do not reach the own network.

A gateway's address is typed by an administrator of this addon, who need not be one of the
server. What the server alone reaches (other services, the cloud's own addresses) stays closed,
unless the environment variable ``ZRM_SMS_OWN_HOSTS`` names the host, as the server's
administrator sets it: ``ZRM_SMS_OWN_HOSTS=127.0.0.1,sms.intern``.
"""

import os
import socket

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from .domain.addresses import is_own_network, read_allowed

SETTING = "ZRM_SMS_OWN_HOSTS"


class OwnNetworkError(OSError):
    """The address leads into the own network."""


def is_allowed(host):
    """Whether the server's configuration allows this host wherever it is."""
    allowed = read_allowed(os.environ.get(SETTING))
    return "*" in allowed or (host or "").lower() in allowed


def check_host(host, port):
    """Looks the host up before anything is sent.

    :raise OwnNetworkError: when any of its addresses is in the own network
    """
    if is_allowed(host):
        return
    for *_kind, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
        if is_own_network(address[0]):
            raise OwnNetworkError


class _Checked:
    """A connection that is given up before a word is said, where the name has changed its
    address since it was looked up."""

    def _new_conn(self):
        connection = super()._new_conn()
        if not is_allowed(self.host) and is_own_network(connection.getpeername()[0]):
            connection.close()
            raise OwnNetworkError
        return connection


class _CheckedHTTP(_Checked, HTTPConnection):
    pass


class _CheckedHTTPS(_Checked, HTTPSConnection):
    pass


class _HTTPPool(HTTPConnectionPool):
    ConnectionCls = _CheckedHTTP


class _HTTPSPool(HTTPSConnectionPool):
    ConnectionCls = _CheckedHTTPS


class PublicAdapter(HTTPAdapter):
    """For ``requests``: connections to public addresses only. A proxy of the server's
    configuration is reached as ever, and looks names up itself."""

    def init_poolmanager(self, *args, **kwargs):
        result = super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _HTTPPool, "https": _HTTPSPool}
        return result
