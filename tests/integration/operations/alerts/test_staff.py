"""Staff and alerts, over moto: what came, who may send, and what the city publishes of an incident."""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

pytest.importorskip("signxml", reason="signxml and lxml are not installed here")
from city.operations.alerts.adapters.signatures import SignatureVerifier
from city.operations.alerts.cap.model import MessageKind, Reference, Status
from city.operations.alerts.cap.reading import read_alert
from city.operations.alerts.errors import SignatureInvalid
from city.operations.alerts.senders import Trust
from tests.integration.moto_city import call_api
from tests.integration.operations.alerts.alerts_in_moto import FIRE, SENDER, AlertsInMoto
from tests.unit.operations.alerts.certificates import Office
from tests.unit.operations.alerts.documents import area, document, info

# WMO's validator asks whether a certificate is valid now, whenever that is.
FAR_OFF = datetime(2120, 1, 1, tzinfo=UTC)
ALERT = f"/incidents/{FIRE.incident_id}/alert"


@pytest.fixture
def alerts(cloud: None) -> Iterator[AlertsInMoto]:
    return AlertsInMoto()


def test_staff_see_what_came_newest_first_and_page_by_page(alerts: AlertsInMoto) -> None:
    key = alerts.register()
    for at in range(5):
        alerts.clock.move(seconds=1)
        alerts.send(document(identifier=f"KR.{at}"), key)

    seen, page = [], None
    while True:
        query = {"limit": "2", **({"page": page} if page else {})}
        status, answer = alerts.ask("GET", "/alerts", group="operator", query=query)
        assert status == 200
        seen += [line["identifier"] for line in answer["alerts"]]
        if (page := answer["next"]) is None:
            break

    assert seen == ["KR.4", "KR.3", "KR.2", "KR.1", "KR.0"]
    assert answer["alerts"][0]["office_title"] == "기상청"


def test_staff_read_an_alert_whole(alerts: AlertsInMoto) -> None:
    given = document(info(area(), contact="041-660-2114") + info(language="en", headline="Fire", description="Fire."))
    _, receipt = alerts.send(given, alerts.register())

    status, shown = alerts.ask("GET", f"/alerts/{receipt['alert_id']}", group="auditor")

    assert status == 200
    assert shown["document"].encode() == given
    assert [text["headline"] for text in shown["texts"]] == ["부춘동 산불", "Fire"]
    assert shown["texts"][0]["contact"] == "041-660-2114"
    assert shown["place"]["shape"]["type"] == "area"
    assert (shown["source"], shown["source_id"]) == ("cap.kma", alerts.told()[0].source_id)
    assert alerts.ask("GET", "/alerts/kma-none", group="auditor")[0] == 404


def test_a_sender_is_registered_once_and_its_key_is_shown_once(alerts: AlertsInMoto) -> None:
    key = alerts.register()
    again = alerts.ask("POST", "/alert-senders", {"name": "kma", "title": "x", "speaks_for": [SENDER]})

    status, answer = alerts.ask("GET", "/alert-senders", group="auditor")

    assert (again[0], again[1]["error"]) == (409, "sender_exists")
    assert status == 200
    (line,) = answer["senders"]
    assert (line["title"], line["changed_by"], line["changed_by_name"]) == ("기상청", "person-1", "김지원")
    assert key.partition(".")[2] not in str(answer)


def test_two_who_change_a_sender_at_once_do_not_overwrite_each_other(alerts: AlertsInMoto) -> None:
    alerts.register()
    change = {"title": "기상청", "speaks_for": [SENDER], "revision": 1}

    answers = [alerts.ask("POST", "/alert-senders/kma", change) for _ in range(2)]

    assert [status for status, _ in answers] == [200, 409]
    assert answers[1][1]["error"] == "sender_changed"
    assert alerts.ask("POST", "/alert-senders/nobody", change)[0] == 404


@pytest.mark.parametrize(
    ("method", "path", "groups"),
    [
        ("GET", "/alerts", {"operator", "supervisor", "auditor"}),
        ("GET", "/alert-senders", {"supervisor", "auditor"}),
        ("POST", "/alert-senders/kma/key", {"supervisor"}),
        ("GET", ALERT, {"operator", "supervisor", "auditor"}),
        ("POST", ALERT, {"supervisor"}),
    ],
)
def test_a_route_is_for_its_groups_alone(alerts: AlertsInMoto, method: str, path: str, groups: set[str]) -> None:
    alerts.register()
    body = wanted() if path == ALERT and method == "POST" else None

    allowed = {
        group
        for group in ("operator", "supervisor", "auditor", "agency", "clerk")
        if alerts.ask(method, path, body, group=group)[0] != 403
    }

    assert allowed == groups


# --- what goes out --------------------------------------------------------------------------------------------------


def wanted(**changes: Any) -> dict[str, Any]:
    return {
        "number": 1,
        "incident_revision": 3,
        "urgency": "Immediate",
        "certainty": "Observed",
        "severity": "severe",
        "area": "부춘동 일대",
        "valid_minutes": 60,
        "ko": {"headline": "부춘동 화재", "instruction": "창문을 닫고 머무르세요."},
        "en": {"headline": "Fire in Buchun-dong"},
        **changes,
    }


def test_a_draft_is_a_valid_alert_of_the_incident_and_publishes_nothing(alerts: AlertsInMoto) -> None:
    status, shown = alerts.ask("GET", ALERT, group="operator")

    assert status == 200
    alert = read_alert(shown["document"].encode()).alert
    assert (alert.status, alert.message_kind, alert.sender) == ("Actual", "Alert", "operations@dongne.example.kr")
    assert [info.language for info in alert.infos] == ["ko-KR", "en-US"]
    assert alert.infos[0].categories == ("Fire",)
    assert alert.infos[0].areas[0].circles[0].centre == (36.78, 126.45)
    assert (shown["proposed"]["number"], shown["proposed"]["incident_revision"]) == (1, 3)
    assert alerts.documents() == []
    assert alerts.ask("GET", "/incidents/none/alert")[0] == 404


