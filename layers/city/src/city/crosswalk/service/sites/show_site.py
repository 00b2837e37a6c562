"""Showing staff a unit's site file in force, and its draft."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from city.contracts.crosswalk.devices import CONFIGURATION_SHADOW
from city.contracts.crosswalk.site import ReportedSiteV1
from city.contracts.crosswalk.staff.sites import SiteDraft, SiteFile, SiteRevision
from city.crosswalk.errors import NoDraft
from city.crosswalk.service.sites.site_files import preview, site_of
from city.crosswalk.site_review import drawn_zones
from city.crosswalk.tables.sites import SiteRevisionRecord, Sites
from city.crosswalk.tables.units import Units

if TYPE_CHECKING:
    from mypy_boto3_iot_data.client import IoTDataPlaneClient

Answer = Literal["in_force", "waiting", "refused", "none"]


class ShowSite:
    SHOWN_REVISIONS = 20

    def __init__(self, units: Units, sites: Sites, iot: IoTDataPlaneClient) -> None:
        self._units, self._sites, self._iot = units, sites, iot

    def show(self, unit: str) -> SiteFile:
        """The file in force, what the unit says of it, and those before. Raises UnitUnknown."""
        record = self._units.get(unit)
        revisions = self._sites.newest(unit, self.SHOWN_REVISIONS)
        active = next((r for r in revisions if int(r.revision) == record.site_in_force), None)
        site = site_of(active)
        reported = self._reported(unit)
        return SiteFile(
            active=_revision(active) if active is not None else None,
            site=site.model_dump(mode="json") if site else None,
            zones=drawn_zones(site) if site else None,
            reported=reported,
            answer=_answer(active, reported),
            has_draft=self._sites.draft_of(unit) is not None,
            revisions=tuple(_revision(revision) for revision in revisions),
        )

    def _reported(self, unit: str) -> ReportedSiteV1 | None:
        """What the unit said last of a file it was handed; None if nothing, or nothing that can be read."""
        try:
            answer = self._iot.get_thing_shadow(thingName=unit, shadowName=CONFIGURATION_SHADOW)
        except self._iot.exceptions.ResourceNotFoundException:
            return None
        reported = json.loads(answer["payload"].read()).get("state", {}).get("reported")
        try:
            return ReportedSiteV1.model_validate(reported) if reported else None
        except ValidationError:
            return None


class ShowSiteDraft:
    def __init__(self, units: Units, sites: Sites) -> None:
        self._units, self._sites = units, sites

    def show(self, unit: str) -> SiteDraft:
        """Raises UnitUnknown, NoDraft."""
        record = self._units.get(unit)
        draft = self._sites.draft_of(unit)
        if draft is None:
            raise NoDraft
        return preview(self._sites, record, draft)


def _answer(active: SiteRevisionRecord | None, reported: ReportedSiteV1 | None) -> Answer:
    if active is None:
        return "none"
    if reported is not None and reported.revision == active.revision and reported.digest == active.digest:
        return "in_force"
    if reported is not None and reported.refused_revision == active.revision:
        return "refused"
    return "waiting"


def _revision(record: SiteRevisionRecord) -> SiteRevision:
    return SiteRevision(
        revision=int(record.revision),
        digest=record.digest,
        author=record.author,
        activated_by=record.activated_by,
        activated_at=record.activated_at,
        note=record.note,
        restored_from=int(record.restored_from) if record.restored_from is not None else None,
    )
