"""Signatures of alerts: XML-DSig, enveloped, over the whole document, by a certificate that the sender is known by.

What is returned are the bytes that were signed: whoever reads those, and nothing else, is fooled by no other element that
stands around them.
"""

from base64 import b64decode
from collections.abc import Iterator, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature as KeyMismatch
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import InvalidDigest, InvalidSignature, SignXMLException
from signxml.verifier import SignatureConfiguration, VerifyResult, XMLVerifier

from city.operations.alerts.errors import SignatureInvalid, SignatureMissing
from city.operations.alerts.senders import Trust

_DS = "{http://www.w3.org/2000/09/xmldsig#}"
_CERTIFICATES = f"{_DS}Signature/{_DS}KeyInfo/{_DS}X509Data/{_DS}X509Certificate"
_ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_CANONICAL = {
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "http://www.w3.org/2006/12/xml-c14n11",
    "http://www.w3.org/2001/10/xml-exc-c14n#",
}
_METHODS = frozenset(
    {
        SignatureMethod.RSA_SHA256,
        SignatureMethod.RSA_SHA384,
        SignatureMethod.RSA_SHA512,
        SignatureMethod.ECDSA_SHA256,
        SignatureMethod.ECDSA_SHA384,
        SignatureMethod.ECDSA_SHA512,
    }
)
_DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})
_LONGEST_CHAIN = 4
# What is wrong about a signature, in the words that its sender is answered.
_MALFORMED, _SEVERAL, _PART, _TRANSFORM = (
    "malformed",
    "several_signatures",
    "not_the_whole_alert",
    "transform_not_taken",
)
_ALTERED, _KEY, _STRANGER, _EXPIRED = "altered", "wrong_key", "certificate_unknown", "certificate_not_valid_then"


class SignatureVerifier:
    def verify(self, document: bytes, trust: Trust, at: datetime) -> bytes:
        """The canonical bytes that are signed, without the signature. `at`: when the certificate has to have been valid.

        Raises SignatureMissing and SignatureInvalid.
        """
        root = _parse(document, indented=True)
        _check_form(root)
        try:
            chain = [
                x509.load_der_x509_certificate(b64decode(each.text or "")) for each in root.iterfind(_CERTIFICATES)
            ]
            anchors = x509.load_pem_x509_certificates(trust.certificates.encode())
        except ValueError as error:
            raise SignatureInvalid(_MALFORMED) from error
        signer = _trusted(chain, anchors, trust.signer, at)
        # Offices sign an alert and indent it for the eye after that, as those of WMO's own examples did.
        failed = _KEY
        for shown in (root, _parse(document, indented=False)):
            try:
                return _verify(shown, signer, at)
            except SignatureInvalid as error:
                failed = error.detail if failed != _ALTERED else failed
        raise SignatureInvalid(failed)


def _parse(document: bytes, *, indented: bool) -> etree._Element:
    """The root. Not `indented`: without the white space between elements."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_blank_text=not indented
    )
    try:
        return etree.fromstring(document, parser)
    except etree.XMLSyntaxError as error:
        raise SignatureInvalid(_MALFORMED) from error


def _verify(root: etree._Element, signer: x509.Certificate, at: datetime) -> bytes:
    expected = SignatureConfiguration(
        location="./",
        expect_references=1,
        signature_methods=_METHODS,
        digest_algorithms=_DIGESTS,
        verification_time=at,
    )
    try:
        verified = XMLVerifier().verify(root, x509_cert=signer, expect_config=expected)
    except InvalidDigest as error:
        raise SignatureInvalid(_ALTERED) from error
    except InvalidSignature as error:
        raise SignatureInvalid(_KEY) from error
    except (SignXMLException, ValueError, TypeError, etree.Error) as error:
        raise SignatureInvalid(_MALFORMED) from error
    assert isinstance(verified, VerifyResult)
    return verified.signed_data


def _check_form(root: etree._Element) -> None:
    """One signature, a child of the root, over all but itself. Raises SignatureMissing and SignatureInvalid."""
    signatures = list(root.iter(f"{_DS}Signature"))
    if not signatures:
        raise SignatureMissing
    if len(signatures) > 1:
        raise SignatureInvalid(_SEVERAL)
    references = list(signatures[0].iter(f"{_DS}Reference"))
    # Any other place would leave the reader and the verifier with two documents.
    if signatures[0].getparent() is not root or len(references) != 1 or references[0].get("URI") != "":
        raise SignatureInvalid(_PART)
    transforms = [each.get("Algorithm") for each in references[0].iter(f"{_DS}Transform")]
    if transforms[:1] != [_ENVELOPED] or not _CANONICAL.issuperset(transforms[1:]) or len(transforms) > 2:
        raise SignatureInvalid(_TRANSFORM)


def _trusted(
    chain: Sequence[x509.Certificate], anchors: Sequence[x509.Certificate], signer: str | None, at: datetime
) -> x509.Certificate:
    """The certificate that signed, if it is an anchor or leads to one, each valid then. Raises SignatureInvalid."""
    if not chain or len(chain) > _LONGEST_CHAIN:
        raise SignatureInvalid(_STRANGER)
    own = current = chain[0]
    if own not in anchors and (signer is None or signer not in set(_names(own))):
        raise SignatureInvalid(_STRANGER)
    for _ in range(_LONGEST_CHAIN):
        if not current.not_valid_before_utc <= at <= current.not_valid_after_utc:
            raise SignatureInvalid(_EXPIRED)
        if current in anchors:
            return own
        issuer = next((each for each in (*anchors, *chain[1:]) if _has_issued(each, current)), None)
        if issuer is None:
            break
        current = issuer
    raise SignatureInvalid(_STRANGER)


def _has_issued(issuer: x509.Certificate, issued: x509.Certificate) -> bool:
    try:
        may_issue = issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
        issued.verify_directly_issued_by(issuer)
    except (x509.ExtensionNotFound, ValueError, TypeError, KeyMismatch):
        return False
    return may_issue


def _names(certificate: x509.Certificate) -> Iterator[str]:
    """Common names and alternative names."""
    for attribute in certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME):
        yield str(attribute.value)
    try:
        others = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return
    yield from others.get_values_for_type(x509.DNSName)
    yield from others.get_values_for_type(x509.RFC822Name)