def test_what_is_published_is_the_persons_text_and_stands_under_their_name(alerts: AlertsInMoto) -> None:
    status, shown = alerts.ask("POST", ALERT, wanted())

    assert status == 201
    alert = read_alert(shown["document"].encode()).alert
    assert (alert.infos[0].headline, alert.infos[0].instruction) == ("부춘동 화재", "창문을 닫고 머무르세요.")
    assert alert.infos[0].expires == datetime(2026, 1, 31, 1, 1, tzinfo=UTC)
    assert (shown["published_by"], shown["published_by_name"]) == ("person-1", "김지원")
    listed = alerts.ask("GET", f"{ALERT}s", group="auditor")[1]["alerts"]
    assert listed == [shown]


def test_the_same_request_again_publishes_nothing_new(alerts: AlertsInMoto) -> None:
    first = alerts.ask("POST", ALERT, wanted())
    alerts.clock.move(minutes=5)

    again = alerts.ask("POST", ALERT, wanted())
    other = alerts.ask("POST", ALERT, wanted(area="다른 곳"))

    assert again == first
    assert (other[0], other[1]["error"]) == (409, "alert_moved")
    assert len(alerts.documents()) == 1


def test_a_second_alert_updates_the_first_and_the_last_cancels_both(alerts: AlertsInMoto) -> None:
    documents = []
    for number, state in enumerate(("acknowledged", "dispatched", "resolved"), 1):
        alerts.move_incident(state=state, revision=number)
        status, shown = alerts.ask("POST", ALERT, wanted(number=number, incident_revision=number))
        assert status == 201
        documents.append(read_alert(shown["document"].encode()).alert)
        alerts.clock.move(minutes=1)

    assert [alert.message_kind for alert in documents] == [MessageKind.ALERT, MessageKind.UPDATE, MessageKind.CANCEL]
    assert documents[2].references == tuple(
        Reference(alert.sender, alert.identifier, alert.sent) for alert in documents[:2]
    )


def test_what_was_seen_has_to_be_what_is(alerts: AlertsInMoto) -> None:
    for changes in ({"incident_revision": 2}, {"number": 2}):
        status, answer = alerts.ask("POST", ALERT, wanted(**changes))
        assert (status, answer["error"]) == (409, "alert_moved")
    assert alerts.documents() == []


def test_our_own_alerts_keep_what_the_standard_advises(alerts: AlertsInMoto) -> None:
    status, answer = alerts.ask("POST", ALERT, wanted(ko={"headline": "불<br/>"}))

    assert (status, answer["error"]) == (400, "alert_refused")
    assert answer["faults"][0]["rule"] == "html_tags"


def test_an_alert_of_a_drill_says_so(alerts: AlertsInMoto) -> None:
    alerts.move_incident(exercise=True)

    _, shown = alerts.ask("POST", ALERT, wanted())

    assert shown["status"] == "Exercise"
    assert read_alert(shown["document"].encode()).alert.status is Status.EXERCISE


def test_everybody_reads_what_the_city_published_newest_first(alerts: AlertsInMoto) -> None:
    for number in (1, 2):
        alerts.ask("POST", ALERT, wanted(number=number))
        alerts.clock.move(minutes=1)

    status, feed = call_api([alerts.staff], "GET", "/alert-feed")

    assert status == 200
    assert [read_alert(each["document"].encode()).alert.message_kind for each in feed["alerts"]] == ["Update", "Alert"]
    assert [hashlib.sha256(each["document"].encode()).hexdigest() for each in feed["alerts"]] == [
        each["sha256"] for each in feed["alerts"]
    ]


def test_no_drill_is_in_what_everybody_reads(alerts: AlertsInMoto) -> None:
    alerts.move_incident(exercise=True)
    alerts.ask("POST", ALERT, wanted())

    assert call_api([alerts.staff], "GET", "/alert-feed") == (200, {"alerts": []})
    assert len(alerts.ask("GET", f"{ALERT}s")[1]["alerts"]) == 1


def test_with_a_certificate_the_city_signs_what_it_publishes(alerts: AlertsInMoto) -> None:
    authority = Office("authority.example", may_issue=True)
    key = serialization.load_der_public_key(
        boto3.client("kms").get_public_key(KeyId=alerts.environment["ALERT_KEY"])["PublicKey"]
    )
    assert isinstance(key, ec.EllipticCurvePublicKey)
    certificate = authority.certify("dongne.example.kr", key, ends=FAR_OFF)
    alerts.certify(b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode())

    _, shown = alerts.ask("POST", ALERT, wanted(ko={"headline": "화재 & <연기> \r\n 대피"}))

    document = shown["document"].encode()
    trust = Trust(authority.pem, "dongne.example.kr")
    verified = SignatureVerifier().verify(document, trust, alerts.clock.now())
    assert read_alert(verified).alert == read_alert(document).alert
    assert read_alert(document).alert.infos[0].headline == "화재 & <연기> \r\n 대피"
    with pytest.raises(SignatureInvalid):
        SignatureVerifier().verify(document.replace("대피".encode(), "대기".encode()), trust, alerts.clock.now())
    judge = pytest.importorskip("capvalidator", reason="WMO's capvalidator is not installed here")
    assert judge.check_schema(document).passed
    assert judge.check_signature(document).passed
