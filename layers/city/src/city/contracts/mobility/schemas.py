"""The contracts of mobility that get a JSON Schema in `iot/schemas`, under the name of its file."""

from city.contracts.base import Contract, ForeignContract
from city.contracts.mobility.vehicles import VehicleFixesV1

SCHEMAS: dict[str, type[Contract | ForeignContract]] = {"vehicle-fixes.v1": VehicleFixesV1}
