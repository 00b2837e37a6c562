"""Offices at the door for alerts, over moto: kept and told once, or refused by name."""

from collections.abc import Iterator

import boto3
import pytest

pytest.importorskip("signxml", reason="signxml and lxml are not installed here")
from city.operations.alerts.bootstrap import build_watch
from tests.integration.operations.alerts.alerts_in_moto import SENDER, AlertsInMoto
from tests.unit.operations.alerts.certificates import Office
from tests.unit.operations.alerts.documents import area, document, info

FIRST = f"{SENDER},KR.2026.1,2026-01-31T09:00:00+09:00"


@pytest.fixture
def alerts(cloud: None) -> Iterator[AlertsInMoto]:
    return AlertsInMoto()


def test_an_alert_is_kept_as_it_came_and_told_as_an_event(alerts: AlertsInMoto) -> None:
    key = alerts.register(kinds={"산불": "wildfire"})
    given = document(info(area()))

    status, receipt = alerts.send(given, key)

    assert (status, receipt["outcome"], receipt["repeated"]) == (202, "told", False)
    (event,) = alerts.told()
    assert (event.source, event.kind, event.message_type, event.exercise) == ("cap.kma", "wildfire", "new", False)
    (stored,) = alerts.documents()
    assert event.evidence[0].reference == stored
    assert boto3.client("s3").get_object(Bucket="alerts", Key=stored)["Body"].read() == given


def test_an_alert_that_comes_again_happens_once(alerts: AlertsInMoto) -> None:
    key = alerts.register()

    answers = [alerts.send(document(), key) for _ in range(3)]

    assert [(status, receipt["repeated"]) for status, receipt in answers] == [(202, False), (202, True), (202, True)]
    assert len({receipt["alert_id"] for _, receipt in answers}) == 1
    assert len(alerts.told()) == len(alerts.documents()) == 1


def test_a_message_never_changes_and_another_may_follow_it(alerts: AlertsInMoto) -> None:
    key = alerts.register()
    alerts.send(document(), key)

    changed = alerts.send(document(info(headline="다른 말")), key)
    update = alerts.send(
        document(identifier="KR.2026.2", sent="2026-01-31T09:01:00+09:00", msgType="Update", references=FIRST), key
    )

    assert (changed[0], changed[1]["error"]) == (409, "alert_differs")
    assert update[0] == 202
    new, later = alerts.told()
    assert (later.message_type, later.source_id, later.revision) == ("update", new.source_id, 60)


def test_an_update_of_an_update_belongs_to_the_first_message(alerts: AlertsInMoto) -> None:
    key = alerts.register()
    alerts.send(document(), key)
    second = {"identifier": "KR.2026.2", "sent": "2026-01-31T09:01:00+09:00", "msgType": "Update"}
    alerts.send(document(**second, references=FIRST), key)
    third = f"{SENDER},KR.2026.2,2026-01-31T09:01:00+09:00"

    alerts.send(
        document("", identifier="KR.2026.3", sent="2026-01-31T09:02:00+09:00", msgType="Cancel", references=third), key
    )

    assert len({event.source_id for event in alerts.told()}) == 1


def test_a_chain_is_followed_to_its_end_whatever_order_it_came_in(alerts: AlertsInMoto) -> None:
    key = alerts.register()

    def update(number: int, of: int) -> bytes:
        before = f"{SENDER},KR.2026.{of},2026-01-31T09:0{of - 1}:00+09:00" if of > 1 else FIRST
        sent = f"2026-01-31T09:0{number - 1}:00+09:00"
        return document(identifier=f"KR.2026.{number}", sent=sent, msgType="Update", references=before)

    # The third before the second: what it goes back to is known only as far as its own reference.
    for given in (document(), update(3, 2), update(2, 1), update(4, 3), update(5, 4)):
        assert alerts.send(given, key)[0] == 202

    told = [event.source_id for event in alerts.told()]
    assert told[0] == told[2] == told[3] == told[4]


