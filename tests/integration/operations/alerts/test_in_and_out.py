"""An alert comes in, becomes an incident, and the city gives an alert of its own of it: every area is the real one."""

import pytest

pytest.importorskip("signxml", reason="signxml and lxml are not installed here")
from city.operations.alerts.bootstrap import build_staff
from city.operations.alerts.cap.reading import read_alert
from city.operations.exercises import ExerciseStaysInside, require_real
from functions.operations.alerts.api.app import make_app
from tests.integration.operations.alerts.alerts_in_moto import AlertsInMoto
from tests.integration.operations.incidents.incidents_in_moto import IncidentsInMoto
from tests.unit.operations.alerts.documents import area, document, info


class City:
    def __init__(self) -> None:
        self.alerts, self.incidents = AlertsInMoto(), IncidentsInMoto()
        self.incidents.clock.moment = self.alerts.clock.moment
        environment = {**self.alerts.environment, "INCIDENTS_TABLE": "IncidentsTable"}
        staff = build_staff(environment, self.alerts.clock)
        self.alerts.staff = make_app(lambda: staff)
        self.key = self.alerts.register()

    def send(self, given: bytes) -> None:
        status, answer = self.alerts.send(given, self.key)
        assert status == 202, answer
        self.incidents.tell(self.alerts.told())

    def incident(self) -> str:
        (found,) = self.incidents.going_on()
        return found.incident_id


@pytest.fixture
def city(cloud: None) -> City:
    return City()


def test_an_alert_becomes_an_incident_and_the_citys_own_alert(city: City) -> None:
    city.send(document(info(area())))

    status, draft = city.alerts.ask("GET", f"/incidents/{city.incident()}/alert")
    published, shown = city.alerts.ask("POST", f"/incidents/{city.incident()}/alert", draft["proposed"])

    assert (status, published) == (200, 201)
    alert = read_alert(shown["document"].encode()).alert
    assert alert.infos[0].categories == ("Fire",)
    assert alert.infos[0].areas[0].polygons == read_alert(document(info(area()))).alert.infos[0].areas[0].polygons
    assert alert.infos[0].severity == "Severe"


def test_a_cancellation_ends_the_incident_of_its_alert(city: City) -> None:
    city.send(document(info(area())))
    first = "alerts@office.example,KR.2026.1,2026-01-31T09:00:00+09:00"
    sent = "2026-01-31T09:01:00+09:00"

    city.send(document("", identifier="KR.2026.2", sent=sent, msgType="Cancel", references=first))

    (incident,) = city.incidents.going_on()
    assert incident.shown_state == "cancelled"


def test_an_alert_that_is_sent_again_after_a_death_is_one_incident(city: City) -> None:
    city.alerts.die_before_recording()
    assert city.alerts.send(document(info(area())), city.key)[0] == 503
    city.alerts.recover()

    status, receipt = city.alerts.send(document(info(area())), city.key)
    told = city.alerts.told()
    city.incidents.tell(told)

    assert (status, receipt["repeated"], len(told)) == (202, False, 2)
    (incident,) = city.incidents.going_on()
    assert incident.count == 1


def test_an_update_before_its_alert_is_the_same_incident(city: City) -> None:
    first = "alerts@office.example,KR.2026.1,2026-01-31T09:00:00+09:00"
    sent = "2026-01-31T09:01:00+09:00"
    city.send(
        document(
            info(area(), severity="Extreme"), identifier="KR.2026.2", sent=sent, msgType="Update", references=first
        )
    )

    city.send(document(info(area())))

    (incident,) = city.incidents.going_on()
    assert (incident.count, incident.severity) == (1, "extreme")


def test_a_drill_stays_a_drill_all_the_way_and_reaches_nobody(city: City) -> None:
    city.send(document(info(area()), status="Exercise"))

    _, draft = city.alerts.ask("GET", f"/incidents/{city.incident()}/alert")

    assert draft["status"] == "Exercise"
    (incident,) = city.incidents.going_on()
    with pytest.raises(ExerciseStaysInside):
        require_real(incident)
