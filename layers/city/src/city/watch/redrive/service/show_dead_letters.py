"""Queues of dead letters, and one of them with what lies in it, what was proposed, and who did what."""

from dataclasses import dataclass

from city.contracts.staff import HistoryLine
from city.contracts.watch.dead_letters import DeadLetterQueueLine, DeadLetterQueues, DeadLetterQueueStory
from city.watch.redrive.service.queues import QueuesOfDeadLetters
from city.watch.redrive.service.told import told
from city.watch.redrive.tables import Redrives

MOST_TURNS, MOST_HISTORY = 50, 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ListDeadLetters:
    letters: QueuesOfDeadLetters
    redrives: Redrives

    def show(self) -> DeadLetterQueues:
        queues = self.letters.queues()
        newest = {queue.name: self.redrives.newest(queue.name) for queue in queues}
        proposed = {name for name, redrive in newest.items() if redrive is not None and redrive.is_open}
        shown = [queue for queue in queues if queue.waiting or queue.in_work or queue.name in proposed]
        ages = self.letters.oldest_ages([queue.name for queue in shown if queue.waiting or queue.in_work])
        lines = [
            DeadLetterQueueLine(
                queue=queue.name,
                sends_back_to=queue.sends_back_to,
                waiting=queue.waiting,
                in_work=queue.in_work,
                oldest_age_s=ages.get(queue.name),
                proposed=queue.name in proposed,
            )
            for queue in shown
        ]
        return DeadLetterQueues(queues=tuple(sorted(lines, key=lambda line: (-line.waiting, line.queue))))


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowDeadLetters:
    letters: QueuesOfDeadLetters
    redrives: Redrives

    def show(self, name: str) -> DeadLetterQueueStory:
        """Raises NotFound."""
        queue = self.letters.queue(name)
        turns = self.redrives.turns(name, MOST_TURNS)
        is_moved = bool(turns) and turns[0].state == "moving"
        return DeadLetterQueueStory(
            queue=name,
            sends_back_to=queue.sends_back_to,
            waiting=queue.waiting,
            in_work=queue.in_work,
            oldest_age_s=self.letters.oldest_ages([name]).get(name),
            # A look hides them for a moment, and whoever moves them would find too few.
            letters=() if is_moved else self.letters.look(queue),
            proposal=told(turns[0]) if turns and turns[0].is_open else None,
            past=tuple(told(turn) for turn in turns if not turn.is_open),
            history=tuple(
                HistoryLine(what=line.what, at=line.at, by=line.by, note=line.note)
                for line in self.redrives.history(name, MOST_HISTORY)
            ),
        )
