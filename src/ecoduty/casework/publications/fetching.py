"""Fetching a page somebody else wrote, so that it can do no harm: public addresses only, bounded in time and size.

A host name is resolved once, every address is judged, and the connection goes to the address that was judged; so a name
that answers differently the second time reaches nothing inside.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

TIMEOUT = 10.0  # seconds for one connection, and for reading one page altogether
SIZE_LIMIT = 5 * 1024 * 1024  # bytes
MOST_REDIRECTS = 4
BLOCK = 64 * 1024
AGENT = "Ecoduty link check"
_MOVED = {301, 302, 303, 307, 308}
_PORTS = {"http": 80, "https": 443}

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class RefusedAddressError(Exception):
    """The platform will not go there; the message says why."""


class UnreachableError(Exception):
    """Nobody answered, or not in time; the message says what happened."""


@dataclass(frozen=True, slots=True)
class Page:
    """What an address answered. `cut` says that there was more than SIZE_LIMIT."""

    url: str
    status: int
    media_type: str
    body: bytes
    cut: bool


def fetch(url: str, *, private_allowed: bool = False) -> Page:
    """Get a page, following at most MOST_REDIRECTS redirects, each judged anew.

    Raises RefusedAddressError for schemes other than http(s), for private addresses unless allowed, and for too many
    redirects; UnreachableError when there is no answer in time.
    """
    deadline = time.monotonic() + TIMEOUT
    for _ in range(MOST_REDIRECTS + 1):
        page, target = _one(url, private_allowed=private_allowed, deadline=deadline)
        if target is None:
            return page
        url = _joined(url, target)
    raise RefusedAddressError(f"转向超过{MOST_REDIRECTS}次")


def post(
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    private_allowed: bool | Sequence[Network] = False,
    timeout: float = TIMEOUT,
) -> int:
    """Send a body to an address judged in the same way, and give the status answered; a redirect is not followed.

    Raises RefusedAddressError and UnreachableError as `fetch` does.
    """
    deadline = time.monotonic() + timeout
    connection, path = _open(url, private_allowed=private_allowed, deadline=deadline)
    try:
        connection.request("POST", path, body=body, headers={"User-Agent": "Ecoduty", **headers})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        raise UnreachableError(_reason(error)) from error
    finally:
        connection.close()


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise RefusedAddressError("网址写法不对") from error


def _one(url: str, *, private_allowed: bool, deadline: float) -> tuple[Page, str | None]:
    connection, path = _open(url, private_allowed=private_allowed, deadline=deadline)
    try:
        connection.request("GET", path, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"})
        response = connection.getresponse()
        if response.status in _MOVED and response.headers.get("Location"):
            return Page(url, response.status, "", b"", cut=False), response.headers["Location"]
        body, cut = _read(response, deadline)
        return Page(url, response.status, response.headers.get_content_type(), body, cut), None
    except (OSError, http.client.HTTPException, UnicodeError, ValueError) as error:
        raise UnreachableError(_reason(error)) from error
    finally:
        connection.close()


def _open(
    url: str, *, private_allowed: bool | Sequence[Network], deadline: float
) -> tuple[http.client.HTTPConnection, str]:
    """A connection to the address that was judged, and the path to ask it for."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise RefusedAddressError("网址写法不对") from error
    if parts.scheme not in _PORTS or not host:
        raise RefusedAddressError("只访问 http 和 https 网址")
    port = port or _PORTS[parts.scheme]
    address = _judged(host, port, private_allowed=private_allowed)
    connection = _connection(parts.scheme, host, port, address, deadline)
    return connection, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _judged(host: str, port: int, *, private_allowed: bool | Sequence[Network]) -> str:
    """The first address of a host, if all of them may be visited: public ones, and those in the networks allowed."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreachableError("域名无法解析") from error
    addresses = [str(item[4][0]) for item in found]
    if private_allowed is not True:
        for text in addresses:
            address = ipaddress.ip_address(text.partition("%")[0])
            plain = getattr(address, "ipv4_mapped", None) or address
            known = any(plain in network for network in private_allowed or ())
            if not known and (not plain.is_global or plain.is_multicast):
                raise RefusedAddressError(f"{host} 指向内部地址")
    return addresses[0]


def _connection(scheme: str, host: str, port: int, address: str, deadline: float) -> http.client.HTTPConnection:
    """A connection that speaks to `host` but goes to `address`."""
    left = max(0.1, deadline - time.monotonic())
    connection = http.client.HTTPConnection(host, port, timeout=left)
    try:
        plain = socket.create_connection((address, port), timeout=left)
        try:
            context = ssl.create_default_context() if scheme == "https" else None
            connection.sock = context.wrap_socket(plain, server_hostname=host) if context else plain
        except BaseException:
            plain.close()
            raise
    except OSError as error:
        raise UnreachableError(_reason(error)) from error
    return connection


def _read(response: http.client.HTTPResponse, deadline: float) -> tuple[bytes, bool]:
    parts: list[bytes] = []
    size = 0
    while block := response.read1(BLOCK):
        if time.monotonic() > deadline:
            raise TimeoutError
        size += len(block)
        parts.append(block)
        if size > SIZE_LIMIT:
            return b"".join(parts)[:SIZE_LIMIT], True
    return b"".join(parts), False


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"{TIMEOUT:.0f}秒内没有答复"
    if isinstance(error, ssl.SSLError):
        return "网站证书有问题"
    if isinstance(error, ConnectionRefusedError):
        return "网站拒绝连接"
    return "连接中断"
