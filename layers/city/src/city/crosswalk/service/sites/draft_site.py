"""Drafts of site files: cheap, replacing each other, nothing signed."""

import json
from collections.abc import Mapping
from typing import Any

from city.aws.observability import logger
from city.contracts.crosswalk.staff.sites import DrawZones, RestoreSite, SiteDraft, WriteDraft
from city.crosswalk.errors import NoSite
from city.crosswalk.service.sites.site_files import active_file, next_revision, preview
from city.crosswalk.site_review import DRAWN, review
from city.crosswalk.tables.sites import DraftRecord, Sites
from city.crosswalk.tables.units import UnitRecord, Units
from city.kernel.clock import Clock


class WriteSiteDraft:
    def __init__(self, units: Units, sites: Sites, clock: Clock) -> None:
        self._units, self._sites, self._clock = units, sites, clock

    def write(self, unit: str, ask: WriteDraft, by: str) -> SiteDraft:
        """Raises UnitUnknown, SiteInvalid."""
        draft = _Draft(self._units.get(unit), ask.site, note=ask.note, by=by)
        return draft.keep(self._sites, self._clock)


class DrawSiteZones:
    def __init__(self, units: Units, sites: Sites, clock: Clock) -> None:
        self._units, self._sites, self._clock = units, sites, clock

    def draw(self, unit: str, ask: DrawZones, by: str) -> SiteDraft:
        """Puts new outlines into the draft, or into the file in force. Raises UnitUnknown, NoSite, SiteInvalid."""
        record = self._units.get(unit)
        before = self._sites.draft_of(unit) or active_file(self._sites, record)
        if before is None:
            raise NoSite
        drawn = {name: getattr(ask, name) for name in DRAWN}
        site = {**json.loads(before.document), **drawn, "revision": next_revision(record)}
        return _Draft(record, site, note=ask.note, by=by).keep(self._sites, self._clock)


class RestoreSiteFile:
    def __init__(self, units: Units, sites: Sites, clock: Clock) -> None:
        self._units, self._sites, self._clock = units, sites, clock

    def restore(self, unit: str, ask: RestoreSite, by: str) -> SiteDraft:
        """Makes an earlier file's content the draft, under the next revision. Raises UnitUnknown, NoSite, SiteInvalid."""
        record = self._units.get(unit)
        earlier = self._sites.find(unit, ask.revision)
        if earlier is None:
            raise NoSite
        site = {**json.loads(earlier.document), "revision": next_revision(record)}
        draft = _Draft(record, site, note=ask.reason, by=by, restored_from=ask.revision)
        return draft.keep(self._sites, self._clock)


class _Draft:
    """A site file that somebody wants, not reviewed yet."""

    def __init__(
        self, record: UnitRecord, site: Mapping[str, Any], *, note: str, by: str, restored_from: int | None = None
    ) -> None:
        self._record, self._site, self._note, self._by, self._restored_from = record, site, note, by, restored_from

    def keep(self, sites: Sites, clock: Clock) -> SiteDraft:
        """Raises SiteInvalid."""
        unit = self._record.unit
        reviewed = review(self._site, unit, next_revision(self._record))
        draft = DraftRecord(
            unit,
            "draft",
            revision=reviewed.site.revision,
            document=reviewed.document,
            digest=reviewed.digest,
            author=self._by,
            written_at=clock.now(),
            note=self._note,
            restored_from=self._restored_from,
        )
        sites.keep_draft(draft)
        logger().info("site drafted", extra={"unit": unit, "revision": reviewed.site.revision, "by": self._by})
        return preview(sites, self._record, draft)
