"""Site files, in two steps: somebody writes a draft, somebody looks at what it would do and activates exactly that."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal

from pydantic import ValidationError

from city.aws.observability import count, logger
from city.contracts.crosswalk.devices import CONFIGURATION_SHADOW
from city.contracts.crosswalk.site import CrosswalkSiteV1, ReportedSiteV1, SignedSiteV1
from city.contracts.crosswalk.staff.sites import (
    ActivatedSite,
    ActivateSite,
    DrawZones,
    RestoreSite,
    SiteDraft,
    SiteFile,
    SiteRevision,
    WriteDraft,
)
from city.crosswalk.errors import DraftChanged, NeedsAnotherPerson, NoDraft, NoSite
from city.crosswalk.site_review import DRAWN, Reviewed, changes, drawn_zones, needs_another_person, review, warn
from city.crosswalk.tables.sites import DraftRecord, RevisionRecord, Sites
from city.crosswalk.tables.units import UnitRecord, Units
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_iot_data.client import IoTDataPlaneClient

Answer = Literal["in_force", "waiting", "refused", "none"]


class Signer:
    """Signs with a KMS key on P-256: the bucket, the shadow or the broker alone cannot change a unit."""

    def __init__(self, kms: Any, key_id: str) -> None:
        self._kms, self._key_id = kms, key_id

    def sign(self, text: str) -> str:
        """ECDSA over SHA-256 of the text, DER, base64. KMS takes 4 KB at most, so it is given the digest."""
        answer = self._kms.sign(
            KeyId=self._key_id,
            Message=sha256(text.encode()).digest(),
            MessageType="DIGEST",
            SigningAlgorithm="ECDSA_SHA_256",
        )
        return b64encode(answer["Signature"]).decode()


class ManageSite:
    """Drafts are cheap and replace each other; what is activated is kept for good and never changed."""

    SHOWN_REVISIONS = 20

    def __init__(self, units: Units, sites: Sites, signer: Signer, iot: IoTDataPlaneClient, clock: Clock) -> None:
        self._units, self._sites, self._signer, self._iot, self._clock = units, sites, signer, iot, clock

    def show(self, unit: str) -> SiteFile:
        """The file in force, what the unit says of it, and those before. Raises UnitUnknown."""
        record = self._units.get(unit)
        revisions = self._sites.newest(unit, self.SHOWN_REVISIONS)
        active = next((r for r in revisions if int(r.revision) == record.site_in_force), None)
        site = _site_of(active)
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

    def write_draft(self, unit: str, ask: WriteDraft, by: str) -> SiteDraft:
        """Raises UnitUnknown, SiteInvalid."""
        return self._keep_draft(self._units.get(unit), ask.site, ask.note, by)

    def draw_zones(self, unit: str, ask: DrawZones, by: str) -> SiteDraft:
        """Puts new outlines into the draft, or into the file in force. Raises UnitUnknown, NoSite, SiteInvalid."""
        record = self._units.get(unit)
        before = self._sites.draft_of(unit) or self._active(record)
        if before is None:
            raise NoSite
        told = {**json.loads(before.document), **{name: getattr(ask, name) for name in DRAWN}}
        return self._keep_draft(record, {**told, "revision": _next(record)}, ask.note, by)

    def show_draft(self, unit: str) -> SiteDraft:
        """Raises UnitUnknown, NoDraft."""
        record = self._units.get(unit)
        draft = self._sites.draft_of(unit)
        if draft is None:
            raise NoDraft
        return self._preview(record, draft)

    def activate(self, unit: str, ask: ActivateSite, by: str) -> ActivatedSite:
        """Signs the draft and hands it to the unit; the same file asked for again is handed over again.

        Raises UnitUnknown, NoDraft, DraftChanged, NeedsAnotherPerson.
        """
        record = self._units.get(unit)
        active = self._active(record)
        draft = self._sites.draft_of(unit)
        if active is not None and active.digest == ask.digest:
            return self._hand_over(active)
        if draft is None:
            raise NoDraft
        if draft.digest != ask.digest or int(draft.revision) != _next(record):
            raise DraftChanged
        if draft.author == by and self._needs_another(draft, active):
            raise NeedsAnotherPerson
        revision = self._sites.activate(draft, record, self._signer.sign(draft.document), by, self._clock.now())
        count("SiteActivated")
        logger().info("site activated", extra={"unit": unit, "revision": int(revision.revision), "by": by})
        return self._hand_over(revision)

    def restore(self, unit: str, ask: RestoreSite, by: str) -> SiteDraft:
        """Makes an earlier file's content the draft, under the next revision. Raises UnitUnknown, NoSite, SiteInvalid."""
        record = self._units.get(unit)
        earlier = self._sites.find(unit, ask.revision)
        if earlier is None:
            raise NoSite
        told = {**json.loads(earlier.document), "revision": _next(record)}
        return self._keep_draft(record, told, ask.reason, by, restored_from=ask.revision)

    # --- the parts ---------------------------------------------------------------------------------

    def _keep_draft(
        self, record: UnitRecord, told: Mapping[str, Any], note: str, by: str, restored_from: int | None = None
    ) -> SiteDraft:
        reviewed = review(told, record.unit, _next(record))
        draft = DraftRecord(
            record.unit,
            "draft",
            revision=reviewed.site.revision,
            document=reviewed.document,
            digest=reviewed.digest,
            author=by,
            written_at=self._clock.now(),
            note=note,
            restored_from=restored_from,
        )
        self._sites.keep_draft(draft)
        logger().info("site drafted", extra={"unit": record.unit, "revision": reviewed.site.revision, "by": by})
        return self._preview(record, draft)

    def _preview(self, record: UnitRecord, draft: DraftRecord) -> SiteDraft:
        reviewed = Reviewed(CrosswalkSiteV1.model_validate_json(draft.document), draft.document)
        site = reviewed.site
        active = self._active(record)
        before = _site_of(active)
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
            needs_another_person=self._needs_another(draft, active),
            changes=changes(site, before),
            warnings=warn(site, before, (float(record.latitude), float(record.longitude))),
        )

    def _needs_another(self, draft: DraftRecord, active: RevisionRecord | None) -> bool:
        restored = int(draft.restored_from) if draft.restored_from is not None else None
        site = CrosswalkSiteV1.model_validate_json(draft.document)
        return needs_another_person(site, _site_of(active), restored)

    def _hand_over(self, revision: RevisionRecord) -> ActivatedSite:
        signed = SignedSiteV1(revision=int(revision.revision), document=revision.document, signature=revision.signature)
        state = {"state": {"desired": signed.model_dump(mode="json")}}
        self._iot.update_thing_shadow(
            thingName=revision.unit, shadowName=CONFIGURATION_SHADOW, payload=json.dumps(state).encode()
        )
        return ActivatedSite(revision=signed.revision, digest=revision.digest)

    def _active(self, record: UnitRecord) -> RevisionRecord | None:
        return self._sites.find(record.unit, record.site_in_force) if record.site_in_force is not None else None

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


def _next(record: UnitRecord) -> int:
    return (record.site_in_force or 0) + 1


def _site_of(revision: RevisionRecord | None) -> CrosswalkSiteV1 | None:
    return CrosswalkSiteV1.model_validate_json(revision.document) if revision is not None else None


def _answer(active: RevisionRecord | None, reported: ReportedSiteV1 | None) -> Answer:
    if active is None:
        return "none"
    if reported is not None and reported.revision == active.revision and reported.digest == active.digest:
        return "in_force"
    if reported is not None and reported.refused_revision == active.revision:
        return "refused"
    return "waiting"


def _revision(record: RevisionRecord) -> SiteRevision:
    return SiteRevision(
        revision=int(record.revision),
        digest=record.digest,
        author=record.author,
        activated_by=record.activated_by,
        activated_at=record.activated_at,
        note=record.note,
        restored_from=int(record.restored_from) if record.restored_from is not None else None,
    )
