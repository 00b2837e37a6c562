"""Our own CPU per enquiry: reading the envelope, understanding, looking up, the rules, the reply, the log line.

Through the real handler, with the time inside AWS clients taken off: PynamoDB's and Powertools' work stays in.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from time import process_time

from benchmarks.fines.text_desk import STRANGER, Owner, open_city_hall
from benchmarks.measurement import Measurement, percentile
from city.contracts.fines.sms import MAX_TEXT_CHARACTERS
from city.fines.talk.bootstrap import load_ranker
from city.fines.talk.understanding import understand

AT_MOST_MS = 12
_THROUGH_HANDLER = 700
_OWNERS = 100

Enquiry = tuple[str, str]


def measure(owners: int = _OWNERS, through_handler: int = _THROUGH_HANDLER) -> Iterator[Measurement]:
    with open_city_hall(owners) as hall:
        served, unserved = hall.owners[: owners // 2], hall.owners[owners // 2 :]
        worker = hall.start_worker()
        worker.answer(STRANGER, "안녕하세요")  # sets up logger, metrics and tracer: part of the cold start
        plain = [worker.answer(*enquiry).own_cpu_ms for enquiry in _plain_enquiries(served)]
        enquiries = list(islice(cycle(_every_kind_of_enquiry(served, unserved)), through_handler))
        every_kind = [worker.answer(*enquiry).own_cpu_ms for enquiry in enquiries]
    rank = load_ranker()
    understanding = [_cpu_ms(lambda text: understand(text, rank), text) for _, text in enquiries]
    yield from _spread("every kind of enquiry, through the handler less AWS clients", every_kind, AT_MOST_MS)
    yield from _spread("of which understand(), the model included", understanding)
    yield from _spread("plain, through the handler less AWS clients", plain, AT_MOST_MS)


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


def _cpu_ms(act: Callable[[str], object], text: str) -> float:
    began = process_time()
    act(text)
    return (process_time() - began) * 1000


def _spread(name: str, taken_ms: Sequence[float], at_most_ms: float | None = None) -> Iterator[Measurement]:
    detail = f"of {len(taken_ms)}; slowest {max(taken_ms):.2f} ms"
    for percent in (50, 95):
        yield Measurement(
            f"{name}, p{percent}", percentile(taken_ms, percent), "ms CPU", at_most=at_most_ms, detail=detail
        )
