from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.errors import (
    AcceptanceNeedsDocument,
    AcceptanceNeedsGround,
    CaseIsCancelled,
    OpinionAfterReducedPayment,
    OpinionTooLate,
    RejectionNeedsReason,
)
from city.fines.law.lifecycle import State
from city.fines.law.procedure import opinions
from city.fines.law.procedure.opinions import Channel, Ground, Opinion, OpinionDecision
from city.kernel.clock import SEOUL

UNTIL = date(2026, 11, 25)
LAST_MINUTE = datetime(2026, 11, 25, 23, 59, tzinfo=SEOUL)
MIDNIGHT = datetime(2026, 11, 26, 0, 0, tzinfo=SEOUL)

SAID = [
    ("아버지가 갑자기 쓰러지셔서 응급실에 모시고 갔습니다", Ground.EMERGENCY_PATIENT),
    ("아내가산통이와서병원앞에세웠어요", Ground.EMERGENCY_PATIENT),
    ("구급차가 늦어 제가 직접 태우고 갔습니다", Ground.EMERGENCY_PATIENT),
    ("교통사고로 의식을 잃은 분을 옮겼습니다", Ground.EMERGENCY_PATIENT),
    ("장애인이신 어머니를 응급실에 내려드렸습니다", Ground.EMERGENCY_PATIENT),
    ("I took my father to the emergency room", Ground.EMERGENCY_PATIENT),
    ("AMBULANCE를 기다렸습니다", Ground.EMERGENCY_PATIENT),
    ("送孩子去急诊", Ground.EMERGENCY_PATIENT),
    ("Tôi đưa mẹ đi cấp cứu", Ground.EMERGENCY_PATIENT),
    ("dua me di cap cuu", Ground.EMERGENCY_PATIENT),
    ("휠체어 타시는 할머니를 내려 드리느라 잠깐 섰어요", Ground.DISABLED_BOARDING),
    ("장애인 손님 하차를 도왔습니다", Ground.DISABLED_BOARDING),
    ("복지카드 있습니다", Ground.DISABLED_BOARDING),
    ("I helped a wheelchair user get out", Ground.DISABLED_BOARDING),
    ("帮残疾人下车", Ground.DISABLED_BOARDING),
    ("옆 건물에 불이 나서 구조 작업을 도왔습니다", Ground.DISASTER_RESCUE),
    ("침 수 된 차 때문에", Ground.DISASTER_RESCUE),
    ("The house fire next door", Ground.DISASTER_RESCUE),
    ("도로 공사 차량입니다", Ground.ROAD_WORKS),
    ("We were doing road works there", Ground.ROAD_WORKS),
    ("범인을 검거하던 중이었습니다", Ground.CRIME_OR_ACCIDENT),
    ("사고 조사 나온 차량입니다", Ground.CRIME_OR_ACCIDENT),
    ("이사짐 내리는 중이었어요", Ground.OTHER_SUBSTANTIAL),
    ("차가 고장나서 움직일 수 없었습니다", Ground.OTHER_SUBSTANTIAL),
    ("접촉사고가 나서 경찰을 기다렸습니다", Ground.OTHER_SUBSTANTIAL),
    ("차를 도난 당했습니다", Ground.OTHER_SUBSTANTIAL),
    ("My car broke down", Ground.OTHER_SUBSTANTIAL),
    ("车子抛锚了", Ground.OTHER_SUBSTANTIAL),
    ("xe bị hỏng", Ground.OTHER_SUBSTANTIAL),
    ("병원 진료 예약이 있었어요", None),
    ("약국에 잠깐 들렀습니다", None),
    ("약국에서 진통제 사느라", None),
    ("응급은 아니지만 병원에 갔습니다", None),
    ("It was not an emergency, only a doctor's appointment", None),
    ("장애인 주차구역인 줄 모르고 아이를 태우느라 세웠어요", None),
    ("I stopped in a disabled bay to drop my son off", None),
    ("소화전 앞인 줄 몰랐습니다", None),
    ("I parked near the station fire hydrant", None),
    ("I accidentally parked there", None),
    ("회사 이사님 차입니다", None),
    ("잠깐 커피 사러 갔어요", None),
    ("10분만 세웠습니다", None),
    ("물건을 사고 나와 보니 단속되었습니다", None),
    ("현재 해당 구역에 표지판이 없습니다", None),
    ("영화 재미있게 보고 왔어요", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "ground"), SAID)
