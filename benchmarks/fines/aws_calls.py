"""Calls to AWS per plain enquiry, counted at the client. Reading the secret belongs to the cold start, not here."""

from collections.abc import Iterator

from benchmarks.fines.text_desk import STRANGER, AnsweredText, open_city_hall
from benchmarks.measurement import BenchmarkTrouble, Measurement

AT_MOST = 6


def measure() -> Iterator[Measurement]:
    with open_city_hall(owners=3) as hall:
        first, second, third = hall.owners
        worker = hall.start_worker()
        yield _counted("new account, fresh worker", worker.answer(first.phone, f"가상계좌 주세요 {first.plate}"))
        yield _counted("new account, warm worker", worker.answer(second.phone, f"가상계좌 주세요 {second.plate}"))
        yield _counted("the same owner asks again", worker.answer(first.phone, f"얼마예요? {first.plate}"))
        yield _counted("a stranger", worker.answer(STRANGER, f"얼마예요? {first.plate}"))
        bearer = hall.start_worker().answer(STRANGER, f"대신 낼게요 {third.notice_number} {third.plate}")
        yield _counted("not plain: the notice's bearer, new account, fresh worker", bearer, at_most=None)


def _counted(name: str, answered: AnsweredText, at_most: int | None = AT_MOST) -> Measurement:
    if "sns:Publish" not in answered.calls:
        raise BenchmarkTrouble(f"No text was sent to {name}.")
    return Measurement(name, len(answered.calls), "calls", at_most=at_most, detail=" ".join(answered.calls))
