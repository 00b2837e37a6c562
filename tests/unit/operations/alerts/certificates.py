"""Certificates and signed alerts, made for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding

BEGAN = datetime(2026, 1, 1, tzinfo=UTC)
ENDS = BEGAN + timedelta(days=90)


class Office:
    """A key with its certificate: its own, or of another that issued it."""

    def __init__(self, name: str, issuer: "Office | None" = None, *, may_issue: bool = False) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.issuer = issuer
        self.certificate = (issuer or self).certify(name, self.key.public_key(), may_issue=may_issue)

    def certify(
        self, name: str, key: ec.EllipticCurvePublicKey, *, may_issue: bool = False, ends: datetime = ENDS
    ) -> x509.Certificate:
        """A certificate of another's key, or of its own the first time."""
        subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
        issuer = self.certificate.subject if hasattr(self, "certificate") else subject
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(BEGAN)
            .not_valid_after(ends)
            .add_extension(x509.BasicConstraints(ca=may_issue, path_length=None), critical=True)
            .sign(self.key, SHA256())
        )

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(Encoding.PEM).decode()

    def sign(self, document: bytes, **options: Any) -> bytes:
        """The document with an enveloped signature of this key."""
        from lxml import etree
        from signxml.algorithms import SignatureConstructionMethod, SignatureMethod
        from signxml.signer import XMLSigner

        chain = [self.certificate, *([self.issuer.certificate] if self.issuer else [])]
        signer = XMLSigner(
            method=SignatureConstructionMethod.enveloped, signature_algorithm=SignatureMethod.ECDSA_SHA256, **options
        )
        signed: bytes = etree.tostring(
            signer.sign(etree.fromstring(document), key=self.key, cert=chain), encoding="UTF-8"
        )
        return signed
