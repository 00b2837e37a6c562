"""Finding the cases a question is about, and whether whoever asks may hear of them."""

from dataclasses import dataclass, replace

from city.aws.observability import count
from city.fines.law.tables.case_records import CaseFile, NoticeRecord, plate_key_of
from city.fines.law.tables.cases import Cases
from city.fines.talk.dialogue import HandOff, Wish
from city.fines.talk.limits import lookups_are_paused
from city.fines.talk.replies import Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question
from city.kernel.privacy import KeyedHash


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesFound:
    """The cases, at least one, and the question as what it turned out to be about.

    `for_owner`: they are filed under the sender's own telephone. Whoever only holds the notice hears what to pay, and
    nothing else.
    """

    question: Question
    records: tuple[NoticeRecord, ...]
    for_owner: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindCases:
    """Looks under the sender's telephone first, then by the number and the plate together."""

    cases: Cases
    replies: Replies
    hashed: KeyedHash

    def find(self, question: Question) -> CasesFound | Draft:
        """The cases; an answer where there are none to speak of."""
        wish, sender = question.wish, question.file.sender
        if lookups_are_paused(sender.failures, question.inquiry.now):
            count("LookupPaused")
            return Draft("", wish.memory, hand_off=HandOff.LOOKUPS_PAUSED, idle=True)
        own = _own_notices(question.file, wish)
        if own:
            numbers = wish.chosen or wish.notice_numbers
            chosen = tuple(record for record in own if record.number in numbers) or tuple(own)
            return _found(question, replace(wish, memory=replace(wish.memory, plate=own[0].plate)), chosen, owner=True)
        for number in wish.notice_numbers[:1]:
            if wish.plate is not None:
                case = self.cases.for_bearer(number, plate_key_of(self.hashed, wish.plate))
                if case is not None:
                    memory = replace(wish.memory, plate=wish.plate, notice_number=number)
                    return _found(question, replace(wish, memory=memory), (case,), owner=False)
        memory = replace(wish.memory.closed(), plate=None, notice_number=None)
        return Draft(self.replies.nothing_found(question.language), memory, failed_lookup=True)


def _found(question: Question, wish: Wish, records: tuple[NoticeRecord, ...], *, owner: bool) -> CasesFound:
    return CasesFound(question=replace(question, wish=wish), records=records, for_owner=owner)


def _own_notices(file: CaseFile, wish: Wish) -> list[NoticeRecord]:
    """The sender's notices for the plate they named, or for the end of one."""
    if wish.plate is not None:
        return [n for n in file.notices if n.plate == wish.plate]
    found = [n for n in file.notices if wish.last_four is not None and n.plate.endswith(wish.last_four)]
    return found if len({n.plate for n in found}) == 1 else []
