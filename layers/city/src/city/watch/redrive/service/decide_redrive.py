"""Another person decides; what is approved is sent back at once, and once."""

from dataclasses import dataclass, replace
from datetime import timedelta

from city.aws.observability import count
from city.contracts.watch.dead_letters import DecideRedrive, RedriveLine
from city.kernel.clock import Clock
from city.watch.redrive.errors import QueueTrouble, RedriveMoved
from city.watch.redrive.redrives import ALL_ASKED, EMPTIED, STOPPED, DeadLetterQueue, Redrive, decide
from city.watch.redrive.service.queues import QueuesOfDeadLetters
from city.watch.redrive.service.told import told
from city.watch.redrive.tables import Redrives

# What the gateway waits for is 29 s, and the answer takes some of it.
LONGEST = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideToSendBack:
    letters: QueuesOfDeadLetters
    redrives: Redrives
    clock: Clock

    def decide(self, name: str, decision: DecideRedrive, by: str) -> RedriveLine:
        """Decided alike again, it is told how far it is; what a dead process left is gone on with.

        Raises NotFound, RedriveUnknown, SameWhoProposed, DecidedBefore, RedriveMoved.
        """
        queue = self.letters.queue(name)
        known, now = self.redrives.newest(name), self.clock.now()
        decided = self._decided(known, decision, by)
        try:
            if decided is not known:
                self.redrives.decide(decided)
                return told(self._move(queue, decided, by) if decision.approve else decided)
            if decided.is_free(now):
                held = decided.held(now)
                self.redrives.hold(decided, held)
                return told(self._move(queue, held, by))
        except RedriveMoved:
            # Pressed twice at once: whoever was first carries it out.
            known = self.redrives.newest(name)
            decided = self._decided(known, decision, by)
            if decided is not known:
                raise
        return told(decided)

    def _decided(self, known: Redrive | None, decision: DecideRedrive, by: str) -> Redrive:
        return decide(known, decision.approve, by, decision.reason, self.clock.now())

    def _move(self, queue: DeadLetterQueue, redrive: Redrive, by: str) -> Redrive:
        until = self.clock.now() + LONGEST
        moved, outcome = redrive.moved, None
        while outcome is None:
            if moved >= redrive.most:
                outcome = ALL_ASKED
            elif self.clock.now() >= until:
                outcome = STOPPED
            else:
                try:
                    sent = self.letters.send_back(queue, redrive.most - moved)
                    outcome = None if sent else EMPTIED
                except QueueTrouble as trouble:
                    sent, outcome = trouble.moved, STOPPED
                moved += sent
                self.redrives.note_moved(redrive, moved)
        count("DeadLettersSentBack", moved - redrive.moved)
        ended = replace(redrive, moved=moved).ended(moved, outcome, self.clock.now())
        self.redrives.end(ended, by)
        return ended