def test_what_has_names_of_districts_alone_says_so_and_is_counted(
    alerts: AlertsInMoto, capsys: pytest.CaptureFixture[str]
) -> None:
    code = "<geocode><valueName>LAWD_CD</valueName><value>4421000000</value></geocode>"

    alerts.send(document(info(area(code))), alerts.register())

    (event,) = alerts.told()
    assert event.place is None
    assert event.description.startswith("지도에 없는 지역 (no place on the map): 부춘동 (LAWD_CD 4421000000)\n")
    assert "AlertWithoutPlace" in capsys.readouterr().out


@pytest.mark.parametrize("status", ["Test", "Draft", "System"])
def test_what_is_not_meant_is_recorded_and_tells_nothing(alerts: AlertsInMoto, status: str) -> None:
    _, receipt = alerts.send(document(status=status), alerts.register())

    assert receipt["outcome"] == "recorded"
    assert alerts.told() == []
    assert len(alerts.documents()) == 1


def test_a_drill_is_told_as_one(alerts: AlertsInMoto) -> None:
    alerts.send(document(status="Exercise"), alerts.register())

    assert [event.exercise for event in alerts.told()] == [True]


@pytest.mark.parametrize("key", [None, "", ".", "kma", "kma.", "kma.x", "nobody.x", "k" * 300, "kma.\x00", "가.나"])
def test_without_its_key_nobody_is_an_office(alerts: AlertsInMoto, key: str | None) -> None:
    alerts.register()

    status, answer = alerts.send(document(), key)

    assert (status, answer["error"]) == (401, "sender_unknown")
    assert alerts.documents() == alerts.told() == []


def test_a_refusal_names_the_rule_and_the_element_in_both_languages(alerts: AlertsInMoto) -> None:
    given = document(info(area("<polygon>126.4,36.7 126.5,36.7 126.5,36.8 126.4,36.7</polygon>")))

    status, answer = alerts.send(given, alerts.register())

    assert (status, answer["error"]) == (400, "alert_refused")
    (fault,) = answer["faults"]
    assert (fault["rule"], fault["element"]) == ("polygon_position", "alert/info[1]/area[1]/polygon[1]")
    assert fault["ko"] in answer["message"]["ko"]
    assert fault["en"] in answer["message"]["en"]
    assert alerts.documents() == alerts.told() == []


@pytest.mark.parametrize(
    ("given", "media_type", "error"),
    [
        (document(), "application/json", "media_type_unknown"),
        (document(sender="other@office.example"), "text/xml; charset=utf-8", "sender_not_yours"),
        (document(sent="2026-01-31T09:06:01+09:00"), "application/xml", "alert_from_the_future"),
        (document(sent="2026-01-24T09:00:59+09:00"), "application/xml", "alert_too_old"),
        (b"<!DOCTYPE alert>" + document(), "application/xml", "alert_refused"),
        (b" " * (256 * 1024 + 1), "application/xml", "alert_refused"),
        (b" " * (256 * 1024 + 2), "application/xml", "body_too_large"),
    ],
)
def test_what_is_refused_is_refused_by_name(alerts: AlertsInMoto, given: bytes, media_type: str, error: str) -> None:
    assert alerts.send(given, alerts.register(), media_type)[1]["error"] == error
    assert alerts.documents() == alerts.told() == []


def test_an_alert_is_read_in_the_encoding_that_it_names(alerts: AlertsInMoto) -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?>' + document(info(language="es", headline="Señal")).decode()

    alerts.send(
        text.replace("산불", "fuego").replace("부춘산 서쪽에서 불이 났습니다.", "").encode("iso-8859-1"),
        alerts.register(),
    )

    assert [event.headline for event in alerts.told()] == ["Señal"]


def test_an_office_sends_no_more_in_a_minute_than_it_may(alerts: AlertsInMoto) -> None:
    key, other = alerts.register(per_minute=2), alerts.register("fire", per_minute=2)

    statuses = [alerts.send(document(identifier=f"KR.{at}"), key)[0] for at in range(3)]
    others = alerts.send(document(), other)[0]
    alerts.clock.move(minutes=1)

    assert statuses == [202, 202, 429]
    assert others == alerts.send(document(identifier="KR.9"), key)[0] == 202


