"""The contracts of live updates that get a JSON Schema in `iot/schemas`, under the name of its file."""

from city.contracts.base import Contract, ForeignContract
from city.contracts.live.changes import LiveChangesV1
from city.contracts.live.messages import Asked, Told

SCHEMAS: dict[str, type[Contract | ForeignContract]] = {
    "live-asked.v1": Asked,
    "live-changes.v1": LiveChangesV1,
    "live-told.v1": Told,
}
