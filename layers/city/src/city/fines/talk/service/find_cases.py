"""Finding the cases a question is about, and whether whoever asks may hear of them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from city.aws.observability import count
from city.fines.law.lifecycle import State
from city.fines.law.notices import PAID
from city.fines.law.tables.case_records import CaseFile, NoticeRecord, plate_key_of
from city.fines.law.tables.cases import Cases
from city.fines.talk.dialogue import Asked, HandOff, Wish
from city.fines.talk.limits import lookups_are_paused
from city.fines.talk.replies import Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question
from city.fines.talk.understanding import Intent
from city.kernel.privacy import KeyedHash

# How many pairs of number and plate one text may have looked up: enough for a family, useless for guessing.
_PAIRS_AT_MOST = 4
_OWED = frozenset({Intent.ACCOUNT_REQUEST, Intent.FINE_LOOKUP, Intent.DUE_DATE})


@dataclass(frozen=True, slots=True, kw_only=True)
class CasesFound:
    """The cases, at least one, and the question as what it turned out to be about.

    `for_owner`: they are filed under the sender's own telephone. Whoever only holds the notice hears of amounts, days
    and ways, and never a name, a place or another case.
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
        if question.inquiry.lookups_paused or lookups_are_paused(sender.failures, question.inquiry.now):
            count("LookupPaused")
            return Draft("", wish.memory, hand_off=HandOff.LOOKUPS_PAUSED, idle=True)
        own = _own_notices(question.file, wish)
        if own:
            return _found(question, wish, _chosen(own, wish), owner=True)
        if not wish.plates and (wish.last_four is None or question.file.more):
            # A number alone proves nothing, and is kept until its car is named. Nor does the end of a plate find one
            # among thousands.
            asked = replace(wish.memory, asked=Asked.PLATE)
            return Draft(self.replies.plain("ask_for_plate", question.language), asked, idle=True)
        held = list(dict.fromkeys(self._held(wish)))
        if held:
            return _found(question, wish, _chosen(held, wish), owner=False)
        memory = replace(wish.memory.closed(), found=False, missed=True)
        return Draft(self.replies.nothing_found(question.language), memory, failed_lookup=True)

    def _held(self, wish: Wish) -> Iterator[NoticeRecord]:
        """The cases of the notices whose numbers and plates were named together."""
        numbers, plates = wish.notice_numbers, wish.plates
        pairs = zip(numbers, plates, strict=True) if len(numbers) == len(plates) else product(numbers, plates)
        for number, plate in islice(pairs, _PAIRS_AT_MOST):
            case = self.cases.for_bearer(number, plate_key_of(self.hashed, plate))
            if case is not None:
                yield case


def _found(question: Question, wish: Wish, records: tuple[NoticeRecord, ...], *, owner: bool) -> CasesFound:
    plates = tuple(dict.fromkeys(record.plate for record in records))
    kept = wish.notice_numbers
    if owner:
        kept = wish.chosen or tuple(number for number in kept if any(number == record.number for record in records))
    memory = replace(wish.memory, plates=plates, notice_numbers=kept, found=True, missed=False)
    return CasesFound(question=replace(question, wish=replace(wish, memory=memory)), records=records, for_owner=owner)


def _chosen(records: list[NoticeRecord], wish: Wish) -> tuple[NoticeRecord, ...]:
    if wish.every_case and not wish.chosen:
        return tuple(records)
    numbers = wish.chosen or wish.notice_numbers
    kept = tuple(record for record in records if record.number in numbers)
    if not wish.chosen and wish.intent in _OWED and all(State(record.status) in PAID for record in kept):
        # The one that the talk was about is paid: asked what is owed, the others count.
        return tuple(records)
    return kept or tuple(records)


def _own_notices(file: CaseFile, wish: Wish) -> list[NoticeRecord]:
    """The sender's notices by the plates or the numbers they named, or by the end of a plate."""
    if wish.plates:
        return [n for n in file.notices if n.plate in wish.plates]
    if wish.notice_numbers:
        return [n for n in file.notices if n.number in wish.notice_numbers]
    if wish.last_four is None or file.more:
        return []
    found = [n for n in file.notices if n.plate.endswith(wish.last_four)]
    return found if len({n.plate for n in found}) == 1 else []
