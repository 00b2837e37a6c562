"""The register of cameras: which of them see a place."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from city.contracts.operations.city_event import Place
from city.contracts.operations.viewing import CameraVerdict
from city.operations.cameras.camera import CAMERA_ID, FiledCamera
from city.operations.cameras.service.lookup import CameraLookup
from city.operations.cameras.sight import Search, Verdict
from city.operations.cameras.tables.cameras import MOST_AT_ONCE, CamerasTable
from city.operations.viewing.automatic import CameraNear
from city.operations.viewing.grants import GrantedCamera

_VERDICTS: Final[Mapping[Verdict, CameraVerdict]] = {
    Verdict.SEES: "sees",
    Verdict.MAY_SEE: "may_see",
    Verdict.NEAR: "near",
}


@dataclass(frozen=True, slots=True)
class RegisteredCameras:
    lookup: CameraLookup
    cameras: CamerasTable

    def near(self, place: Place, within_m: float, at_least: int) -> Sequence[CameraNear]:
        """Raises SnapshotGone."""
        found = self.lookup.find(place, Search(within_m=within_m, at_least=at_least))
        return [
            CameraNear(each.camera_id, each.distance_m, _VERDICTS[each.verdict])
            for each in found
            if each.verdict is not Verdict.BLOCKED
        ]

    def find(self, ids: Collection[str]) -> Sequence[GrantedCamera]:
        wanted = [each for each in dict.fromkeys(ids) if CAMERA_ID.fullmatch(each)]
        known = self.cameras.get_many(wanted[:MOST_AT_ONCE])
        return [
            GrantedCamera(each, _name(known[each].filed))
            for each in wanted
            if each in known and known[each].filed.retired_at is None
        ]


def _name(camera: FiledCamera) -> str:
    """As the national register has it; several of one site are told apart by their number."""
    place = camera.road_address or camera.lot_address
    number = f" {camera.number}/{camera.of_row}" if camera.of_row > 1 else ""
    return f"{camera.purpose} · {place}{number}"
