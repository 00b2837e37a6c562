"""An enveloped signature (XML-DSig) of an alert that `write_alert` wrote.

What that writes is in canonical form already but for its declaration: no attributes but the namespace, no empty elements, no
comments, UTF-8. So its digest is the digest of its bytes, and nothing has to be parsed to sign it.
"""

import hashlib
from base64 import b64encode

_SIGNATURES = "http://www.w3.org/2000/09/xmldsig#"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
_ENVELOPED = f"{_SIGNATURES}enveloped-signature"
_ECDSA = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_END = b"</alert>"
# Of a coordinate on P-256.
_COORDINATE_BYTES = 32


def signed_info(document: bytes) -> bytes:
    """What is to be signed, in canonical form: it names the digest of the document."""
    digest = b64encode(hashlib.sha256(_canonical(document)).digest()).decode()
    return (
        f'<ds:SignedInfo xmlns:ds="{_SIGNATURES}">'
        f'<ds:CanonicalizationMethod Algorithm="{_EXCLUSIVE}"></ds:CanonicalizationMethod>'
        f'<ds:SignatureMethod Algorithm="{_ECDSA}"></ds:SignatureMethod>'
        f'<ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="{_ENVELOPED}"></ds:Transform>'
        f'<ds:Transform Algorithm="{_EXCLUSIVE}"></ds:Transform></ds:Transforms>'
        f'<ds:DigestMethod Algorithm="{_SHA256}"></ds:DigestMethod>'
        f"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    ).encode()


def with_signature(document: bytes, signature: bytes, certificate: str) -> bytes:
    """The document with its signature. `signature`: ECDSA on P-256 in DER; `certificate`: base64 of its DER."""
    value = b64encode(raw_signature(signature)).decode()
    element = (
        f'<ds:Signature xmlns:ds="{_SIGNATURES}">{signed_info(document).decode()}'
        f"<ds:SignatureValue>{value}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>"
        f"<ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>"
    )
    return document.removesuffix(_END) + element.encode() + _END


def raw_signature(der: bytes) -> bytes:
    """The two numbers of a signature beside each other, as XML-DSig writes them (RFC 4050), from their DER (RFC 3279)."""
    numbers, at = b"", 2
    for _ in range(2):
        length = der[at + 1]
        numbers += int.from_bytes(der[at + 2 : at + 2 + length]).to_bytes(_COORDINATE_BYTES)
        at += 2 + length
    return numbers


def _canonical(document: bytes) -> bytes:
    return document[document.index(b"<alert") :]
