"""Our check of ECDSA on P-256, held against OpenSSL's."""

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from city.operations.viewlog.proving.p256 import KeyUnreadable, PublicKey
from tests.effort import examples

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
PRIVATE = ec.derive_private_key(4711, ec.SECP256R1())
DER = PRIVATE.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
KEY = PublicKey.from_der(DER)


def openssl_verifies(public: ec.EllipticCurvePublicKey, content: bytes, signature: bytes) -> bool:
    try:
        public.verify(signature, content, ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


@given(secret=st.integers(1, ORDER - 1), content=st.binary(max_size=200), flipped=st.integers(0, 10_000))
@settings(max_examples=examples(100), deadline=None)
def test_it_says_what_openssl_says(secret: int, content: bytes, flipped: int) -> None:
    private = ec.derive_private_key(secret, ec.SECP256R1())
    public = private.public_key()
    key = PublicKey.from_der(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    signature = private.sign(content, ec.ECDSA(hashes.SHA256()))
    broken = bytearray(signature)
    broken[flipped % len(broken)] ^= 1 << flipped % 8

    assert key.verifies(content, signature)
    assert not key.verifies(content + b"x", signature)
    assert key.verifies(content, bytes(broken)) is openssl_verifies(public, content, bytes(broken))


@pytest.mark.parametrize("numbers", [(0, 1), (1, 0), (0, 0), (ORDER, 1), (1, ORDER), (ORDER + 1, ORDER + 1)])
def test_numbers_out_of_range_are_no_signature(numbers: tuple[int, int]) -> None:
    assert not KEY.verifies(b"words", encode_dss_signature(*numbers))


def test_the_other_s_of_a_signature_is_one_too() -> None:
    """ECDSA takes both; the log pins files by their hash, so that a second signature of one head is seen."""
    r, s = decode_dss_signature(PRIVATE.sign(b"words", ec.ECDSA(hashes.SHA256())))

    assert KEY.verifies(b"words", encode_dss_signature(r, ORDER - s))


@pytest.mark.parametrize(
    "change",
    [
        lambda der: der[:0],
        lambda der: der[:-1],
        lambda der: der + b"\x00",
        lambda der: b"\x31" + der[1:],
        lambda der: der[:1] + b"\x81" + der[1:],
        lambda der: der[:2] + b"\x02\x22\x00" + der[3:],
    ],
)
def test_another_encoding_is_no_signature(change: object) -> None:
    signature = PRIVATE.sign(b"words", ec.ECDSA(hashes.SHA256()))

    assert not KEY.verifies(b"words", change(signature))  # type: ignore[operator]


def test_a_key_that_is_none_is_refused() -> None:
    other = ec.generate_private_key(ec.SECP384R1()).public_key()

    with pytest.raises(KeyUnreadable):
        PublicKey.from_der(other.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    with pytest.raises(KeyUnreadable, match="not on the curve"):
        PublicKey.from_der(DER[:-1] + bytes([DER[-1] ^ 1]))
    with pytest.raises(KeyUnreadable):
        PublicKey.from_pem("-----BEGIN PUBLIC KEY-----\n!!\n-----END PUBLIC KEY-----")


def test_a_key_is_read_as_it_was_written() -> None:
    pem = PRIVATE.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()

    assert KEY.to_pem() == pem
    assert PublicKey.from_pem(pem) == KEY