def test_the_ground_is_guessed_from_what_was_said(text: str, ground: Ground | None) -> None:
    assert opinions.guess_ground(text) is ground


@pytest.mark.parametrize(("text", "ground"), [row for row in SAID if not any(letter.isascii() for letter in row[0])])
def test_unspaced_words_are_read_like_spaced_ones(text: str, ground: Ground | None) -> None:
    assert opinions.guess_ground(" ".join(text)) is ground


@pytest.mark.parametrize(("text", "ground"), [row for row in SAID if any("가" <= letter <= "힣" for letter in row[0])])
def test_korean_is_read_whatever_its_spaces(text: str, ground: Ground | None) -> None:
    assert opinions.guess_ground(text.replace(" ", "")) is ground
    assert opinions.guess_ground(text.replace(" ", "\n  ")) is ground


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    assert opinions.guess_ground(text) in {None, *Ground}


@pytest.mark.parametrize("ground", Ground)
def test_every_ground_names_itself_and_its_documents_in_both_languages(ground: Ground) -> None:
    terms = opinions.GROUND_TERMS[ground]

    assert terms.name_ko
    assert terms.name_en.isascii()
    assert len(terms.documents_ko) == len(terms.documents_en) > 0


def test_an_opinion_is_kept_word_for_word() -> None:
    said = "  억울합니다!!\n 비가 와서요 "

    opinion = Opinion(said, LAST_MINUTE, Channel.TEXT, opinions.guess_ground(said))

    assert (opinion.text, opinion.ground) == (said, None)


@pytest.mark.parametrize("state", [State.NOTICED, State.UNDER_REVIEW])
def test_an_opinion_is_in_time_until_midnight_in_seoul(state: State) -> None:
    opinions.check_opinion(state, UNTIL, LAST_MINUTE)

    with pytest.raises(OpinionTooLate):
        opinions.check_opinion(state, UNTIL, MIDNIGHT)


def test_the_last_day_is_counted_in_seoul_whatever_the_offset() -> None:
    opinions.check_opinion(State.NOTICED, UNTIL, datetime.fromisoformat("2026-11-25T14:59:00+00:00"))

    with pytest.raises(OpinionTooLate):
        opinions.check_opinion(State.NOTICED, UNTIL, datetime.fromisoformat("2026-11-25T15:00:00+00:00"))


@pytest.mark.parametrize("given_at", [LAST_MINUTE, MIDNIGHT])
def test_after_the_reduced_payment_an_opinion_is_refused_with_that_reason(given_at: datetime) -> None:
    with pytest.raises(OpinionAfterReducedPayment):
        opinions.check_opinion(State.CLOSED_FINAL, UNTIL, given_at)


@pytest.mark.parametrize(("state", "refusal"), [(State.IMPOSED, OpinionTooLate), (State.CANCELLED, CaseIsCancelled)])
def test_a_case_past_its_opinion_period_takes_none(state: State, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        opinions.check_opinion(state, UNTIL, LAST_MINUTE)


def test_an_acceptance_rests_on_a_ground_and_a_document() -> None:
    decision = OpinionDecision(accepted=True, ground=Ground.EMERGENCY_PATIENT, documents_seen=("응급진료확인서",))

    assert opinions.check_decision(decision) is decision


def test_an_acceptance_without_a_ground_is_refused() -> None:
    with pytest.raises(AcceptanceNeedsGround):
        opinions.check_decision(OpinionDecision(accepted=True, documents_seen=("응급진료확인서",)))


@pytest.mark.parametrize("documents", [(), ("",), (" ", "\n")])
def test_an_acceptance_without_a_document_is_refused(documents: tuple[str, ...]) -> None:
    with pytest.raises(AcceptanceNeedsDocument):
        opinions.check_decision(OpinionDecision(accepted=True, ground=Ground.ROAD_WORKS, documents_seen=documents))


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_rejection_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(RejectionNeedsReason):
        opinions.check_decision(OpinionDecision(accepted=False, ground=Ground.ROAD_WORKS, reason=reason))


def test_a_rejection_with_a_reason_needs_nothing_else() -> None:
    decision = OpinionDecision(accepted=False, reason="일반 진료는 응급환자의 수송에 해당하지 않습니다.")

    assert opinions.check_decision(decision) is decision
