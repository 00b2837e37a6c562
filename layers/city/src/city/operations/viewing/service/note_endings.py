"""Writing ends down: in the table, and in the log of views. A look does not wait for it; lists and the log do."""

from dataclasses import dataclass, replace

from city.aws.observability import count, logger
from city.contracts.operations.viewing import Ending, GrantState
from city.kernel.clock import Clock
from city.operations.viewing import looks
from city.operations.viewing.automatic import RULE
from city.operations.viewing.errors import GrantChanged, ViewLogClosed
from city.operations.viewing.grants import Grant, end, ending_of
from city.operations.viewing.ports import Incidents, ViewLog
from city.operations.viewing.tables.grants import ENDING, NOTE, Grants


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteEndings:
    """First the end, then its note: what takes a right away waits for nothing."""

    grants: Grants
    incidents: Incidents
    log: ViewLog
    clock: Clock

    def over(self, grant: Grant) -> Grant:
        """Written down as over, if it is. Raises GrantChanged."""
        if grant.state is not GrantState.GIVEN:
            return grant
        seen, now = self.incidents.find(grant.incident_id), self.clock.now()
        ending = ending_of(grant, seen.standing if seen else None, now)
        return grant if ending is None else self.as_over(grant, ending, RULE, "")

    def as_over(self, grant: Grant, ending: Ending, by: str, because: str, *, by_name: str | None = None) -> Grant:
        """Over at once, whatever stands in the log. Raises GrantChanged."""
        ended = end(grant, ending, by, because, self.clock.now(), by_name=by_name)
        if ended is grant:
            return grant
        # A request that was never given has nothing to be told of in the log.
        was_given = grant.state is GrantState.GIVEN
        ended = ended if was_given else replace(ended, logged=True)
        self.grants.save(ended, grant.revision)
        count("GrantEnded")
        return self.noted(ended) if was_given else ended

    def noted(self, grant: Grant) -> Grant:
        """With its end in the log; where the log is closed, the next round does it. Raises GrantChanged."""
        try:
            self.log.append(looks.ended(grant))
        except ViewLogClosed:
            count("ViewLogFailed")
            logger().error("end of a grant not in the log yet", extra={"grant_id": grant.id})
            return grant
        logged = replace(grant, logged=True, revision=grant.revision + 1)
        self.grants.save(logged, grant.revision)
        return logged


@dataclass(frozen=True, slots=True, kw_only=True)
class EndGrants:
    """Every few minutes: what is over is written down as over, and what was not logged is logged."""

    grants: Grants
    endings: NoteEndings

    def end(self) -> int:
        """How many grants were written down as over; one that somebody just changed is left to the next round."""
        ended = sum(self._ends(grant.id) for grant in list(self.grants.due(ENDING)))
        for grant in list(self.grants.due(NOTE)):
            self._ends(grant.id)
        count("GrantsTidied", ended)
        return ended

    def _ends(self, grant_id: str) -> bool:
        try:
            grant = self.grants.read(grant_id)
            if grant.state is GrantState.ENDED and not grant.logged:
                self.endings.noted(grant)
                return False
            return grant.state is GrantState.GIVEN and self.endings.over(grant).state is GrantState.ENDED
        except GrantChanged:
            return False
