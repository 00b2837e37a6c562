"""Random histories of a grant, with the clock moved and nothing scheduled: no view succeeds after its end.

The model knows no state and no window of a grant: it keeps the list of what happened, and reads off that list, in its own
words, whether a look may succeed. Rules and model have to agree on every look, in both directions.
"""

from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from city.contracts.operations.viewing import Ending, GrantBasis, Refusal
from city.kernel.errors import Rejected
from city.operations.viewing.grants import (
    Extension,
    Grant,
    GrantedCamera,
    IncidentStanding,
    Viewer,
    Voice,
    ask_longer,
    decide,
    decide_longer,
    end,
    refusal_of,
    uses,
)
from city.operations.viewing.policy import POLICIES
from tests.effort import examples

START = datetime(2026, 11, 10, 3, 0, tzinfo=UTC)
POLICY = POLICIES[-1][1]
PEOPLE = ("asker", "operator", "supervisor", "supervisor-2")
BODY, PERSON = "112", "police-1"
CAMERAS = ("cam-1", "cam-2")


@dataclass
class Told:
    """What happened, as somebody outside would write it down."""

    at: datetime
    what: str
    by: str = ""
    how_long: timedelta = timedelta()


@dataclass
class Book:
    """Reads a history from its beginning for every question."""

    lines: list[Told] = field(default_factory=list)

    def add(self, at: datetime, what: str, by: str = "", how_long: timedelta = timedelta()) -> None:
        self.lines.append(Told(at, what, by, how_long))

    def spell(self, lasts: timedelta, idle: timedelta) -> tuple[datetime | None, datetime | None]:
        """When the right began, and when it ended; None for not (yet)."""
        began = until = ended = last_use = None
        yes: list[str] = []
        longer: list[str] = []
        closed = False
        for line in self.lines:
            if began is not None and ended is None and until is not None and last_use is not None:
                # Time itself ends it before this line is reached.
                ended = min((moment for moment in (until, last_use + idle) if moment <= line.at), default=None)
            if line.what == "no" and began is None:
                return None, None
            if line.what == "yes" and began is None and not closed:
                yes.append(line.by)
                if len(yes) == 2:
                    began, until, last_use = line.at, line.at + lasts, line.at
            elif line.what == "longer":
                longer = []
            elif line.what == "longer yes" and ended is None and until is not None:
                longer.append(line.by)
                if len(longer) == 2:
                    until += line.how_long
            elif line.what == "look" and ended is None:
                last_use = line.at
            elif line.what in ("revoked", "partner") and ended is None:
                if began is None:
                    return None, None
                ended = line.at
            elif line.what == "closed":
                closed = True
                ended = ended or (line.at if began is not None else None)
            elif line.what == "reopened":
                closed = False
        return began, ended

    def may(self, now: datetime, lasts: timedelta, idle: timedelta) -> bool:
        probe = Book([*self.lines, Told(now, "now")])
        began, ended = probe.spell(lasts, idle)
        return began is not None and ended is None


