"""What goes out is written in one way, to the byte."""

import json
from datetime import UTC, datetime
from pathlib import Path

from city.contracts.operations.integrated_platform import PlatformAnswer, PlatformStatus
from city.operations.agencies.wire_reading import read_event, read_message
from city.operations.agencies.wire_writing import OutgoingEvent, Route, write_auth, write_event
from tests.unit.operations.agencies.golden import authors_own

ROUTE = Route(send_code="B4421000000", receive_code="B4113000000", system_code="DNG")
AT = datetime(2026, 11, 10, 3, 0, 5, tzinfo=UTC)
EVENT = OutgoingEvent(
    code="MOJUC110",
    name="전자발찌 위치추적",
    grade="10",
    number="20261110115959123",
    status=PlatformStatus.OCCURRED,
    position=(126.16687, 35.9563),
    place="공공 삼거리 인근",
    content="접근금지구역 침입",
    occurred_at=datetime(2026, 11, 10, 2, 59, 59, tzinfo=UTC),
    status_at=AT,
    user_id="user1",
    user_name="사용자1",
    items=(("IMAGE_SEND_TY_CD", "FTP"), ("IMAGE_URL", "asdasd")),
    detail_code="접근금지침입",
    detail="세부분류",
)
AUTH_GOLDEN = (
    '{"svcTy":"AUTH","hdCnt":"14","dtCnt":"16","apSeq":{"apCurrent":"1","apTotal":"1"},"cmnMtd":"1",'
    '"sendCd":"B4421000000","rcvCd":"B4113000000","encAt":"N","tranTy":"HTTP","reqDate":"20261110120005","sysCd":"DNG",'
    '"tranSysHis":[{"tranSysHis":"B4421000000_DNG"},{"tranSysHis":"B4113000000_SCSNS"}],'
    '"body":{"startTag":"$DA","endTag":"$DB","finishTag":"$DF","apiKey":"their-key"}}'  # pragma: allowlist secret
)
EVENT_GOLDEN = (
    '{"svcTy":"EVENT","hdCnt":"14","dtCnt":"16","apSeq":{"apCurrent":"1","apTotal":"1"},"cmnMtd":"1",'
    '"sendCd":"B4421000000","rcvCd":"B4113000000","encAt":"N","tranTy":"HTTP","rrKey":"session",'
    '"reqDate":"20261110120005","bodyLen":"%d","sysCd":"DNG",'
    '"tranSysHis":[{"tranSysHis":"B4421000000_DNG"},{"tranSysHis":"B4113000000_SCSNS"}],"body":%s}'
)
BODY_GOLDEN = (
    '{"evtId":"MOJUC110","evtNm":"전자발찌 위치추적","evtGrad":"10","ocrNbr":"20261110115959123","ocrSts":"10",'
    '"ocrLc":{"crdntX":"126.16687","crdntY":"35.9563","crdntZ":"0"},"ocrPlc":"공공 삼거리 인근",'
    '"ocrEvtCn":"접근금지구역 침입","ocrEvtTime":"20261110115959",'
    '"ocrEvtSts":{"ocrEvtStsCd":"10","ocrEvtStsDtl":"발생"},'
    '"ocrEvtStsUsr":{"ocrEvtUsrId":"user1","ocrEvtUsrNm":"사용자1"},"ocrEvtStsTime":"20261110120005",'
    '"ocrEvtEndTime":"","ocrEvtItemCnt":"2","ocrEvtItem":[{"key":"IMAGE_SEND_TY_CD","val":"FTP"},'
    '{"key":"IMAGE_URL","val":"asdasd"}],'
    '"ocrEvtDtl":{"ocrEvtDtlCd":"접근금지침입","ocrEvtDtlCdDtl":"세부분류"}}'
)


def test_an_auth_is_written_to_the_byte() -> None:
    posted = write_auth(ROUTE, "their-key", AT)

    assert posted.body.decode() == AUTH_GOLDEN
    assert posted.headers["X-Scsns-Secret"] == ""


def test_an_event_is_written_to_the_byte() -> None:
    posted = write_event(ROUTE, EVENT, "session", AT)

    assert posted.body.decode() == EVENT_GOLDEN % (len(BODY_GOLDEN), BODY_GOLDEN)
    assert posted.headers == {
        "Content-Type": "application/json",
        "X-Scsns-svcTy": "EVENT",
        "X-Scsns-sendCd": "B4421000000",
        "X-Scsns-rcvCd": "B4113000000",
        "X-Scsns-sysCd": "DNG",
        "X-Scsns-encAt": "N",
        "X-Scsns-Secret": "session",  # pragma: allowlist secret
        "X-Scsns-type": "sync",
    }


def test_the_length_counts_characters_as_java_does() -> None:
    plain = json.loads(write_event(ROUTE, EVENT, "s", AT).body)["bodyLen"]
    astral = OutgoingEvent(**{**{n: getattr(EVENT, n) for n in EVENT.__slots__}, "place": EVENT.place + "🔥"})

    assert int(json.loads(write_event(ROUTE, astral, "s", AT).body)["bodyLen"]) == int(plain) + 2


def test_names_order_and_fixed_values_are_the_authors(shared: Path) -> None:
    codes = authors_own(shared, "keti_codes.json")
    posted = write_event(ROUTE, EVENT, "session", AT)
    message = json.loads(posted.body)
    stored = authors_own(shared, "keti_event_mojuc110.json")

    assert list(message["body"]) == codes["body_order"]
    assert {name: message[name] for name in codes["fixed"]} == codes["fixed"]
    assert [name for name in posted.headers if name != "Content-Type"] == codes["headers"]
    # The fourteen that hdCnt counts, and the event; in their order.
    assert [name.lower() for name in message] == [name.lower() for name in stored]
    assert len(message) - 1 == int(message["hdCnt"])
    assert len(message["body"]) == int(message["dtCnt"])
    assert {status.value: status.ko for status in PlatformStatus} == codes["ocrSts"]


def test_an_answer_is_the_documented_one_to_the_byte(shared: Path) -> None:
    documented = authors_own(shared, "keti_codes.json")["example_response"]

    answer = PlatformAnswer(result="0", type="2000", message="")

    assert json.dumps(answer.model_dump(mode="json")) == json.dumps(documented)


def test_what_is_written_is_read_as_it_was_meant() -> None:
    posted = write_event(ROUTE, EVENT, "session", AT)

    message = read_message("application/json", posted.headers, posted.body)
    event = read_event(message.body)

    assert (message.service, message.secret, message.send_code) == ("EVENT", "session", "B4421000000")
    assert message.passed == ("B4421000000_DNG", "B4113000000_SCSNS")
    assert (event.code, event.number, event.status) == ("MOJUC110", EVENT.number, PlatformStatus.OCCURRED)
    assert (event.longitude, event.latitude) == EVENT.position
    assert (event.occurred_at, event.status_at, event.ended_at) == (EVENT.occurred_at, AT, None)
    assert event.items == EVENT.items


def test_an_end_has_its_time_and_no_place_has_no_zero() -> None:
    over = OutgoingEvent(
        **{**{n: getattr(EVENT, n) for n in EVENT.__slots__}, "status": PlatformStatus.ENDED, "position": None}
    )

    body = json.loads(write_event(ROUTE, over, "s", AT).body)["body"]

    assert body["ocrEvtEndTime"] == "20261110120005"
    assert body["ocrEvtSts"] == {"ocrEvtStsCd": "91", "ocrEvtStsDtl": "종료"}
    assert body["ocrLc"] == {"crdntX": "", "crdntY": "", "crdntZ": "0"}
