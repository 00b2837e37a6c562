from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from city.fines.law.tables.case_records import CONSENTS, SENDER_ENTRY, NoticeRecord, SenderRecord
from city.fines.talk.bootstrap import build_reminders
from city.fines.talk.errors import TextRefused
from city.fines.talk.service.remind_citizens import ENOUGH_MILLISECONDS, RemindCitizens, RemindersRun
from city.fines.talk.tables.talks import TurnRecord
from city.kernel.clock import SEOUL
from city.kernel.phone import PhoneNumber
from tests.effort import examples
from tests.integration.fines_in_moto import OWNER, FinesInMoto, account_in
from tests.integration.moto_city import Context

# The owner's notice has its early window until the 25th of November and is due on the 29th of January.
THREE_DAYS_BEFORE = datetime(2026, 11, 22, 9, 7, tzinfo=SEOUL)
NUMBER = "1140-2026-0000001"


def an_hour() -> int:
    return 15 * 60_000


@pytest.fixture
def reminders(fines: FinesInMoto) -> RemindCitizens:
    return build_reminders(fines.environment, fines.clock, fines.post)


def agree(fines: FinesInMoto, phone: str = OWNER, language: str | None = None) -> str:
    """Writes the consent as the text desk does. Returns the partition."""
    holder: str = fines.texts.answer_text.hashed.of("phone", PhoneNumber.parse(phone).e164)
    SenderRecord(holder, SENDER_ENTRY, consent=CONSENTS, phone=PhoneNumber.parse(phone).e164, language=language).save()
    return holder


def case(fines: FinesInMoto, number: str = NUMBER) -> NoticeRecord:
    found = fines.cases.by_number(number)
    assert found is not None
    return found


def at(fines: FinesInMoto, moment: datetime) -> None:
    fines.clock.moment = moment.astimezone(UTC)


def test_who_agreed_is_reminded_once_of_the_reduction_and_once_of_the_due_date(
    fines: FinesInMoto, reminders: RemindCitizens
) -> None:
    fines.add_notice()
    holder = agree(fines)
    moments = []
    days_that_matter = [*range(20, 30), *range(85, 96)]
    for day in days_that_matter:
        for hour in range(24):
            at(fines, datetime(2026, 11, 1, hour, 7, tzinfo=SEOUL) + timedelta(days=day))
            if reminders.remind(an_hour).sent:
                moments.append(fines.clock.now().astimezone(SEOUL))

    assert moments == [THREE_DAYS_BEFORE.replace(hour=8), datetime(2027, 1, 26, 8, 7, tzinfo=SEOUL)]
    (_, early), (_, due) = fines.post.texts
    assert "11.25.(수)" in early
    assert "32,000원" in early
    assert "의견" in early  # the warning of QVA §18②
    assert "1.29.(금)" in due
    assert "40,000원" in due
    assert fines.post.keys == [f"reminder-{NUMBER}-early", f"reminder-{NUMBER}-due"]
    assert [turn.outcome for turn in TurnRecord.query(holder)] == ["sent", "sent"]


def test_who_did_not_agree_is_left_alone(fines: FinesInMoto, reminders: RemindCitizens) -> None:
    fines.add_notice()
    at(fines, THREE_DAYS_BEFORE)

    assert reminders.remind(an_hour) == RemindersRun()
    assert fines.post.texts == []


def test_a_consent_that_was_taken_back_counts_at_once(fines: FinesInMoto, reminders: RemindCitizens) -> None:
    fines.add_notice()
    holder = agree(fines)
    # The index still names the telephone; what was agreed to is gone.
    SenderRecord.get(holder, SENDER_ENTRY).update(actions=[SenderRecord.phone.remove()])
    at(fines, THREE_DAYS_BEFORE)

    assert reminders.remind(an_hour).sent == 0


def test_a_foreigner_is_reminded_in_the_language_they_wrote_in(fines: FinesInMoto, reminders: RemindCitizens) -> None:
    fines.add_notice()
    agree(fines, language="en")
    at(fines, THREE_DAYS_BEFORE)

    reminders.remind(an_hour)

    assert "ends on Wed 25 Nov" in fines.post.last()


def test_a_paid_fine_is_not_reminded_of(fines: FinesInMoto, reminders: RemindCitizens) -> None:
    fines.add_notice()
    fines.pay(account_in(fines.ask(OWNER, "계좌 12가3456")), 32_000)
    agree_again = SenderRecord.get(case(fines).holder, SENDER_ENTRY)
    agree_again.update(
        actions=[SenderRecord.consent.set(CONSENTS), SenderRecord.phone.set(PhoneNumber.parse(OWNER).e164)]
    )
    at(fines, THREE_DAYS_BEFORE)

    assert reminders.remind(an_hour).sent == 0


@pytest.mark.parametrize("status", ["cancelled", "objected", "court", "closed", "barred"])
def test_a_case_in_which_nothing_is_due_is_not_reminded_of(
    fines: FinesInMoto, reminders: RemindCitizens, status: str
) -> None:
    fines.add_notice()
    agree(fines)
    case(fines).update(actions=[NoticeRecord.status.set(status)])
    at(fines, THREE_DAYS_BEFORE)

    assert reminders.remind(an_hour).sent == 0


