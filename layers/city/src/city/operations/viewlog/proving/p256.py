"""Checks ECDSA signatures on P-256 over SHA-256 (FIPS 186-5 §6.4.2), with nothing but whole numbers.

It checks only, and so holds no secret that its running time could give away. Whoever verifies the log outside the city
needs no library for it; inside, functions do without ten megabytes of one. Tests hold it against OpenSSL's.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

# SEC 2 §2.4.2: the field, the curve's b (its a is -3), the base point and its order.
_P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
_B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
_N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)
# SubjectPublicKeyInfo of an uncompressed point on P-256 (RFC 5480), but for the point itself.
_KEY_PREFIX = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
_SIDE = 32

# x, y and z of Jacobian coordinates; z is 0 at infinity.
_Point = tuple[int, int, int]
_INFINITY: _Point = (1, 1, 0)


class KeyUnreadable(ValueError):
    """No public key on P-256 as KMS gives it out."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    x: int
    y: int

    @classmethod
    def from_der(cls, der: bytes) -> "PublicKey":
        """From a SubjectPublicKeyInfo. Raises KeyUnreadable."""
        if not der.startswith(_KEY_PREFIX) or len(der) != len(_KEY_PREFIX) + 2 * _SIDE:
            raise KeyUnreadable("no uncompressed key on P-256")
        x, y = int.from_bytes(der[-2 * _SIDE : -_SIDE]), int.from_bytes(der[-_SIDE:])
        if x >= _P or y >= _P or (y * y - (x * x * x - 3 * x + _B)) % _P:
            raise KeyUnreadable("the point is not on the curve")
        return cls(x, y)

    @classmethod
    def from_pem(cls, pem: str) -> "PublicKey":
        """Raises KeyUnreadable."""
        body = "".join(line for line in pem.strip().splitlines() if not line.startswith("-----"))
        try:
            return cls.from_der(base64.b64decode(body, validate=True))
        except binascii.Error as error:
            raise KeyUnreadable("no PEM") from error

    def to_pem(self) -> str:
        der = _KEY_PREFIX + self.x.to_bytes(_SIDE) + self.y.to_bytes(_SIDE)
        text = base64.b64encode(der).decode()
        lines = [text[start : start + 64] for start in range(0, len(text), 64)]
        return "\n".join(["-----BEGIN PUBLIC KEY-----", *lines, "-----END PUBLIC KEY-----", ""])

    def verifies(self, content: bytes, signature: bytes) -> bool:
        """Whether a DER signature is of the content's SHA-256 and by this key's owner."""
        numbers = _read_signature(signature)
        if numbers is None or not all(0 < number < _N for number in numbers):
            return False
        r, s = numbers
        inverse = pow(s, -1, _N)
        digest = int.from_bytes(hashlib.sha256(content).digest())
        point = _add(_multiply(_G, digest * inverse % _N), _multiply((self.x, self.y), r * inverse % _N))
        x, _, z = point
        return z != 0 and x * pow(z, -2, _P) % _P % _N == r


def _read_signature(der: bytes) -> tuple[int, int] | None:
    """r and s of a DER sequence of two positive integers in their shortest form (RFC 3279 §2.2.3)."""
    if len(der) < 2 or der[0] != 0x30 or der[1] != len(der) - 2 or der[1] > 0x7F:
        return None
    numbers, rest = [], der[2:]
    for _ in range(2):
        if len(rest) < 3 or rest[0] != 0x02 or not 0 < rest[1] <= len(rest) - 2:
            return None
        number, rest = rest[2 : 2 + rest[1]], rest[2 + rest[1] :]
        if number[0] & 0x80 or (len(number) > 1 and number[0] == 0 and not number[1] & 0x80):
            return None
        numbers.append(int.from_bytes(number))
    return None if rest else (numbers[0], numbers[1])


def _multiply(point: tuple[int, int], times: int) -> _Point:
    product, addend = _INFINITY, (point[0], point[1], 1)
    while times:
        if times & 1:
            product = _add(product, addend)
        addend = _double(addend)
        times >>= 1
    return product


def _double(point: _Point) -> _Point:
    x, y, z = point
    if z == 0 or y == 0:
        return _INFINITY
    squared, z2 = y * y % _P, z * z % _P
    slope = 3 * (x - z2) * (x + z2) % _P
    beta = 4 * x * squared % _P
    doubled_x = (slope * slope - 2 * beta) % _P
    return doubled_x, (slope * (beta - doubled_x) - 8 * squared * squared) % _P, 2 * y * z % _P


def _add(left: _Point, right: _Point) -> _Point:
    x1, y1, z1 = left
    x2, y2, z2 = right
    if z1 == 0:
        return right
    if z2 == 0:
        return left
    z1z1, z2z2 = z1 * z1 % _P, z2 * z2 % _P
    u1, u2 = x1 * z2z2 % _P, x2 * z1z1 % _P
    s1, s2 = y1 * z2 * z2z2 % _P, y2 * z1 * z1z1 % _P
    if u1 == u2:
        return _double(left) if s1 == s2 else _INFINITY
    h, r = (u2 - u1) % _P, (s2 - s1) % _P
    h2 = h * h % _P
    h3, v = h * h2 % _P, u1 * h2 % _P
    x3 = (r * r - h3 - 2 * v) % _P
    return x3, (r * (v - x3) - s1 * h3) % _P, h * z1 * z2 % _P