class Histories(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.book = Book()
        self.incident = IncidentStanding("i-1", open=True)
        self.grant = Grant(
            id="g-1",
            incident_id="i-1",
            organisation=BODY,
            person=None,
            basis=GrantBasis.URGENT_DANGER,
            document=None,
            purpose="p",
            cameras=tuple(GrantedCamera(name, name) for name in CAMERAS),
            lasts=timedelta(hours=2),
            inactive_after=timedelta(minutes=30),
            asked_by="asker",
            asked_at=self.now,
        )

    @initialize(given=st.sampled_from([True, True, False]), longer=st.booleans(), automatic=st.booleans())
    def most_are_given(self, given: bool, longer: bool, automatic: bool) -> None:
        self.grant = replace(self.grant, automatic=automatic)
        for by in ("operator", "supervisor") if given else ():
            self.somebody_decides(by, True)
        if longer:
            self.more_time_is_asked_for()
            self.somebody_gives_more_time("operator")

    @rule(minutes=st.integers(1, 50))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    @precondition(lambda self: self.grant.ends_at is not None and self.now < self.grant.ends_at)
    def somebody_looks_until_the_last_moment(self) -> None:
        """To the very end of the window, looking often enough."""
        assert self.grant.ends_at is not None
        while self.now < self.grant.ends_at - timedelta(minutes=20) and self._may():
            self.now += timedelta(minutes=20)
            self.somebody_looks("cam-1")
        self.now = max(self.now, self.grant.ends_at)

    @rule(by=st.sampled_from(PEOPLE), approves=st.sampled_from([True, True, True, False]))
    def somebody_decides(self, by: str, approves: bool) -> None:
        before = self.grant
        voice = Voice(by, self.now, approves, "r", by.startswith("supervisor"))
        self._try(lambda: decide(self.grant, voice, self.incident))
        if self.grant is not before:
            assert by != "asker"
            self.book.add(self.now, "yes" if approves else "no", by)

    @rule()
    def more_time_is_asked_for(self) -> None:
        before = self.grant
        asked = Extension(longer=timedelta(hours=1), reason="r", asked_by="asker", asked_at=self.now)
        self._try(lambda: ask_longer(self.grant, asked, POLICY, self.incident))
        if self.grant is not before:
            self.book.add(self.now, "longer")

    @rule(by=st.sampled_from(PEOPLE))
    def somebody_gives_more_time(self, by: str) -> None:
        before = self.grant
        voice = Voice(by, self.now, True, "r", by.startswith("supervisor"))
        self._try(lambda: decide_longer(self.grant, voice, self.incident))
        if self.grant is not before:
            assert by != "asker"
            self.book.add(self.now, "longer yes", by, timedelta(hours=1))

    @rule(partner=st.booleans())
    def it_is_taken_back(self, partner: bool) -> None:
        before = self.grant
        self.grant = end(self.grant, Ending.PARTNER if partner else Ending.REVOKED, "operator", "r", self.now)
        if self.grant is not before:
            self.book.add(self.now, "partner" if partner else "revoked")

    @rule()
    def its_body_tells_that_its_part_is_over(self) -> None:
        times = self.incident.ended_for.get(BODY, 0) + 1
        self.incident = replace(self.incident, ended_for={BODY: times, "119": 9})
        # Only what opened by itself ends with the call that opened it, whether it is written down or not.
        if self.grant.automatic:
            self.book.add(self.now, "partner")

    @rule()
    @precondition(lambda self: self.incident.open)
    def the_incident_is_over(self) -> None:
        self.now += timedelta(seconds=1)
        self.incident = replace(self.incident, open=False, over_at=self.now)
        self.book.add(self.now, "closed")

    @rule()
    @precondition(lambda self: not self.incident.open)
    def the_incident_comes_back(self) -> None:
        self.now += timedelta(seconds=1)
        self.incident = replace(self.incident, open=True)
        self.book.add(self.now, "reopened")
        self.now += timedelta(seconds=1)

    @rule(camera=st.sampled_from(CAMERAS))
    def somebody_looks(self, camera: str) -> None:
        refusal = refusal_of(self.grant, self.incident, Viewer(PERSON, frozenset({BODY})), camera, self.now)
        assert (refusal is None) == self._may(), (refusal, self.book.lines)
        if refusal is None and uses(self.grant, self.now):
            self.grant = replace(self.grant, used_at=self.now)
            self.book.add(self.now, "look")

    @invariant()
    def nobody_else_ever_sees(self) -> None:
        def asked(viewer: Viewer, camera: str = "cam-1", grant: Grant = self.grant) -> Refusal | None:
            return refusal_of(grant, self.incident, viewer, camera, self.now)

        assert asked(Viewer("supervisor", frozenset({"city"}))) is not None
        assert asked(Viewer(PERSON, frozenset())) is not None
        assert asked(Viewer(PERSON, frozenset({BODY})), camera="cam-3") is not None
        theirs = replace(self.grant, person="police-2")
        assert asked(Viewer(PERSON, frozenset({BODY})), grant=theirs) is not None
        # A right of the body and the same right of a person of it are judged alike.
        by_role = asked(Viewer(PERSON, frozenset({BODY})))
        assert asked(Viewer(PERSON, frozenset({BODY})), grant=replace(self.grant, person=PERSON)) == by_role

    @invariant()
    def rules_and_book_agree(self) -> None:
        refusal = refusal_of(self.grant, self.incident, Viewer(PERSON, frozenset({BODY})), "cam-1", self.now)
        assert (refusal is None) == self._may(), (refusal, self.book.lines)

    def _may(self) -> bool:
        return self.book.may(self.now, timedelta(hours=2), timedelta(minutes=30))

    def _try(self, act: Any) -> None:
        with suppress(Rejected):
            self.grant = act()


def test_no_look_succeeds_after_the_end_whatever_happened_before() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Histories, settings=settings(max_examples=examples(600), stateful_step_count=60, deadline=None)
    )
