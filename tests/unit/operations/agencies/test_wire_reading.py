"""Whichever way the authors wrote it, it is one and the same event; what could be read in two ways is refused."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from city.contracts.operations.integrated_platform import PlatformStatus
from city.operations.agencies.errors import PlatformRefused
from city.operations.agencies.wire_reading import PlatformMessage, read_event, read_message
from tests.effort import examples
from tests.unit.operations.agencies.golden import as_json, authors_own, envelope, event_body

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def read(message: Any, content_type: str = JSON, **headers: str) -> PlatformMessage:
    named = {f"X-Scsns-{name}": value for name, value in headers.items()}
    return read_message(content_type, named, message if isinstance(message, bytes) else as_json(message))


def as_form(message: dict[str, Any]) -> bytes:
    """Nested values as JSON text, as the authors' form door takes them."""
    flat = {
        name: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for name, value in message.items()
    }
    return urlencode(flat).encode()


@st.composite
def written(draw: st.DrawFn) -> tuple[str, bytes]:
    """One event, in any of the ways in which its authors write it."""
    body = event_body(ocrNbr=draw(st.sampled_from(["20261110115959", "20261110115959000"])))
    user = body.pop("ocrEvtStsUsr")
    body[draw(st.sampled_from(["ocrEvtStsUsr", "ocrEvtUsr"]))] = user
    if draw(st.booleans()):
        body = {"startTag": "$DA", **body, "endTag": "$DB", "finishTag": "$DF"}
    if draw(st.booleans()):
        body = dict(draw(st.permutations(list(body.items()))))
    if draw(st.booleans()):
        del body["ocrEvtSts"]
    history = draw(
        st.sampled_from(
            [
                [{"tranSysHis": "Siheung_IPC"}],
                {"tranSysHis1": "1234", "tranSysHis2": "5678", "tranSysHisN": "9101112"},
                [],
            ]
        )
    )
    city = draw(st.sampled_from(["B4113000000", "Siheung"]))
    message = envelope(sendCd=city, rcvCd=city, tranSysHis=history)
    del message["body"]
    nested: Any = body
    if draw(st.booleans()):
        nested = json.dumps(body, ensure_ascii=draw(st.booleans()))
    message[draw(st.sampled_from(["body", "Body"]))] = nested
    for name in draw(st.lists(st.sampled_from(["bodyLen", "hdCnt", "tranTy", "apSeq", "cmnMtd"]), unique=True)):
        del message[name]
    if draw(st.booleans()):
        message["callBack"] = {"useYn": "N", "targetUrl": "http://127.0.0.1:8080/callBack.do"}
    if draw(st.booleans()):
        return draw(st.sampled_from([FORM, FORM + "; charset=UTF-8"])), as_form(message)
    return draw(st.sampled_from([JSON, "application/json;charset=utf-8", "Application/JSON"])), as_json(message)


ONE = read_event(event_body(ocrNbr="20261110115959"))


@settings(max_examples=examples(2_000))
@given(written())
def test_however_it_is_written_it_is_one_event(message: tuple[str, bytes]) -> None:
    content_type, content = message

    envelope = read_message(content_type, {}, content)
    event = read_event(envelope.body)

    assert event == ONE
    assert event.digest == ONE.digest
    assert envelope.secret == "session"  # pragma: allowlist secret
    assert not envelope.is_encrypted


def test_another_event_is_another() -> None:
    """The property above could not see this if nothing were read."""
    for change in ({"ocrNbr": "20261110115958"}, {"ocrSts": "40"}, {"evtGrad": "20"}, {"ocrPlc": "다른 곳"}):
        assert read_event(event_body(**{"ocrNbr": "20261110115959", **change})).digest != ONE.digest


def test_both_messages_of_the_authors_are_one_event(shared: Path) -> None:
    whole, body = (
        authors_own(shared, "keti_event_mojuc110.json"),
        authors_own(shared, "keti_event_mojuc110_body_as_received.json"),
    )

    first = read_event(read(whole).body)
    # The body alone, as their form door stores it: its envelope came beside it.
    second = read_event(read(body, svcTy="EVENT", sendCd="Siheung", sysCd="IPC").body)
    form = read_event(read(as_form({**whole, "Body": body}), FORM).body)

    assert first == second == form
    assert (first.code, first.number, first.status) == ("MOJUC110", "20210701111112000", PlatformStatus.OCCURRED)
    assert (first.longitude, first.latitude) == (126.16687, 35.9563)
    assert first.items == (("IMAGE_SEND_TY_CD", "FTP"), ("IMAGE_URL", "asdasd"))


def test_nothing_of_a_person_is_shown_when_an_event_is_printed() -> None:
    shown = repr(read_event(event_body())) + repr(read(envelope()))

    assert [text for text in ("사용자1", "user1", "공공 삼거리", "접근금지", "session") if text in shown] == []


def refusal(message: Any, content_type: str = JSON, **headers: str) -> str:
    with pytest.raises(PlatformRefused) as refused:
        read_event(read(message, content_type, **headers).body)
    return f"{refused.value.type} {refused.value.because}"


DEEP = b'{"svcTy":"EVENT","body":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
TWICE = as_json(envelope()).replace(b'"sendCd"', b'"sendCd": "other", "sendCd"')
HIDDEN = as_json(envelope()).replace(b'"ocrSts": "10"', b'"ocrSts": "91", "ocrSts": "10"')


