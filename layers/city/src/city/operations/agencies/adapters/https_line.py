"""Calls agencies by HTTPS: hosts that are named and no others, by the address that was looked at, and once.

A city that posts to whatever address somebody wrote down can be made to post inside (server-side request forgery). So
the name of a host is resolved here, every address it has must be a public one, and that very address is called under
the host's name: a name that points elsewhere a moment later changes nothing. Nothing is redirected.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Collection, Mapping, Sequence

import urllib3

from city.operations.agencies.errors import AddressRefused, AgencyUnreachable
from city.operations.agencies.terms import fault_of_address, host_of

# What is read of an answer; the rest is of no interest.
MOST_ANSWER_BYTES = 64 * 1024
_TIMEOUT = urllib3.Timeout(connect=3, read=10)
# Translates to addresses of the older kind, and may lead inside: https://www.iana.org/assignments/iana-ipv6-special-registry
_TRANSLATING = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))

Resolve = Callable[[str, int], Sequence[str]]
"""The addresses of a host. Raises OSError."""
OpenPool = Callable[[str, str, int, str], urllib3.HTTPConnectionPool]
"""Scheme, host, port, address: a pool that calls this address under the host's name."""


class HttpsLine:
    """`hosts`: those that may be called. `is_local`: plain HTTP and the machine's own addresses may be called too."""

    def __init__(
        self,
        *,
        hosts: Collection[str],
        is_local: bool,
        resolve: Resolve | None = None,
        open_pool: OpenPool | None = None,
    ) -> None:
        self._hosts, self._is_local = frozenset(hosts), is_local
        self._resolve, self._open_pool = resolve or _resolve, open_pool or _open_pool

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        fault = fault_of_address(url, self._hosts, is_local=self._is_local)
        parts = host_of(url)
        if fault is not None or parts is None:
            raise AddressRefused(fault or "no_plain_address")
        scheme, host, port, path = parts
        with self._open_pool(scheme, host, port, self._address_of(host, port)) as pool:
            try:
                answer = pool.urlopen(
                    "POST",
                    path,
                    body=body,
                    headers={"Host": host if port in (80, 443) else f"{host}:{port}", **headers},
                    redirect=False,
                    retries=False,
                    preload_content=False,
                )
                try:
                    return answer.status, answer.read(MOST_ANSWER_BYTES)
                finally:
                    answer.close()
            except urllib3.exceptions.HTTPError as error:
                # Its message names the address.
                raise AgencyUnreachable(type(error).__name__) from None

    def _address_of(self, host: str, port: int) -> str:
        """An address of a host, all of which are public. Raises AddressRefused, AgencyUnreachable."""
        try:
            addresses = self._resolve(host, port)
        except OSError:
            raise AgencyUnreachable("no address") from None
        if not addresses:
            raise AgencyUnreachable("no address")
        if not self._is_local and not all(is_public(address) for address in addresses):
            raise AddressRefused("not_public")
        return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the internet's, and none of those that lead inside."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            parsed = parsed.ipv4_mapped
        elif any(parsed in net for net in _TRANSLATING):
            return False
    return parsed.is_global and not (parsed.is_multicast or parsed.is_reserved or parsed.is_unspecified)


def _resolve(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def _open_pool(scheme: str, host: str, port: int, address: str) -> urllib3.HTTPConnectionPool:
    if scheme == "https":
        return urllib3.HTTPSConnectionPool(
            address,
            port,
            timeout=_TIMEOUT,
            maxsize=1,
            cert_reqs="CERT_REQUIRED",
            server_hostname=host,
            assert_hostname=host,
        )
    return urllib3.HTTPConnectionPool(address, port, timeout=_TIMEOUT, maxsize=1)
