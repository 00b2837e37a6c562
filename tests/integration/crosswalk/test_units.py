"""The register of units, and what they reported, as staff see it."""

from datetime import timedelta

from tests.integration.crosswalk.staff_routes import MANAGEMENT
from tests.integration.crosswalk_in_moto import UNIT, CrosswalkInMoto, Operators


def test_a_unit_is_registered_once_by_name_and_by_serial(staff: Operators) -> None:
    ask = MANAGEMENT["POST", "/units"]

    status, answer = staff.post("/units", {**ask, "name_ko": "<script>alert(1)</script>"})
    assert (status, answer["line"]["severity"], answer["line"]["name_ko"]) == (
        200,
        "waiting",
        "<script>alert(1)</script>",
    )
    assert staff.post("/units", {**ask, "serial": "GUMI-0010"})[1]["error"] == "unit_registered"
    assert staff.post("/units", {**ask, "unit": "newer-unit"})[1]["error"] == "unit_registered"
    assert [line["unit"] for line in staff.get("/units")[1]["units"]].count("new-unit") == 1


def test_the_list_is_worst_first(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    for serial, name in enumerate(("unit-dark", "unit-fine", "unit-drift", "unit-blind")):
        crosswalk.install(name, f"SERIAL-{serial}")
    crosswalk.hear(crosswalk.telemetry())
    crosswalk.clock.move(minutes=5)
    crosswalk.hear(
        crosswalk.telemetry("unit-dark", lamp_state="fault_dark"),
        crosswalk.telemetry("unit-fine"),
        crosswalk.telemetry("unit-blind", faults=("camera_frozen",)),
        crosswalk.telemetry("unit-drift", clock_synced=False),
    )

    status, answer = staff.get("/units")

    assert status == 200
    assert [(line["unit"], line["severity"]) for line in answer["units"]] == [
        (UNIT, "alarm"),
        ("unit-dark", "alarm"),
        ("unit-blind", "alarm"),
        ("unit-drift", "warning"),
        ("unit-fine", "fine"),
    ]


def test_a_unit_is_taken_off_duty_and_back_with_a_reason(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    off = {"standing": "out_of_service", "reason": "도로 공사 11월 말까지"}
    crosswalk.clock.move(minutes=1)

    assert staff.post(f"/units/{UNIT}/standing", off)[1]["line"]["standing"] == "out_of_service"
    assert staff.post(f"/units/{UNIT}/standing", off)[1]["error"] == "standing_unchanged"
    crosswalk.clock.move(minutes=1)
    _, answer = staff.post(f"/units/{UNIT}/standing", {"standing": "active", "reason": "공사 끝남"})
    assert [(line["what"], line["by"]) for line in answer["history"]][:2] == [
        ("active", "manager-1"),
        ("out of service", "manager-1"),
    ]


def test_reports_are_shown_as_they_were_made(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    crosswalk.hear(
        crosswalk.telemetry(),
        crosswalk.statistics(vehicle_speeds=(0, 0, 3, 2, 0, 0, 0, 0, 0)),
        crosswalk.fault(),
        crosswalk.incident(speed_kmh=41.5, clip_kept=True),
    )

    assert staff.get(f"/units/{UNIT}/windows")[1]["windows"][0]["traffic"]["vehicle_speeds"][2:4] == [3, 2]
    assert staff.get(f"/units/{UNIT}/days")[1]["days"][0]["traffic"]["vehicle_speeds"][2:4] == [3, 2]
    (incident,) = staff.get(f"/units/{UNIT}/incidents")[1]["incidents"]
    assert (incident["speed_kmh"], incident["clip_kept"], incident["kind"]) == (41.5, True, "conflict")
    assert staff.get(f"/units/{UNIT}/faults")[1]["faults"][0]["fault"] == "camera_dark"
    assert staff.get(f"/units/{UNIT}/heat")[1]["kinds"]["conflict"] == [{"x_m": 2.0, "y_m": -0.5, "count": 1}]
    assert len(staff.get(f"/units/{UNIT}/telemetry")[1]["points"]) == 1
    assert staff.get(f"/units/{UNIT}")[1]["telemetry"]["lamps"][0]["current_ma"] == 4.0


def test_incidents_come_in_pages_newest_first(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    for _ in range(5):
        crosswalk.clock.move(minutes=1)
        crosswalk.hear(crosswalk.incident())

    _, first = staff.get(f"/units/{UNIT}/incidents", limit="3")
    _, rest = staff.get(f"/units/{UNIT}/incidents", limit="3", page=first["next_page"])

    moments = [line["at"] for line in (*first["incidents"], *rest["incidents"])]
    assert moments == sorted(moments, reverse=True)
    assert len(moments) == 5


def test_a_day_in_seoul_begins_at_its_midnight(crosswalk: CrosswalkInMoto, staff: Operators) -> None:
    midnight = crosswalk.clock.now().replace(hour=15, minute=0)  # the 11th begins in Seoul
    crosswalk.hear(
        crosswalk.statistics(window_start=midnight - timedelta(minutes=5), vehicles=1),
        crosswalk.statistics(window_start=midnight, vehicles=10),
    )

    totals = [
        staff.get(f"/units/{UNIT}/windows", day=day)[1]["total"]["vehicles"] for day in ("2026-11-10", "2026-11-11")
    ]
    days = staff.get(f"/units/{UNIT}/days", **{"from": "2026-11-10", "to": "2026-11-11"})[1]["days"]

    assert totals == [day["traffic"]["vehicles"] for day in days] == [1, 10]