def test_a_paused_sender_and_an_old_key_open_nothing(alerts: AlertsInMoto) -> None:
    key = alerts.register()
    _, answer = alerts.ask("POST", "/alert-senders/kma/key")
    new = answer["key"]

    assert alerts.send(document(), key)[0] == 401
    assert alerts.send(document(), new)[0] == 202
    change = {"title": "기상청", "speaks_for": [SENDER], "paused": True, "revision": 2}
    assert alerts.ask("POST", "/alert-senders/kma", change)[0] == 200
    assert alerts.send(document(), new)[0] == 401


# --- signed ---------------------------------------------------------------------------------------------------------


def test_an_office_that_signs_is_believed_by_its_signature_alone(alerts: AlertsInMoto) -> None:
    office = Office("alerts.office.example")
    key = alerts.register(certificates=office.pem)
    signed = office.sign(document())

    unsigned = alerts.send(document(), key)
    tampered = alerts.send(signed.replace("부춘동 산불".encode(), "부춘동 산삼".encode()), key)
    stranger = alerts.send(Office("alerts.office.example").sign(document()), key)
    status, receipt = alerts.send(signed, key)

    assert (unsigned[0], unsigned[1]["error"]) == (422, "signature_missing")
    assert (tampered[0], tampered[1]["error"], tampered[1]["reason"]) == (422, "signature_invalid", "altered")
    assert (stranger[0], stranger[1]["reason"]) == (422, "certificate_unknown")
    assert (status, receipt["outcome"]) == (202, "told")
    assert [event.headline for event in alerts.told()] == ["부춘동 산불"]


def test_a_signature_is_verified_as_of_when_the_alert_was_sent(alerts: AlertsInMoto) -> None:
    """The certificate began on 1 January: an alert of the day before was signed by nobody."""
    office = Office("alerts.office.example")
    key = alerts.register(certificates=office.pem)
    alerts.clock.moment = alerts.clock.moment.replace(month=1, day=1)

    status, answer = alerts.send(office.sign(document(sent="2025-12-31T23:59:00+00:00")), key)

    assert (status, answer["reason"]) == (422, "certificate_not_valid_then")


def test_what_is_read_has_to_be_what_is_signed(alerts: AlertsInMoto) -> None:
    """Whatever a verifier found signed: if it is another alert than the document's, nothing of either counts."""
    office = Office("alerts.office.example")
    key = alerts.register(certificates=office.pem)
    alerts.verify_by(lambda *_: document(info(headline="다른 말")))

    status, answer = alerts.send(office.sign(document()), key)

    assert (status, answer["reason"]) == (422, "not_the_whole_alert")
    assert alerts.documents() == alerts.told() == []


@pytest.mark.parametrize(
    "pem", ["abc", "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----", "-----BEGIN X-----"]
)
def test_what_is_no_certificate_is_not_registered(alerts: AlertsInMoto, pem: str) -> None:
    asked = {"name": "kma", "title": "기상청", "speaks_for": [SENDER], "certificates": pem}

    assert alerts.ask("POST", "/alert-senders", asked)[0] == 400


def test_an_office_that_is_silent_for_longer_than_agreed_rings_and_a_test_of_its_line_is_heard(
    alerts: AlertsInMoto,
) -> None:
    key = alerts.register(heard_every_hours=24)
    alerts.register("quiet")
    alerts.register("away", heard_every_hours=1, paused=True)
    watch = build_watch(alerts.environment, alerts.clock)

    alerts.clock.move(hours=24)
    assert watch.watch() == 0
    alerts.clock.move(seconds=1)
    assert watch.watch() == 1

    sent = "2026-02-01T09:00:00+09:00"
    assert alerts.send(document(identifier="KR.line", sent=sent, status="Test"), key)[0] == 202
    assert watch.watch() == 0
    _, listed = alerts.ask("GET", "/alert-senders")
    assert {each["name"]: each["heard_every_hours"] for each in listed["senders"]} == {
        "kma": 24,
        "quiet": None,
        "away": 1,
    }
