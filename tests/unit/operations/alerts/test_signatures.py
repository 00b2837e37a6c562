"""Who signed an alert, what of it is signed, and that nothing else is ever read."""

import random
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from benchmarks.operations.alert_reading import spoil
from city.operations.alerts.cap.reading import read_alert
from city.operations.alerts.errors import SignatureInvalid, SignatureMissing
from city.operations.alerts.senders import Trust
from tests.effort import examples
from tests.unit.operations.alerts.certificates import BEGAN, ENDS, Office
from tests.unit.operations.alerts.documents import document, info

pytest.importorskip("signxml", reason="signxml and lxml are not installed here")
from city.operations.alerts.adapters.signatures import SignatureVerifier  # needs them

SENT = datetime(2026, 1, 31, tzinfo=UTC)
# WMO's examples were signed with certificates of 90 days; as of this day they hold.
WMO_DAY = datetime(2024, 8, 1, tzinfo=UTC)


def reason(content: bytes, trust: Trust, at: datetime = SENT) -> str:
    with pytest.raises(SignatureInvalid) as refused:
        SignatureVerifier().verify(content, trust, at)
    return refused.value.detail


@pytest.fixture(scope="module")
def office() -> Office:
    return Office("alerts.office.example")


def test_what_is_signed_is_the_alert(office: Office) -> None:
    signed = office.sign(document())

    verified = SignatureVerifier().verify(signed, Trust(office.pem), SENT)

    assert read_alert(verified).alert == read_alert(signed).alert == read_alert(document()).alert
    assert b"Signature" not in verified


def test_an_alert_without_a_signature_is_told_apart_from_a_bad_one(office: Office) -> None:
    with pytest.raises(SignatureMissing):
        SignatureVerifier().verify(document(), Trust(office.pem), SENT)


def test_one_letter_of_the_headline_is_enough(office: Office) -> None:
    signed = office.sign(document())
    tampered = signed.replace("부춘동 산불".encode(), "부춘동 산삼".encode())

    assert tampered != signed
    assert reason(tampered, Trust(office.pem)) == "altered"


def test_an_alert_that_was_indented_after_it_was_signed_holds_and_no_letter_of_it_may_change(office: Office) -> None:
    indented = office.sign(document()).replace(b"><info>", b">\n  <info>").replace(b"<event>", b"\n    <event>")

    verified = SignatureVerifier().verify(indented, Trust(office.pem), SENT)

    assert read_alert(verified).alert == read_alert(document()).alert
    assert reason(indented.replace("산불</event>".encode(), "산삼</event>".encode()), Trust(office.pem)) == "altered"


def test_another_key_under_the_offices_certificate_does_not_hold(office: Office) -> None:
    stranger = Office("alerts.office.example")
    theirs = re.search(rb"X509Certificate>([^<]*)<", stranger.sign(document()))
    ours = re.search(rb"X509Certificate>([^<]*)<", office.sign(document()))
    assert theirs
    assert ours

    swapped = stranger.sign(document()).replace(theirs[1], ours[1])

    assert reason(stranger.sign(document()), Trust(office.pem)) == "certificate_unknown"
    assert reason(swapped, Trust(office.pem)) == "wrong_key"


def test_a_certificate_holds_while_it_is_valid_and_not_beyond(office: Office) -> None:
    signed = office.sign(document())

    for at in (BEGAN, ENDS):
        SignatureVerifier().verify(signed, Trust(office.pem), at)
    for at in (BEGAN - timedelta(seconds=1), ENDS + timedelta(seconds=1)):
        assert reason(signed, Trust(office.pem), at) == "certificate_not_valid_then"


def test_an_issuer_is_trusted_for_the_one_it_is_named_for() -> None:
    authority = Office("authority.example", may_issue=True)
    ours, other = Office("alerts.office.example", authority), Office("shop.example", authority)
    trust = Trust(authority.pem, "alerts.office.example")

    assert SignatureVerifier().verify(ours.sign(document()), trust, SENT)
    assert reason(other.sign(document()), trust) == "certificate_unknown"
    assert reason(ours.sign(document()), Trust(authority.pem)) == "certificate_unknown"


def test_who_may_not_issue_has_issued_nothing() -> None:
    authority = Office("authority.example", may_issue=False)

    signed = Office("alerts.office.example", authority).sign(document())

    assert reason(signed, Trust(authority.pem, "alerts.office.example")) == "certificate_unknown"


# --- wrapping: a signed alert, and another around or beside it ------------------------------------------------------


def test_a_signed_alert_inside_a_forged_one_is_not_read(office: Office) -> None:
    signed = office.sign(document())
    forged = document(info(headline="가짜")).replace(b"</alert>", signed + b"</alert>")

    assert reason(forged, Trust(office.pem)) == "not_the_whole_alert"


