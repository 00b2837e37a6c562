"""What a lessor's enquiry costs, with thousands of notices on one telephone, beside anybody's: calls to AWS and own CPU."""

from collections.abc import Iterator
from statistics import median

from benchmarks.fines.text_desk import STRANGER, AnsweredText, open_city_hall
from benchmarks.measurement import Measurement

TIMES_AT_MOST = 2
_LESSOR = "010-3000-0000"
_NOTICES, _ENQUIRIES = 2_000, 30


def measure(notices: int = _NOTICES, enquiries: int = _ENQUIRIES) -> Iterator[Measurement]:
    with open_city_hall(owners=enquiries) as hall:
        cars = hall.file_lessor(_LESSOR, notices)
        worker = hall.start_worker()
        worker.answer(STRANGER, "안녕하세요")  # sets up logger, metrics and tracer: part of the cold start
        # The oldest notices: those that no page of the newest holds.
        lessors = [worker.answer(car.phone, f"가상계좌 주세요 {car.plate}") for car in cars[:enquiries]]
        plain = [worker.answer(owner.phone, f"가상계좌 주세요 {owner.plate}") for owner in hall.owners]
    yield _times("calls", [len(answered.calls) for answered in lessors], [len(answered.calls) for answered in plain])
    yield _times("own CPU", _cpu(lessors), _cpu(plain))


def _cpu(answers: list[AnsweredText]) -> list[float]:
    return [answered.own_cpu_ms for answered in answers]


def _times(what: str, lessors: list[float], plain: list[float]) -> Measurement:
    detail = f"{median(lessors):.1f} beside {median(plain):.1f}, of {len(plain)} each"
    return Measurement(
        f"a lessor's enquiry, {what}", median(lessors) / median(plain), "times", at_most=TIMES_AT_MOST, detail=detail
    )
