"""What a vehicle's unit sends over MQTT: where it was, in columns.

A unit numbers what it sends in the journal it is kept in until the cloud has it: (vehicle, journal, sequence) names a message
for good, so the cloud may hear it twice and counts it once. No picture, no passenger and no driver has a place here.
"""

from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import Contract

MOST_FIXES = 60
# AWS IoT Core counts every 5 KB as a message and refuses more than 128 KB (its quotas and its price list).
METERED_BYTES = 5 * 1024
MOST_BYTES = 128 * 1024

VehicleName = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{2,39}$")]


class VehicleMessage(Contract):
    """Base of what a vehicle's unit sends through its journal."""

    vehicle: VehicleName
    # Which journal numbered it: a new disk starts a new one.
    journal: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    sequence: Annotated[int, Field(ge=1, le=2**53)]


class VehicleFixesV1(VehicleMessage):
    """Up to sixty positions of a satellite receiver; row i of each column is of one moment.

    - began_ms: milliseconds since 1970, UTC; `after_ms` are from there.
    - lat, lon: degrees, WGS 84, to the sixth digit (0.1 m).
    - speed_kmh: over the ground, as the receiver says; null where it says none.
    - sigma_m: how far off the receiver takes itself to be, one standard deviation per axis.
    - air_c, road_c: of the air and, by infrared, of the road's surface; for the whole message, null without such a sensor.

    A sender keeps to this. What arrives is read value by value (`city.mobility.vehicles`): one that cannot be is left out,
    and the others stay.
    """

    version: Literal[1] = 1
    began_ms: Annotated[int, Field(ge=0, le=2**53)]
    after_ms: Annotated[
        tuple[Annotated[int, Field(ge=0, le=3_600_000)], ...], Field(min_length=1, max_length=MOST_FIXES)
    ]
    lat: Annotated[tuple[Annotated[float, Field(ge=-90, le=90)], ...], Field(min_length=1, max_length=MOST_FIXES)]
    lon: Annotated[tuple[Annotated[float, Field(ge=-180, le=180)], ...], Field(min_length=1, max_length=MOST_FIXES)]
    speed_kmh: Annotated[tuple[Annotated[float, Field(ge=0, le=300)] | None, ...], Field(max_length=MOST_FIXES)] = ()
    sigma_m: Annotated[float, Field(gt=0, le=200)]
    air_c: Annotated[float, Field(ge=-40, le=60)] | None = None
    road_c: Annotated[float, Field(ge=-40, le=90)] | None = None
