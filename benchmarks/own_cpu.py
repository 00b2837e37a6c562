"""Our own CPU per enquiry: reading the envelope, understanding, looking up, the rules, the reply, the log line.

Once with tables, carrier and idempotency kept in memory; once through the real handler with the time inside AWS
clients taken off, which leaves PynamoDB's and Powertools' work in.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import cycle, islice
from time import process_time

from benchmarks.measurement import BenchmarkTrouble, Measurement, percentile
from benchmarks.text_desk import STRANGER, CityHall, NoonClock, Owner, open_city_hall, sns_envelope, watch_calls
from city.contracts.sms import MAX_TEXT_CHARACTERS, InboundMessage
from city.fines.model import AccountIssue
from city.fines.replies import Office, Replies
from city.fines.service.answer_text import AnswerText
from city.fines.tables.accounts import Accounts
from city.fines.tables.cases import CaseFile, Cases, NoticeRecord
from city.fines.understanding import understand
from city.kernel.phone import PhoneNumber
from infra.local.seed import BANK

AT_MOST_MS = 10
_IN_MEMORY = 3500
_OWNERS = 100

Enquiry = tuple[str, str]


class CasesInMemory(Cases):
    def __init__(self, files: Mapping[str, CaseFile]) -> None:
        self._files = files
        self._records = {record.number: record for file in files.values() for record in file.notices}

    def open_file(self, holder: str) -> CaseFile:
        return self._files.get(holder, CaseFile((), ()))

    def by_number(self, number: str) -> NoticeRecord | None:
        return self._records.get(number)

    def record_failed_lookup(self, holder: str, file: CaseFile, now: datetime) -> None:
        """Forgets it, so that the stranger may go on."""

    def count_prompt(self, holder: str, now: datetime) -> int:  # noqa: ARG002
        return 1


class AccountsInMemory(Accounts):
    def __init__(self) -> None:
        """Needs no connection."""

    def issue(self, case: NoticeRecord, wanted: AccountIssue, receipt_to: str) -> AccountIssue:  # noqa: ARG002
        return replace(wanted, account_number="79000000000000", bank=BANK)


class LastTextCarrier:
    text = ""

    def send(self, to: PhoneNumber, text: str) -> None:  # noqa: ARG002
        self.text = text


def measure() -> Iterator[Measurement]:
    with open_city_hall(_OWNERS) as hall:
        served, unserved = hall.owners[: _OWNERS // 2], hall.owners[_OWNERS // 2 :]
        worker = hall.start_worker()
        worker.answer(STRANGER, "안녕하세요")  # sets up logger, metrics and tracer: part of the cold start
        through_handler = [worker.answer(*enquiry).own_cpu_ms for enquiry in _plain_enquiries(served)]
        answer = _answer_in_memory(hall)
        enquiries = list(islice(cycle(_every_kind_of_enquiry(served, unserved)), _IN_MEMORY))
        envelopes = [sns_envelope(*enquiry) for enquiry in enquiries]
        # Still inside the city hall: a new method of Cases that has no fake here yet ends in moto, never on a network.
        with watch_calls() as calls:
            in_memory = [_cpu_ms(answer, envelope) for envelope in envelopes]
    if calls.names:
        raise BenchmarkTrouble(f"The tables in memory lack a method: {', '.join(sorted(set(calls.names)))} was called.")
    understanding = [_cpu_ms(understand, text) for _, text in enquiries]
    yield from _spread("in memory, every kind of enquiry", in_memory, AT_MOST_MS)
    yield from _spread("of which understand()", understanding)
    yield from _spread("plain, through the handler less AWS clients", through_handler, AT_MOST_MS)


def _plain_enquiries(owners: Sequence[Owner]) -> Iterator[Enquiry]:
    for serial, owner in enumerate(owners):
        yield owner.phone, f"가상계좌 주세요 {owner.plate}"
        yield owner.phone, f"얼마예요? {owner.plate}"
        # Each stranger but once: after five failed look-ups the desk stops looking.
        yield f"+82103000{serial:04d}", f"얼마예요? {owner.plate}"


def _every_kind_of_enquiry(served: Sequence[Owner], unserved: Sequence[Owner]) -> Iterator[Enquiry]:
    for old, new in zip(served, unserved, strict=True):
        yield new.phone, f"가상계좌 주세요 {new.plate}"
        yield new.phone, f"How do I pay the fine for {new.plate}?"
        yield old.phone, f"얼마예요? {old.plate}"
        yield STRANGER, f"얼마예요? {old.plate}"
        yield STRANGER, f"대신 낼게요 {old.notice_number} {old.plate}"
        yield old.phone, "상담원 바꿔 주세요"
        yield old.phone, "안녕하세요 " * (MAX_TEXT_CHARACTERS // 6)


def _answer_in_memory(hall: CityHall) -> Callable[[str], None]:
    desk = AnswerText(
        cases=CasesInMemory({owner.holder: hall.cases.open_file(owner.holder) for owner in hall.owners}),
        accounts=AccountsInMemory(),
        carrier=LastTextCarrier(),
        replies=Replies(Office()),
        clock=NoonClock(),
        hashed=hall.hashed,
        once=lambda _, action: action(),
    )
    return lambda envelope: desk.answer(InboundMessage.from_sns_envelope(envelope))


def _cpu_ms(act: Callable[[str], object], text: str) -> float:
    began = process_time()
    act(text)
    return (process_time() - began) * 1000


def _spread(name: str, taken_ms: Sequence[float], at_most_ms: float | None = None) -> Iterator[Measurement]:
    detail = f"of {len(taken_ms)}; slowest {max(taken_ms):.2f} ms"
    for percent in (50, 95):
        yield Measurement(f"{name}, p{percent}", percentile(taken_ms, percent), "ms CPU", at_most_ms, detail)
