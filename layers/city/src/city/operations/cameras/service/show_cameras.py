"""Showing cameras to staff: which there are out of memory, what is on file of each out of the register."""

from dataclasses import dataclass

from city.contracts.operations.city_event import Place, PointPlace
from city.contracts.operations.staff.cameras import (
    MOST_FILINGS,
    CameraFilter,
    CameraPage,
    CameraShown,
    SeeingCameras,
    SeeingFilter,
    SeeingLine,
    SmartCameraPage,
)
from city.operations.cameras.camera import CAMERA_ID
from city.operations.cameras.errors import CameraUnknown
from city.operations.cameras.service.lookup import CameraLookup
from city.operations.cameras.service.shown_cameras import show_correction, show_filing, show_line
from city.operations.cameras.sight import Search
from city.operations.cameras.smart_camera import smart_camera
from city.operations.cameras.snapshot import CameraArrays
from city.operations.cameras.tables.address_filings import AddressFilingsTable
from city.operations.cameras.tables.cameras import CamerasTable, RegisteredCamera


@dataclass(frozen=True, slots=True, kw_only=True)
class ListCameras:
    """Cameras in use, in the order of their names."""

    lookup: CameraLookup
    cameras: CamerasTable

    def list(self, query: CameraFilter) -> CameraPage:
        found = filter_cameras(self.lookup.arrays(), query)
        shown, next_page = page_of(self.cameras, found, query)
        return CameraPage(cameras=tuple(show_line(each) for each in shown), total=len(found), next_page=next_page)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportCameras:
    """The same cameras, as entities of Smart Data Models."""

    lookup: CameraLookup
    cameras: CamerasTable

    def export(self, query: CameraFilter) -> SmartCameraPage:
        shown, next_page = page_of(self.cameras, filter_cameras(self.lookup.arrays(), query), query)
        return SmartCameraPage(
            cameras=tuple(smart_camera(each.filed, each.correction) for each in shown), next_page=next_page
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowCamera:
    """One camera, retired ones too, with the history of its corrections, and who filed its address."""

    cameras: CamerasTable
    filings: AddressFilingsTable

    def show(self, camera_id: str) -> CameraShown:
        """Raises CameraUnknown."""
        camera = self.cameras.get(camera_id) if CAMERA_ID.fullmatch(camera_id) else None
        if camera is None:
            raise CameraUnknown
        return CameraShown(
            camera=show_line(camera),
            telephone=camera.filed.telephone,
            corrections=tuple(show_correction(each) for each in self.cameras.history(camera_id)),
            address_filings=tuple(show_filing(each) for each in self.filings.newest(camera_id, MOST_FILINGS)),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowSeeing:
    """The cameras that see a point, with what is on file of each."""

    lookup: CameraLookup
    cameras: CamerasTable

    def show(self, query: SeeingFilter) -> SeeingCameras:
        place = Place(shape=PointPlace(position=(query.longitude, query.latitude)), accuracy_m=query.accuracy_m)
        search = Search(
            within_m=query.within_m,
            at_least=min(query.nearest, query.limit),
            at_most=query.limit,
            line_of_sight=query.line_of_sight,
        )
        found = self.lookup.find(place, search)
        on_file = self.cameras.get_many([each.camera_id for each in found])
        return SeeingCameras(
            cameras=tuple(
                SeeingLine(
                    camera=show_line(on_file[each.camera_id]),
                    verdict=each.verdict.value,
                    distance_m=round(each.distance_m, 1),
                    bearing_deg=round(each.bearing_deg, 1),
                )
                for each in found
                if each.camera_id in on_file
            ),
            buildings=query.line_of_sight and self.lookup.has_buildings(),
        )


def filter_cameras(arrays: CameraArrays, query: CameraFilter) -> list[str]:
    """The names of all that a query asks for, in their order."""
    wanted = arrays.latitudes == arrays.latitudes
    if query.west is not None:
        wanted = (
            (arrays.longitudes >= query.west)
            & (arrays.longitudes <= query.east)
            & (arrays.latitudes >= query.south)
            & (arrays.latitudes <= query.north)
        )
    if query.direction is not None:
        wanted = wanted & (arrays.known == (query.direction == "known"))
    if query.purpose is not None:
        purposes = arrays.purpose_names
        wanted = wanted & (arrays.purposes == (purposes.index(query.purpose) if query.purpose in purposes else -1))
    return sorted(arrays.names(wanted.nonzero()[0]))


def page_of(cameras: CamerasTable, names: list[str], query: CameraFilter) -> tuple[list[RegisteredCamera], str | None]:
    """What is on file of the page that a query asks for, and the name of the next."""
    rest = [name for name in names if query.page is None or name > query.page]
    shown = rest[: query.limit]
    on_file = cameras.get_many(shown)
    return [on_file[name] for name in shown if name in on_file], shown[-1] if len(rest) > len(shown) else None
