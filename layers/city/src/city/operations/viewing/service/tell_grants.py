"""Telling pages of grants that changed. It follows what is written, whoever wrote it, so that no change is left untold."""

from collections.abc import Sequence
from dataclasses import dataclass

from city.aws.live.publisher import Publisher
from city.aws.observability import count
from city.kernel.clock import Clock
from city.operations.viewing.announce import changes_of
from city.operations.viewing.tables.grants import Grants


@dataclass(frozen=True, slots=True, kw_only=True)
class TellGrants:
    grants: Grants
    publisher: Publisher
    clock: Clock

    def tell(self, grant_ids: Sequence[str]) -> None:
        """As each stands now; told twice, the second is no news. Raises ChangesNotAccepted."""
        standing = [found for each in grant_ids if (found := self.grants.find(each)) is not None]
        for topic, changes in changes_of(standing, self.clock.now()):
            if changes:
                self.publisher.publish(topic, changes)
        count("GrantsTold", len(standing))