@pytest.mark.parametrize(
    ("content", "content_type", "because"),
    [
        (b"", JSON, "4000 no JSON"),
        (b"[]", JSON, "4000 no object"),
        (b'{"svcTy": NaN}', JSON, "4000 no number"),
        (b'{"svcTy":"EVENT","body":{"evtId":"\\ud800"}}', JSON, "4000 no text"),
        (b'\xff\xfe{"svcTy":"EVENT"}', JSON, "4000 no UTF-8"),
        (DEEP, JSON, "4000 too deep"),
        (b'{"a":' + b"9" * 5_000 + b"}", JSON, "4000 a number too long"),
        (as_json(envelope(apSeq=list(range(3_000)))), JSON, "4000 too many values"),
        (TWICE, JSON, "4000 a name twice"),
        (HIDDEN, JSON, "4000 a name twice"),
        (as_json({**envelope(), "Body": event_body()}), JSON, "4000 two bodies"),
        (as_json(envelope()), "text/plain", "4015 content type"),
        (as_json(envelope()), "", "4015 content type"),
        (as_json(envelope()), "application/xml", "4015 content type"),
        (b"&".join(b"a%d=1" % n for n in range(100)), FORM, "4000 too many fields"),
        (b"svcTy=EVENT&svcTy=AUTH", FORM, "4000 a field twice"),
        (b"svcTy=EVENT&body=%ZZ", FORM, "4000 a stray percent sign"),
        (b"svcTy=EVENT&body=%FF", FORM, "4000 no UTF-8"),
        (as_json(envelope("DROP")), JSON, "4102 svcTy"),
        (as_json(envelope(reqDate="20261310120000")), JSON, "4102 reqDate"),
        (as_json(envelope(reqDate="２０２６１１１０１２００００")), JSON, "4102 reqDate"),
        (as_json(envelope(body=event_body(evtId="ＭＯＪＵＣ１１０"))), JSON, "4102 evtId"),
        (as_json(envelope(body=event_body(evtId="MOJUC110\u200b"))), JSON, "4102 evtId"),
        (as_json(envelope(body=event_body(evtId="mojuc110"))), JSON, "4102 evtId"),
        (as_json(envelope(body=event_body(evtId=""))), JSON, "4101 evtId"),
        (as_json(envelope(body=event_body(ocrNbr="2026"))), JSON, "4102 ocrNbr"),
        (as_json(envelope(body=event_body(ocrNbr="../../11115959"))), JSON, "4102 ocrNbr"),
        (as_json(envelope(body=event_body(ocrSts="11", ocrEvtSts={}))), JSON, "4102 ocrSts"),
        (as_json(envelope(body=event_body(ocrEvtItem="[1]"))), JSON, "4102 ocrEvtItem"),
        (as_json(envelope(body=event_body(evtNm="가" * 9_000))), JSON, "4000 no text"),
        (as_json(envelope(body=event_body(evtNm={"a": "b"}))), JSON, "4000 no text"),
        (as_json(envelope(body="text")), JSON, "4000 no JSON"),
        (as_json(envelope(body=[])), JSON, "4000 no body"),
    ],
    ids=str,
)
def test_what_could_be_read_in_two_ways_or_in_none_is_refused(content: bytes, content_type: str, because: str) -> None:
    assert refusal(content, content_type) == because


@pytest.mark.parametrize("header", ["svcTy", "sendCd", "sysCd"])
def test_an_envelope_that_its_headers_contradict_is_refused(header: str) -> None:
    assert refusal(envelope(), **{header: "AUTH" if header == "svcTy" else "B0000000000"}) == "4000 two envelopes"


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ({"crdntX": "126.5", "crdntY": "36.7"}, (126.5, 36.7)),
        ({"crdntX": 126.5, "crdntY": 36.7}, (126.5, 36.7)),
        # Swapped: nobody is sent where somebody guessed.
        ({"crdntX": "36.7", "crdntY": "126.5"}, (None, None)),
        ({"crdntX": "0", "crdntY": "0"}, (None, None)),
        ({"crdntX": "1e2", "crdntY": "36.7"}, (None, None)),
        ({"crdntX": "١٢٦", "crdntY": "36.7"}, (None, None)),
        ({"crdntX": "inf", "crdntY": "36.7"}, (None, None)),
        ({}, (None, None)),
    ],
)
def test_a_place_is_two_numbers_that_can_be_one(location: dict[str, Any], expected: Any) -> None:
    event = read_event(read(envelope(body=event_body(ocrLc=location))).body)

    assert (event.longitude, event.latitude) == expected


def test_signs_that_nobody_sees_are_taken_out_of_words() -> None:
    event = read_event(event_body(ocrPlc="시청\u202e앞\u200b 길\x00"))

    assert event.place == "시청앞 길"


@pytest.mark.parametrize("where", ["envelope", "header"])
def test_what_is_encrypted_says_so_wherever_it_says_it(where: str) -> None:
    message = envelope(body="\u0000\u0001binary", **({"encAt": "Y"} if where == "envelope" else {}))

    read_one = read(message, **({"encAt": "Y"} if where == "header" else {}))

    assert read_one.is_encrypted
    assert read_one.body == {}


@settings(max_examples=examples(1_500))
@given(st.binary(max_size=400), st.sampled_from([JSON, FORM]))
def test_no_bytes_do_anything_but_be_read_or_refused(content: bytes, content_type: str) -> None:
    with suppress(PlatformRefused):
        read_event(read_message(content_type, {}, content).body)


@settings(max_examples=examples(1_500))
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["evtId", "ocrNbr", "ocrSts", "ocrLc", "ocrEvtItem", "body", "svcTy", "reqDate"]), inner
            )
        ),
        max_leaves=20,
    )
)
def test_no_values_do_anything_but_be_read_or_refused(value: Any) -> None:
    message = {**envelope(), **value} if isinstance(value, dict) else envelope(body=value)
    with suppress(PlatformRefused):
        read_event(read_message(JSON, {}, json.dumps(message).encode()).body)
