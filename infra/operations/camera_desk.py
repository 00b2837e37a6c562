"""The register of cameras of a local city as a supervisor works with it: files by a signed form, reports, lookups, views."""

import urllib.parse
from collections.abc import Callable
from typing import Any

from infra.local.calls import post_form
from infra.local.city import City
from infra.local.machine.trouble import CityTrouble
from infra.local.patience import wait_on
from infra.operations.room import Person

_PAGE = 50


class CameraDesk:
    """All of it goes through the city's door; nothing is written beside it."""

    def __init__(self, city: City, who: str = "supervisor") -> None:
        self.city, self.person = city, Person(city, who)

    # --- files ---

    def put(self, name: str, content: bytes, most_retired: int | None = None) -> str:
        """Puts a file into the inbox. Returns the name of its report, which comes later. Raises CityTrouble."""
        ask = {"name": name, "size_bytes": len(content), "most_retired": most_retired}
        signed = self.person.do("POST", "/cctv/cameras/files", **ask)
        status = post_form(signed["url"], signed["fields"], content)
        if status not in (200, 204):
            raise CityTrouble(f"The inbox answered {status} to {name}.")
        return str(signed["key"]).rpartition("/")[2]

    def report(self, name: str) -> dict[str, Any] | None:
        """What became of a file; None as long as it is read."""
        status, answer = self.person.ask("GET", f"/cctv/cameras/files/{urllib.parse.quote(name)}")
        return dict(answer) if status == 200 else None

    def wait_for_report(self, name: str) -> dict[str, Any]:
        """Raises GaveUp."""
        return wait_on(self.city, f"{name} 보고서 (the report on a file)", lambda: self.report(name))

    def load(self, name: str, content: bytes, most_retired: int | None = None) -> dict[str, Any]:
        """Puts a file in and waits for its report. Raises CityTrouble."""
        return self.wait_for_report(self.put(name, content, most_retired))

    # --- lookups ---

    def names(self, west: float = -180, east: float = 180) -> set[str]:
        """Of all cameras that lookups know between two longitudes, page by page."""
        box = f"west={west}&east={east}&south=-90&north=90"
        found: set[str] = set()
        page: str | None = None
        while True:
            answer = self.person.read(f"/cctv/cameras?limit={_PAGE}&{box}" + (f"&page={page}" if page else ""))
            found |= {each["camera_id"] for each in answer["cameras"]}
            page = answer["next_page"]
            if page is None:
                return found

    def total(self) -> int:
        """How many cameras lookups know."""
        return int(self.person.read("/cctv/cameras?limit=1")["total"])

    def seeing(self, latitude: float, longitude: float) -> dict[str, str]:
        """The cameras that see a point, by name: how."""
        point = urllib.parse.urlencode({"latitude": f"{latitude:.6f}", "longitude": f"{longitude:.6f}"})
        found = self.person.read(f"/cctv/cameras/seeing?{point}")["cameras"]
        return {each["camera"]["camera_id"]: each["verdict"] for each in found}

    def wait_until_known(self, wanted: str, holds: Callable[[], object], pause_s: float = 0.2) -> None:
        """Until lookups answer so. `wanted`: Korean (English). Raises GaveUp."""
        wait_on(self.city, wanted, lambda: True if holds() else None, pause_s=pause_s)

    # --- views ---

    def turn(self, camera_id: str, azimuth_deg: float) -> None:
        """Says where a camera looks, whatever was said before. Raises CityTrouble."""
        camera = self.person.read(f"/cctv/cameras/{camera_id}")["camera"]
        body = {"revision": camera["revision"], "azimuth_deg": azimuth_deg, "width_deg": 60.0, "reason": "현장 확인"}
        self.person.do("PUT", f"/cctv/cameras/{camera_id}/view", **body)
