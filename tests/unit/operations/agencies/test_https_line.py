"""The city calls named hosts at public addresses, and no address that somebody can point inside."""

from collections.abc import Sequence
from typing import Any

import pytest
import urllib3

from city.operations.agencies.adapters.https_line import HttpsLine, is_public
from city.operations.agencies.errors import AddressRefused, AgencyUnreachable

URL = "https://fire.example.kr/notices?a=b"


class Answer:
    def __init__(self, status: int, content: bytes) -> None:
        self.status, self._content, self.was_read = status, content, 0

    def read(self, most: int) -> bytes:
        self.was_read = most
        return self._content[:most]

    def close(self) -> None: ...


class Pool:
    """Stands for a connection: what it was opened to, and what was posted."""

    def __init__(self, answer: Answer | Exception) -> None:
        self.answer, self.opened, self.posted = answer, (), {}

    def open(self, *to: Any) -> "Pool":
        self.opened = to
        return self

    def __enter__(self) -> "Pool":
        return self

    def __exit__(self, *error: object) -> None: ...

    def urlopen(self, method: str, path: str, **options: Any) -> Answer:
        self.posted = {"method": method, "path": path, **options}
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def line(
    pool: Pool, addresses: Sequence[str] = ("211.1.2.3",), *, is_local: bool = False, hosts: Any = ("fire.example.kr",)
) -> HttpsLine:
    def resolve(host: str, port: int) -> Sequence[str]:
        if not addresses:
            raise OSError
        return addresses

    opened: Any = pool.open
    return HttpsLine(hosts=hosts, is_local=is_local, resolve=resolve, open_pool=opened)


def test_a_named_host_is_called_at_the_address_that_was_looked_at() -> None:
    pool = Pool(Answer(200, b"x" * 100_000))

    status, answer = line(pool).post(URL, {"X-Dongne-Delivery": "1"}, b"{}")

    assert (status, len(answer)) == (200, 64 * 1024)
    assert pool.opened == ("https", "fire.example.kr", 443, "211.1.2.3")
    assert (pool.posted["method"], pool.posted["path"], pool.posted["body"]) == ("POST", "/notices?a=b", b"{}")
    assert pool.posted["headers"] == {"Host": "fire.example.kr", "X-Dongne-Delivery": "1"}
    assert (pool.posted["redirect"], pool.posted["retries"]) == (False, False)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "192.0.2.1",
        "198.18.0.1",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00:ec2::254",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "2001:0:a9fe:a9fe::1",
        "no address",
    ],
)
def test_an_address_that_leads_inside_is_not_called(address: str) -> None:
    pool = Pool(Answer(200, b""))

    assert not is_public(address)
    with pytest.raises(AddressRefused):
        line(pool, (address,)).post(URL, {}, b"")
    # One among many is enough: nobody knows which is called.
    with pytest.raises(AddressRefused):
        line(pool, ("211.1.2.3", address)).post(URL, {}, b"")
    assert pool.opened == ()


@pytest.mark.parametrize("address", ["211.1.2.3", "2001:2d8::1", "::ffff:211.1.2.3"])
def test_a_public_address_is_called(address: str) -> None:
    assert is_public(address)


def test_a_local_city_calls_its_own_machine() -> None:
    pool = Pool(Answer(204, b""))

    assert (
        line(pool, ("127.0.0.1",), is_local=True, hosts=("localhost",)).post("http://localhost:9/x", {}, b"")[0] == 204
    )
    assert pool.opened == ("http", "localhost", 9, "127.0.0.1")
    assert pool.posted["headers"]["Host"] == "localhost:9"


@pytest.mark.parametrize("url", ["http://fire.example.kr/", "https://evil.example/", "ftp://fire.example.kr/", "x"])
def test_what_is_not_configured_is_not_even_looked_up(url: str) -> None:
    with pytest.raises(AddressRefused):
        line(Pool(Answer(200, b"")), ()).post(url, {}, b"")


def test_who_does_not_answer_is_tried_again_and_the_reason_says_no_address() -> None:
    for pool, addresses in (
        (Pool(urllib3.exceptions.ConnectTimeoutError("https://fire.example.kr/secret")), ("211.1.2.3",)),
        (Pool(Answer(200, b"")), ()),
    ):
        with pytest.raises(AgencyUnreachable) as unreachable:
            line(pool, addresses).post(URL, {}, b"")
        assert "example" not in str(unreachable.value)


def test_a_redirection_is_an_answer_and_leads_nowhere() -> None:
    assert line(Pool(Answer(302, b""))).post(URL, {}, b"") == (302, b"")


def test_the_certificate_has_to_be_the_hosts() -> None:
    from city.operations.agencies.adapters.https_line import _open_pool

    pool: Any = _open_pool("https", "fire.example.kr", 443, "211.1.2.3")

    assert pool.host == "211.1.2.3"
    assert pool.assert_hostname == "fire.example.kr"
    assert pool.conn_kw["server_hostname"] == "fire.example.kr"
    assert pool.cert_reqs == "CERT_REQUIRED"
    connection = pool._new_conn()
    assert connection.server_hostname == "fire.example.kr"
    pool.close()