def test_a_signature_moved_to_a_forged_alert_does_not_hold(office: Office) -> None:
    signed = office.sign(document())
    signature = signed[signed.index(b"<ds:Signature") : signed.index(b"</alert>")]
    forged = document(info(headline="가짜")).replace(b"</alert>", signature + b"</alert>")

    assert reason(forged, Trust(office.pem)) == "altered"


def test_a_reference_to_an_element_by_its_id_is_not_taken(office: Office) -> None:
    signed = office.sign(document())

    by_id = signed.replace(b'Reference URI=""', b'Reference URI="#original"')

    assert reason(by_id, Trust(office.pem)) == "not_the_whole_alert"


def test_the_signed_original_hidden_in_the_signature_is_not_read(office: Office) -> None:
    signed = office.sign(document())
    original = signed[: signed.index(b"<ds:Signature")] + b"</alert>"
    forged = signed.replace("부춘동 산불".encode(), "가짜".encode()).replace(
        b"</ds:Signature>", b"<ds:Object>" + original + b"</ds:Object></ds:Signature>"
    )

    assert reason(forged, Trust(office.pem)) == "altered"


def test_two_signatures_are_not_taken(office: Office) -> None:
    signed = office.sign(document())
    signature = signed[signed.index(b"<ds:Signature") : signed.index(b"</alert>")]

    assert reason(signed.replace(b"</alert>", signature + b"</alert>"), Trust(office.pem)) == "several_signatures"


def test_a_transform_that_leaves_something_out_is_not_taken(office: Office) -> None:
    signed = office.sign(document())

    for other in (b"http://www.w3.org/TR/1999/REC-xpath-19991116", b"http://www.w3.org/2000/09/xmldsig#base64"):
        changed = signed.replace(b"http://www.w3.org/2000/09/xmldsig#enveloped-signature", other)
        assert reason(changed, Trust(office.pem)) == "transform_not_taken"


def test_a_digest_by_sha_1_is_not_taken(office: Office) -> None:
    signed = office.sign(document()).replace(
        b"http://www.w3.org/2001/04/xmlenc#sha256", b"http://www.w3.org/2000/09/xmldsig#sha1"
    )

    assert reason(signed, Trust(office.pem)) in ("wrong_key", "malformed")


def test_a_comment_inside_a_word_is_not_a_way_to_cut_it(office: Office) -> None:
    """Canonical bytes have no comments: what is read is the word that was signed, whole."""
    signed = office.sign(document()).replace("부춘동 산불".encode(), "부춘동<!-- --> 산불".encode())

    verified = SignatureVerifier().verify(signed, Trust(office.pem), SENT)

    assert read_alert(verified).alert.infos[0].headline == "부춘동 산불"


# --- WMO's examples -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["sc", "tg"])
def test_wmos_signed_alerts_hold_as_of_their_day(shared: Path, country: str) -> None:
    folder = shared / "data" / "operations" / "cap" / "signed"
    content = (folder / f"wmo_{country}_valid.xml").read_bytes()
    trust = Trust(certificate_in(content))

    verified = SignatureVerifier().verify(content, trust, WMO_DAY)

    assert read_alert(verified).alert == read_alert(content).alert
    assert reason(content, trust, datetime(2026, 1, 1, tzinfo=UTC)) == "certificate_not_valid_then"
    headline = re.search(rb"<(?:cap:)?event>(.)", content)
    assert headline
    at = headline.start(1)
    assert reason(content[:at] + b"Q" + content[at + 1 :], trust, WMO_DAY) == "altered"


@pytest.mark.parametrize("fault", ["certificate", "digest", "signature"])
def test_wmos_broken_signatures_do_not_hold(shared: Path, fault: str) -> None:
    folder = shared / "data" / "operations" / "cap" / "signed"
    trust = Trust(certificate_in((folder / "wmo_sc_valid.xml").read_bytes()))

    assert reason((folder / f"wmo_sc_invalid_{fault}.xml").read_bytes(), trust, WMO_DAY) == "malformed"


def certificate_in(content: bytes) -> str:
    found = re.search(rb"X509Certificate>([^<]*)<", content)
    assert found
    return f"-----BEGIN CERTIFICATE-----\n{found[1].decode().strip()}\n-----END CERTIFICATE-----\n"


def test_whatever_stands_for_a_signature_is_refused_by_name(office: Office) -> None:
    """Changes within the signature alone, so that most of them reach the verifier."""
    signed, chance = office.sign(document()), random.Random(15)
    at = signed.index(b"<ds:Signature")
    outcomes = {"held": 0, "refused": 0}

    for _ in range(examples(5_000)):
        content = signed[:at] + spoil(signed[at:], chance)
        try:
            SignatureVerifier().verify(content, Trust(office.pem), SENT)
        except (SignatureInvalid, SignatureMissing):
            outcomes["refused"] += 1
        else:
            # White space and what stands beside the signed part may change.
            outcomes["held"] += 1

    assert outcomes["refused"] > 0.8 * sum(outcomes.values())