def test_a_carrier_that_is_busy_is_asked_again_the_next_hour(fines: FinesInMoto, reminders: RemindCitizens) -> None:
    fines.add_notice()
    agree(fines)
    at(fines, THREE_DAYS_BEFORE)
    fines.post.refusals = 1

    first = reminders.remind(an_hour)
    marks = list(case(fines).reminded)
    fines.clock.move(hours=1)
    second = reminders.remind(an_hour)

    assert (first.sent, marks) == (0, [])
    assert (second.sent, list(case(fines).reminded)) == (1, ["early"])
    assert len(fines.post.texts) == 1


def test_a_text_the_carrier_will_never_take_is_not_tried_every_hour(fines: FinesInMoto) -> None:
    class Refusing:
        tries = 0

        def send(self, to: PhoneNumber, text: str, key: str) -> None:
            self.tries += 1
            raise TextRefused

    carrier = Refusing()
    reminders = build_reminders(fines.environment, fines.clock, carrier)
    fines.add_notice()
    agree(fines)
    at(fines, THREE_DAYS_BEFORE)

    reminders.remind(an_hour)
    reminders.remind(an_hour)

    assert carrier.tries == 1


def test_a_case_that_moves_before_the_mark_is_left_for_the_next_hour(fines: FinesInMoto) -> None:
    fines.add_notice()
    agree(fines)
    reminders = build_reminders(fines.environment, fines.clock, fines.post)
    at(fines, THREE_DAYS_BEFORE)
    stale = case(fines)
    case(fines).update(actions=[NoticeRecord.place.set("을지로 30")])

    assert reminders._remind_of(stale, SenderRecord.get(stale.holder, SENDER_ENTRY)) is False
    assert fines.post.texts == []
    assert reminders.remind(an_hour).sent == 1


def test_a_run_stops_in_time_and_says_how_many_are_left(fines: FinesInMoto, reminders: RemindCitizens) -> None:
    phones = [f"010-1111-000{serial}" for serial in range(4)]
    for serial, phone in enumerate(phones, start=1):
        fines.add_notice(serial, 휴대전화=phone, 차량번호=f"12가345{serial}")
        agree(fines, phone)
    at(fines, THREE_DAYS_BEFORE)
    # Each telephone asks for the time twice: before its file, and before its notice.
    times = iter([an_hour()] * 4 + [ENOUGH_MILLISECONDS - 1])

    first = reminders.remind(lambda: next(times))
    second = reminders.remind(an_hour)

    assert (first.sent, first.left) == (2, 2)
    assert (second.sent, second.left) == (2, 0)
    assert sorted(to for to, _ in fines.post.texts) == sorted(PhoneNumber.parse(phone).e164 for phone in phones)


def test_a_run_that_nightfall_overtakes_stops(fines: FinesInMoto) -> None:
    class SlowCarrier:
        texts = 0

        def send(self, to: PhoneNumber, text: str, key: str) -> None:
            self.texts += 1
            fines.clock.move(minutes=2)

    for serial in (1, 2):
        fines.add_notice(serial, 휴대전화=f"010-1111-000{serial}", 차량번호=f"12가345{serial}")
        agree(fines, f"010-1111-000{serial}")
    at(fines, datetime(2026, 11, 22, 20, 59, tzinfo=SEOUL))

    run = build_reminders(fines.environment, fines.clock, SlowCarrier()).remind(an_hour)

    assert (run.sent, run.left) == (1, 1)


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seconds=st.integers(0, 5 * 24 * 3600 - 1))
def test_nothing_is_ever_sent_between_nine_at_night_and_eight(
    fines: FinesInMoto, reminders: RemindCitizens, seconds: int
) -> None:
    moment = datetime(2026, 11, 21, tzinfo=SEOUL) + timedelta(seconds=seconds)
    if not fines.post.texts and not list(NoticeRecord.scan(limit=1)):
        fines.add_notice()
        agree(fines)
    case(fines).update(actions=[NoticeRecord.reminded.set([])])
    at(fines, moment)

    sent = reminders.remind(an_hour).sent

    by_day = time(8) <= moment.time() < time(21)
    assert sent == (1 if by_day and 22 <= moment.day <= 25 else 0)


def test_the_function_hands_over_its_clock(fines: FinesInMoto, reminders: RemindCitizens) -> None:
    from functions.fines.talk.remind_citizens.handler import make_handler

    fines.add_notice()
    agree(fines)
    at(fines, THREE_DAYS_BEFORE)
    handle = make_handler(lambda: reminders)

    handle({}, Context(remaining_ms=ENOUGH_MILLISECONDS - 1))
    before = len(fines.post.texts)
    handle({}, Context(remaining_ms=an_hour()))

    assert (before, len(fines.post.texts)) == (0, 1)
