"""Activating a site file: somebody wrote a draft, somebody looked at what it would do and activates exactly that."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from city.aws.observability import count, logger
from city.contracts.crosswalk.devices import CONFIGURATION_SHADOW
from city.contracts.crosswalk.site import SignedSiteV1
from city.contracts.crosswalk.staff.sites import ActivatedSite, ActivateSite
from city.crosswalk.errors import DraftChanged, NeedsAnotherPerson, NoDraft
from city.crosswalk.service.signer import Signer
from city.crosswalk.service.sites.site_files import active_file, needs_another, next_revision
from city.crosswalk.tables.sites import SiteRevisionRecord, Sites
from city.crosswalk.tables.units import Units
from city.kernel.clock import Clock

if TYPE_CHECKING:
    from mypy_boto3_iot_data.client import IoTDataPlaneClient


class ActivateSiteDraft:
    """What is activated is kept for good and never changed."""

    def __init__(self, *, units: Units, sites: Sites, signer: Signer, iot: IoTDataPlaneClient, clock: Clock) -> None:
        self._units, self._sites, self._signer, self._iot, self._clock = units, sites, signer, iot, clock

    def activate(self, unit: str, ask: ActivateSite, by: str) -> ActivatedSite:
        """Signs the draft and hands it to the unit; the same file asked for again is handed over again.

        Raises UnitUnknown, NoDraft, DraftChanged, NeedsAnotherPerson.
        """
        record = self._units.get(unit)
        active = active_file(self._sites, record)
        draft = self._sites.draft_of(unit)
        if active is not None and active.digest == ask.digest:
            return self._hand_over(active)
        if draft is None:
            raise NoDraft
        if draft.digest != ask.digest or int(draft.revision) != next_revision(record):
            raise DraftChanged
        if draft.author == by and needs_another(draft, active):
            raise NeedsAnotherPerson
        signature = self._signer.sign(draft.document)
        revision = self._sites.activate(draft, record, signature=signature, by=by, now=self._clock.now())
        count("SiteActivated")
        logger().info("site activated", extra={"unit": unit, "revision": int(revision.revision), "by": by})
        return self._hand_over(revision)

    def _hand_over(self, revision: SiteRevisionRecord) -> ActivatedSite:
        signed = SignedSiteV1(revision=int(revision.revision), document=revision.document, signature=revision.signature)
        state = {"state": {"desired": signed.model_dump(mode="json")}}
        self._iot.update_thing_shadow(
            thingName=revision.unit, shadowName=CONFIGURATION_SHADOW, payload=json.dumps(state).encode()
        )
        return ActivatedSite(revision=signed.revision, digest=revision.digest)
