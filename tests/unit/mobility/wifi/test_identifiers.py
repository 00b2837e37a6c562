"""Identifiers are one device's in one window and scope, made of addresses of devices alone, by a key that is not kept."""

import hashlib
import hmac

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.mobility.wifi import identifiers
from city.mobility.wifi.errors import BadAddress, BadKey, BadScope
from city.mobility.wifi.identifiers import identify, read_mac
from tests.effort import examples

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
MAC = bytes.fromhex("001b44113ab7")
DEVICES = st.binary(min_size=6, max_size=6).filter(lambda mac: any(mac) and not mac[0] & 1)


@pytest.mark.parametrize(
    "text",
    [
        "00:1b:44:11:3a:b7",
        "00-1B-44-11-3A-B7",
        "001b.4411.3AB7",
        "001b44-113ab7",
        "001B44113ab7",
        " 00:1b:44:11:3a:b7\n",
    ],
)
def test_every_usual_spelling_is_the_same_device(text: str) -> None:
    assert read_mac(text) == MAC


@pytest.mark.parametrize(
    "text",
    [
        "", "00:1b:44:11:3a", "00:1b:44:11:3a:b7:00", "00:1b-44:11:3a:b7", "0:1b:44:11:3a:b7", "00:1b:44:11:3a:bg",
        "00 1b 44 11 3a b7", "001b44113ab", "00:1b:44:11:3a:b７", "001b.4411-3ab7", "00:1b:44:11:3a:b7;x",
        "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "01:00:5e:00:00:fb", "33-33-00-00-00-01",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_device_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(BadAddress) as refused:
        read_mac(text)
    assert not text or text not in str(refused.value)


def test_an_address_that_a_device_made_up_is_taken() -> None:
    assert read_mac("da:a1:19:00:00:01") == bytes.fromhex("daa119000001")


@settings(max_examples=examples(100))
@given(DEVICES, st.sampled_from(["all", "zone-7", "bus:12"]))
def test_it_is_the_first_64_bits_of_the_hmac_with_key_and_scope(mac: bytes, scope: str) -> None:
    whole = hmac.new(KEY + scope.encode(), mac, hashlib.sha256).digest()

    (made,) = identify(KEY, scope, [mac])

    assert made.to_bytes(8, "big") == whole[:8]


@settings(max_examples=examples(100))
@given(DEVICES)
def test_another_key_or_scope_makes_another(mac: bytes) -> None:
    made = {identify(key, scope, [mac])[0] for key in (KEY, OTHER) for scope in ("zone-1", "zone-2", "zone-12")}

    assert len(made) == 6


@settings(max_examples=examples(50))
@given(st.lists(DEVICES, unique=True, max_size=50))
def test_devices_keep_their_order_and_are_told_apart(macs: list[bytes]) -> None:
    made = identify(bytearray(KEY), "all", macs)

    assert made == [identify(KEY, "all", [mac])[0] for mac in macs]
    assert len(set(made)) == len(macs)


@pytest.mark.parametrize("key", [b"", KEY[:31], KEY + b"x", bytes(32), b"\xff" * 32])
def test_a_key_that_is_none_or_was_overwritten_is_refused(key: bytes) -> None:
    with pytest.raises(BadKey):
        identify(key, "all", [MAC])


@pytest.mark.parametrize("scope", ["", "Zone", "a b", "a\0", "한라", "x" * 33, "-a", "a\n"])
def test_a_scope_has_a_plain_name(scope: str) -> None:
    with pytest.raises(BadScope):
        identify(KEY, scope, [MAC])


@pytest.mark.parametrize("mac", [b"", MAC[:5], MAC + b"x", bytes(6), b"\xff" * 6, b"\x01" + MAC[1:]])
def test_bytes_that_are_no_device_are_refused(mac: bytes) -> None:
    with pytest.raises(BadAddress):
        identify(KEY, "all", [mac])


def test_a_key_overwritten_by_its_caller_is_nowhere_in_the_module() -> None:
    key = bytearray(KEY)
    identify(key, "all", [MAC])
    key[:] = bytes(32)

    with pytest.raises(BadKey):
        identify(key, "all", [MAC])
    assert not [name for name, value in vars(identifiers).items() if isinstance(value, bytes | bytearray)]
