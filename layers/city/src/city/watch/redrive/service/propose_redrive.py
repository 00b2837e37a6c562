"""Somebody proposes to send dead letters back."""

import json
from dataclasses import dataclass

from city.contracts.watch.dead_letters import ProposeRedrive, RedriveLine
from city.kernel.clock import Clock
from city.office.approvals import Proposal
from city.watch.redrive.redrives import Redrive, propose
from city.watch.redrive.service.queues import QueuesOfDeadLetters
from city.watch.redrive.service.told import told
from city.watch.redrive.tables import Redrives


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeToSendBack:
    letters: QueuesOfDeadLetters
    redrives: Redrives
    clock: Clock

    def propose(self, queue: str, asked: ProposeRedrive, by: str) -> RedriveLine:
        """Proposed again in the same words, it is the one that stood. Raises NotFound, RedriveProposedBefore, RedriveMoved."""
        self.letters.queue(queue)
        known = self.redrives.newest(queue)
        what = json.dumps({"most": asked.most})
        new = Proposal(queue, what, asked.reason, by, self.clock.now())
        standing = propose(known, Redrive(new, asked.most))
        if standing is not known:
            self.redrives.add(standing)
        return told(standing)
