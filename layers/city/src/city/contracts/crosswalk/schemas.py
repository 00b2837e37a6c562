"""The contracts of the crosswalk that get a JSON Schema in `iot/schemas`, under the name of its file."""

from city.contracts.base import Contract, ForeignContract
from city.contracts.crosswalk.devices import (
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
from city.contracts.crosswalk.events import (
    CrosswalkFaultClearedV1,
    CrosswalkFaultClearedV2,
    CrosswalkFaultClearedV3,
    CrosswalkFaultV1,
    CrosswalkFaultV2,
    CrosswalkHeardAgainV1,
    CrosswalkSilentV1,
    CrosswalkSilentV2,
    PedestrianInConflictV1,
    PedestrianInConflictV2,
)
from city.contracts.crosswalk.site import CrosswalkSiteV1, ReportedSiteV1, SignedSiteV1

SCHEMAS: dict[str, type[Contract | ForeignContract]] = {
    "crosswalk-cloud-detection.v1": CloudDetectionV1,
    "crosswalk-fault-cleared.v1": CrosswalkFaultClearedV1,
    "crosswalk-fault-cleared.v2": CrosswalkFaultClearedV2,
    "crosswalk-fault-cleared.v3": CrosswalkFaultClearedV3,
    "crosswalk-fault.v1": CrosswalkFaultV1,
    "crosswalk-fault.v2": CrosswalkFaultV2,
    "crosswalk-heard-again.v1": CrosswalkHeardAgainV1,
    "crosswalk-frame.v1": UnitFrameV1,
    "crosswalk-incident.v1": UnitIncidentV1,
    "crosswalk-picture-job.v1": PictureJobV1,
    "crosswalk-presence.v1": PresenceV1,
    "crosswalk-reported-site.v1": ReportedSiteV1,
    "crosswalk-shadow-state.v1": UnitShadowStateV1,
    "crosswalk-signed-site.v1": SignedSiteV1,
    "crosswalk-silent.v1": CrosswalkSilentV1,
    "crosswalk-silent.v2": CrosswalkSilentV2,
    "crosswalk-site.v1": CrosswalkSiteV1,
    "crosswalk-statistics.v1": UnitStatisticsV1,
    "crosswalk-telemetry.v1": UnitTelemetryV1,
    "crosswalk-unit-fault.v1": UnitFaultV1,
    "crosswalk-update-job.v1": UpdateJobV1,
    "pedestrian-in-conflict.v1": PedestrianInConflictV1,
    "pedestrian-in-conflict.v2": PedestrianInConflictV2,
}
