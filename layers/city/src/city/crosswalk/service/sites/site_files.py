"""What the use cases of site files share: the file in force, and a draft as staff see it."""

from city.contracts.crosswalk.site import CrosswalkSiteV1
from city.contracts.crosswalk.staff.sites import SiteDraft
from city.crosswalk.site_review import Reviewed, changes, drawn_zones, needs_another_person, warn
from city.crosswalk.tables.sites import DraftRecord, SiteRevisionRecord, Sites
from city.crosswalk.tables.units import UnitRecord


def next_revision(record: UnitRecord) -> int:
    """The number of the file that is activated next."""
    return (record.site_in_force or 0) + 1


def active_file(sites: Sites, record: UnitRecord) -> SiteRevisionRecord | None:
    return sites.find(record.unit, record.site_in_force) if record.site_in_force is not None else None


def site_of(revision: SiteRevisionRecord | None) -> CrosswalkSiteV1 | None:
    return CrosswalkSiteV1.model_validate_json(revision.document) if revision is not None else None


def needs_another(draft: DraftRecord, active: SiteRevisionRecord | None) -> bool:
    """Whether somebody else than its author has to activate a draft."""
    restored = int(draft.restored_from) if draft.restored_from is not None else None
    site = CrosswalkSiteV1.model_validate_json(draft.document)
    return needs_another_person(site, site_of(active), restored)


def preview(sites: Sites, record: UnitRecord, draft: DraftRecord) -> SiteDraft:
    """A draft as it would be signed, and what it would mean on the road."""
    reviewed = Reviewed(CrosswalkSiteV1.model_validate_json(draft.document), draft.document)
    site = reviewed.site
    active = active_file(sites, record)
    before = site_of(active)
    return SiteDraft(
        unit=record.unit,
        revision=site.revision,
        digest=draft.digest,
        author=draft.author,
        written_at=draft.written_at,
        note=draft.note,
        restored_from=int(draft.restored_from) if draft.restored_from is not None else None,
        site=site.model_dump(mode="json"),
        zones=drawn_zones(site),
        hold_s=round(site.hold_s, 1),
        walking_speed_m_s=site.walking_speed_m_s,
        longest_lit_s=site.longest_lit_s,
        needs_another_person=needs_another(draft, active),
        changes=changes(site, before),
        warnings=warn(site, before, (float(record.latitude), float(record.longitude))),
    )
