"""A device's identifier in one window and zone scope: HMAC-SHA-256 (RFC 2104), cut to 64 bits.

A MAC address without a key is found by trying: 2^48 are few, and 2^24 of a known maker are none. So there is always a
key, fresh and random in each window, and whoever holds it forgets it at `Window.key_dead_at_s`. Nothing here keeps one.
With 64 bits the chance that any two of a million devices share an identifier is 3 in 10^8.
"""

import hmac
import re
from collections.abc import Iterable

from city.mobility.wifi.errors import BadAddress, BadKey, BadScope

KEY_BYTES = 32
_SCOPE = re.compile(r"[a-z0-9][a-z0-9:_-]{0,31}", re.ASCII)
_HEX = r"[0-9a-fA-F]"
# 00:1b:44:11:3a:b7, 00-1B-44-11-3A-B7, 001b.4411.3ab7, 001b44-113ab7, 001b44113ab7
_SPELLINGS = re.compile(
    rf"{_HEX}{{2}}(?:(?::{_HEX}{{2}}){{5}}|(?:-{_HEX}{{2}}){{5}})|{_HEX}{{4}}(?:[.]{_HEX}{{4}}){{2}}"
    rf"|{_HEX}{{6}}-{_HEX}{{6}}|{_HEX}{{12}}",
    re.ASCII,
)
_GROUP_BIT = 0x01


def read_mac(text: str) -> bytes:
    """The six bytes of a MAC address in one of its usual spellings (IEEE 802 with : or -, and by threes and twos).

    Raises BadAddress, whose message does not repeat the address: null, or of a group (multicast, broadcast), which is
    never that of one device. Addresses made up by a device for privacy (locally administered) are taken.
    """
    stripped = text.strip()
    if not _SPELLINGS.fullmatch(stripped):
        raise BadAddress("not spelled as a MAC address is")
    mac = bytes.fromhex(re.sub(r"[^0-9a-fA-F]", "", stripped))
    _require_device(mac)
    return mac


def identify(key: bytes | bytearray, scope: str, macs: Iterable[bytes]) -> list[int]:
    """An identifier for each MAC address: 0 to 2^64 - 1. Raises BadKey, BadScope, BadAddress."""
    if len(key) != KEY_BYTES or len(set(key)) == 1:
        raise BadKey("a key is 32 random bytes")
    require_scope(scope)
    # The key's length is fixed and a scope has no null bytes: no two pairs make the same HMAC key.
    scoped = bytes(key) + scope.encode()
    identifiers = []
    for mac in macs:
        _require_device(mac)
        identifiers.append(int.from_bytes(hmac.digest(scoped, mac, "sha256")[:8], "big"))
    return identifiers


def require_scope(scope: str) -> None:
    """A zone's name, or one for all zones among which flows are counted: 1 to 32 of a-z, 0-9, :, _ and -."""
    if not _SCOPE.fullmatch(scope):
        raise BadScope("a scope is 1 to 32 of a-z, 0-9, :, _ and -")


def _require_device(mac: bytes) -> None:
    if len(mac) != 6:
        raise BadAddress("a MAC address has six bytes")
    if not any(mac):
        raise BadAddress("the null address is no device's")
    if mac[0] & _GROUP_BIT:
        raise BadAddress("a group's address is no device's")
