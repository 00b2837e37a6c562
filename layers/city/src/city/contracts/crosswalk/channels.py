"""What crosswalk units and the city say to each other: topics of our own, and AWS IoT's for shadows and jobs."""

from pydantic import BaseModel

from city.contracts.channels import Channel, FileForm
from city.contracts.crosswalk.devices import (
    CONFIGURATION_SHADOW,
    STATE_SHADOW,
    CloudDetectionV1,
    PictureJobV1,
    PresenceV1,
    UnitFaultV1,
    UnitFrameV1,
    UnitIncidentV1,
    UnitShadowStateV1,
    UnitStatisticsV1,
    UnitTelemetryV1,
    UpdateJobV1,
)
from city.contracts.crosswalk.site import SignedSiteV1

_THING = "$aws/things/{unit}"


def _from_units(name: str, address: str, ko: str, en: str, *takes: type[BaseModel] | FileForm) -> Channel:
    return Channel(name=name, address=address, protocol="mqtt", ko=ko, en=en, takes=takes)


def _to_units(name: str, address: str, ko: str, en: str, *gives: type[BaseModel]) -> Channel:
    return Channel(name=name, address=address, protocol="mqtt", ko=ko, en=en, gives=gives)


CHANNELS = (
    _from_units("unit_telemetry", UnitTelemetryV1.topic, "장치의 상태 보고", "A unit's telemetry", UnitTelemetryV1),
    _from_units("unit_statistics", UnitStatisticsV1.topic, "통행 통계", "Traffic counted", UnitStatisticsV1),
    _from_units("unit_incidents", UnitIncidentV1.topic, "위험 상황", "Incidents", UnitIncidentV1),
    _from_units("unit_faults", UnitFaultV1.topic, "고장", "Faults", UnitFaultV1),
    _from_units("unit_presence", PresenceV1.topic, "연결과 끊김", "Presence", PresenceV1),
    _from_units(
        "unit_frames",
        UnitFrameV1.topic,
        "얇은 장치의 화면",
        "Frames of thin units",
        FileForm(name="UnitFrame", content_types=("image/jpeg",)),
    ),
    _to_units("unit_detections", CloudDetectionV1.topic, "화면의 판독 결과", "What a frame shows", CloudDetectionV1),
    _to_units(
        "unit_configuration",
        f"{_THING}/shadow/name/{CONFIGURATION_SHADOW}/update/delta",
        "장치의 설치 파일",
        "A unit's site file",
        SignedSiteV1,
    ),
    _from_units(
        "unit_state",
        f"{_THING}/shadow/name/{STATE_SHADOW}/update",
        "장치의 지금 상태",
        "A unit's state now",
        UnitShadowStateV1,
    ),
    _to_units(
        "unit_jobs",
        f"{_THING}/jobs/start-next/accepted",
        "장치에 맡기는 일",
        "Jobs for a unit",
        UpdateJobV1,
        PictureJobV1,
    ),
)
