"""What the whole unit does, round by round on a clock that goes only when it is told to: no machine is too busy for that."""

import gc
import json
from pathlib import Path
from typing import Any

import pytest

from city.contracts.crosswalk.devices import (
    UnitFaultV1,
    UnitIncidentV1,
    UnitShadowStateV1,
    UnitStatisticsV1,
    UnitTelemetryV1,
)
from city.contracts.crosswalk.site import ReportedSiteV1
from iot.crosswalk_unit.sight.detection_setup import DetectionSetup, ModelUnusable
from iot.crosswalk_unit.watch.conflicts import Incident
from tests.unit.crosswalk_unit.program_bench import (
    SCENE,
    SIGNER,
    SITE_DOCUMENT,
    UNIT,
    MakeBench,
    somebody_waiting,
)


def test_somebody_at_the_kerb_lights_the_lamps_and_nobody_lets_them_go_dark(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    bench.detector.boxes = [somebody_waiting()]
    took_s = bench.run_until(lambda: any(bench.lamps.now.values()))
    bench.detector.boxes = []
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    # Two of three frames at 20 a second.
    assert took_s <= 0.2
    assert not any(bench.lamps.now.values())


def test_the_flash_is_the_pattern_while_the_lamps_are_lit(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")
    bench.detector.boxes = [somebody_waiting()]
    bench.run_until(lambda: any(bench.lamps.now.values()))
    bench.run(1.7)

    shown = {frozenset(lit & {"sign_left", "sign_right"}) for _, lit in bench.lamps.changes}
    assert shown == {
        frozenset(),
        frozenset({"sign_left"}),
        frozenset({"sign_right"}),
        frozenset({"sign_left", "sign_right"}),
    }


def test_a_unit_says_how_it_is_and_what_it_counted(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run(2.0)
    bench.unit._say_last()
    bench.courier.work()

    (first, *_) = bench.said(UnitTelemetryV1)
    assert (first.because, first.site_revision, first.model, first.detection) == (
        "period",
        SCENE.site.revision,
        "made",
        "edge",
    )
    # The begun five minutes are said before the end.
    (statistics,) = bench.said(UnitStatisticsV1)
    assert statistics.covered_s == pytest.approx(2.0, abs=0.3)
    state = json.loads(next(s.payload for s in bench.link.sent if "/shadow/name/state/update" in s.topic))
    UnitShadowStateV1.model_validate(state["state"]["reported"])


def test_without_a_site_file_a_unit_is_dark_and_says_so(make_bench: MakeBench) -> None:
    bench = make_bench(with_site=False)
    bench.detector.boxes = [somebody_waiting()]
    bench.run(5.0)

    assert bench.faults() == [("no_configuration", True)]
    telemetry = bench.said(UnitTelemetryV1)[0]
    assert (telemetry.lamp_state, telemetry.faults, telemetry.site_revision) == ("fault_dark", ("no_configuration",), 0)
    assert bench.lamps.changes == []


def test_a_site_file_from_the_city_comes_into_force_while_the_unit_runs(make_bench: MakeBench) -> None:
    bench = make_bench(with_site=False)

    def asked() -> list[dict[str, Any]]:
        topic = f"$aws/things/{UNIT}/shadow/name/configuration/get"
        return [json.loads(sent.payload) for sent in bench.link.sent if sent.topic == topic]

    bench.run_until(asked)
    signed = SIGNER.site(**SITE_DOCUMENT)
    document = {"state": {"desired": signed.model_dump(mode="json")}, "version": 4, **asked()[-1]}
    bench.link.hear(f"$aws/things/{UNIT}/shadow/name/configuration/get/accepted", json.dumps(document).encode())
    bench.run_until(lambda: ("no_configuration", False) in bench.faults())
    bench.detector.boxes = [somebody_waiting()]
    bench.run_until(lambda: any(bench.lamps.now.values()))

    report = json.loads(next(s.payload for s in bench.link.sent if s.topic.endswith("/configuration/update")))
    assert report["version"] == 4
    assert ReportedSiteV1.model_validate(report["state"]["reported"]).revision == SCENE.site.revision


def test_a_camera_that_is_unplugged_is_a_fault_that_ends_when_it_is_back(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    bench.camera.plugged = False
    bench.run_until(lambda: ("camera_lost", True) in bench.faults())
    assert bench.unit._lamp_state() == "fault_dark"
    bench.run(10.0)
    bench.camera.plugged = True
    bench.run_until(lambda: ("camera_lost", False) in bench.faults())
    bench.run(5.0)

    # No frame came, so nobody can say that the detector failed.
    assert ("detector_failed", True) not in bench.faults()


def test_a_detector_that_gives_up_is_its_own_fault_and_stops_nothing(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    bench.detector.broken = True
    bench.run_until(lambda: ("detector_failed", True) in bench.faults())
    bench.detector.broken = False
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")
    bench.run_until(lambda: ("detector_failed", False) in bench.faults())


def test_a_unit_whose_model_does_not_load_is_dark_and_says_so(make_bench: MakeBench) -> None:
    def no_detector(_: object) -> DetectionSetup:
        raise ModelUnusable("the weights differ")

    bench = make_bench(open_detection=no_detector)
    bench.run_until(lambda: ("detector_failed", True) in bench.faults())

    assert bench.lamps.changes == []


def test_lamps_that_do_not_obey_are_a_fault(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    bench.lamps.unreachable = True
    bench.run_until(lambda: ("lamp_stuck_off", True) in bench.faults())
    bench.lamps.unreachable = False
    bench.run_until(lambda: ("lamp_stuck_off", False) in bench.faults())


def test_a_lost_clock_is_said_with_every_message_and_stops_no_lamp(make_bench: MakeBench) -> None:
    bench = make_bench(clock_synced=lambda: False, clock_may_take_s=1.0)
    bench.detector.boxes = [somebody_waiting()]
    bench.run_until(lambda: any(bench.lamps.now.values()))
    bench.run_until(lambda: ("clock_lost", True) in bench.faults())

    assert not any(message.clock_synced for message in (*bench.said(UnitFaultV1), *bench.said(UnitTelemetryV1)))


@pytest.mark.parametrize("stuck", ["looking", "telling"])
def test_the_watchdog_is_fed_while_every_loop_lives(make_bench: MakeBench, stuck: str) -> None:
    bench = make_bench()
    bench.run(5.0)
    assert bench.dog.fed == 5

    # A loop hangs: no frame comes back from the detector any more, or the disk never answers.
    setattr(bench, stuck, False)
    bench.run(22.0)
    fed = bench.dog.fed
    bench.run(10.0)
    assert bench.dog.fed == fed < 30

    setattr(bench, stuck, True)
    bench.run(5.0)
    assert bench.dog.fed >= fed + 4


def test_a_picture_for_staff_is_blurred_and_small(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.detector.boxes = [somebody_waiting()]
    bench.run_until(lambda: bench.unit.last_picture() is not None)

    content = bench.unit.last_picture()

    assert content is not None
    assert content.startswith(b"\xff\xd8")
    assert len(content) <= 100_000


def test_an_incident_is_told_and_its_seconds_are_kept(make_bench: MakeBench) -> None:
    bench = make_bench()
    bench.detector.boxes = [somebody_waiting()]
    bench.run(3.0)
    assert bench.unit._watch is not None
    bench.unit._watch._incidents.append(Incident(kind="conflict", at_s=bench.clock(), x_m=5.0, y_m=0.0))

    bench.run_until(lambda: bench.said(UnitIncidentV1))
    (incident,) = bench.said(UnitIncidentV1)
    assert incident.clip_kept
    # The seconds after it belong to it.
    assert bench.unit.clip(incident.journal, incident.sequence) is None
    bench.run_until(lambda: bench.unit.clip(incident.journal, incident.sequence) is not None)

    clip = bench.unit.clip(incident.journal, incident.sequence)
    assert clip is not None
    assert clip[4:8] == b"ftyp"
    assert bench.unit.clip(incident.journal, incident.sequence + 1) is None


def test_a_unit_that_runs_keeps_no_more_and_more(make_bench: MakeBench) -> None:
    """People come and go, the line comes and goes; files and objects stay as many."""
    bench = make_bench()
    bench.run_until(lambda: bench.unit._lamp_state() == "idle")

    def a_while() -> tuple[int, int]:
        for number in range(6):
            bench.detector.boxes = [somebody_waiting()] if number % 2 else []
            if number == 3:
                bench.link.go_down()
            if number == 5:
                bench.link.start()
            bench.run(2.0)
        bench.link.sent.clear()
        gc.collect()
        return len(list(Path("/proc/self/fd").iterdir())), len(gc.get_objects())

    a_while()
    files, objects = a_while()
    for _ in range(3):
        later = a_while()

    assert later[0] <= files + 2
    assert later[1] < objects * 1.05 + 2_000
