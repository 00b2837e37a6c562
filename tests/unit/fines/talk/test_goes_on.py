"""Texts that lean on the answer before them, or say more than the answer they give."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from city.fines.law.language import Language
from city.fines.talk.conversation.heard import hear
from city.fines.talk.conversation.turns import understand_in_context
from city.fines.talk.dialogue import Asked, HandOff, Memory, Wants, Wish
from city.fines.talk.understanding import Guess, Intent, Ranker, by_cues, understand

AT = datetime(2026, 11, 10, 3, tzinfo=UTC)
PLATE, NUMBER, ANOTHER = "12가3456", "1140-2026-0000001", "1140-2026-0000002"
REASON = "응급실에 가느라 세웠습니다"
# Words of an opinion wait for a yes about a case that was found.
WAITING = Memory(
    asked=Asked.OPINION_CONSENT,
    topic=Intent.APPEAL,
    plates=(PLATE,),
    found=True,
    draft=REASON,
    draft_at=AT.isoformat(),
    drafted_on=(NUMBER,),
)


def wish_of(text: str, memory: Memory | None = None, rank: Ranker = by_cues) -> Wish:
    return understand_in_context(hear(understand(text, rank), text, AT), memory)


# --- questions about what was answered last, and questions that tell something ---

FOUND = Memory(plates=(PLATE,), notice_numbers=(NUMBER,), found=True)


@pytest.mark.parametrize(
    ("topic", "text"),
    [
        (Intent.SEIZURE_RELEASE, "오늘 내면 얼마나 걸리는데요"),
        (Intent.SEIZURE_RELEASE, "and how long would that take?"),
        (Intent.REDUCTION, "그러면 얼마예요"),
        (Intent.REDUCTION, "那样要多少钱"),
        (Intent.PHOTO, "집에서는 못 볼까요"),
        (Intent.PHOTO, "can I come and see it in the evening?"),
        (Intent.PAYMENT_CONFIRM, "그러면 저는 어떡하면 되나요"),
    ],
)
def test_a_question_goes_on_about_what_was_answered_last(topic: Intent, text: str) -> None:
    assert wish_of(text, replace(FOUND, topic=topic)).intent is topic


@pytest.mark.parametrize(
    "text", ["국가유공자 1급인데 깎아 주는 제도가 있나요 12가3456", "차상위계층인데 감면 됩니까 12가3456"]
)
def test_a_question_that_says_who_asks_is_no_excuse(text: str) -> None:
    wish = wish_of(text, FOUND, lambda _: Guess((Intent.REDUCTION,), False, 0.9))

    assert (wish.intent, wish.memory.draft) == (Intent.REDUCTION, None)


def test_an_excuse_that_ends_in_a_question_is_kept() -> None:
    wish = wish_of("아이가 열이 나서 응급실에 갔는데 감경 되나요 12가3456", FOUND)

    assert wish.memory.draft is not None


@pytest.mark.parametrize("text", ["아니 됐고 얼마 내면 되는데", "접수 안 할래요 얼마 보내요"])
def test_a_no_with_an_amount_asked_in_it_is_answered_with_the_amount(text: str) -> None:
    wish = wish_of(text, WAITING, lambda _: Guess((Intent.ACCOUNT_REQUEST, Intent.FINE_LOOKUP), True, 0.1))

    assert (wish.wants, wish.memory.draft) == (Wants.CASE, None)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("얼마예요 <img src=x onerror=alert(1)>", Language.KOREAN),
        ("www.etax.seoul.go.kr 여기서 내도 돼요", Language.KOREAN),
        ("file_name_of_report=final.pdf 이거요", Language.KOREAN),
        ("I parked at 명동역 3번 출구 for a minute", Language.ENGLISH),
        ("hello.how much is it", Language.ENGLISH),
    ],
)
def test_addresses_and_pieces_of_programs_tell_no_language(text: str, language: Language) -> None:
    assert understand(text).language is language


# --- what else a text may be beside the answer it gives ---


def test_a_yes_beside_a_word_about_telephones_files_it() -> None:
    wish = wish_of(
        "접수해 주세요 통화는 어려우니 전화 말고 문자로요", WAITING, lambda _: Guess((Intent.HUMAN_AGENT,), False, 0.9)
    )

    assert wish.wants is Wants.RECORD_OPINION


def test_a_yes_beside_a_wish_for_a_person_files_it_and_calls_one() -> None:
    wish = wish_of(
        "접수해 주시고 담당자 연결도 부탁드려요", WAITING, lambda _: Guess((Intent.HUMAN_AGENT,), False, 0.9)
    )

    assert (wish.wants, wish.hand_off) == (Wants.RECORD_OPINION, HandOff.ASKED)


def test_who_will_neither_file_nor_pay_is_given_no_account() -> None:
    wish = wish_of("접수고 뭐고 안 낼 거예요 관두세요", WAITING, lambda _: Guess((Intent.ACCOUNT_REQUEST,), True, 0.1))

    assert (wish.wants, wish.memory.draft) == (Wants.DECLINED, None)


def test_money_asked_back_before_a_yes_is_a_refund_and_the_words_stay() -> None:
    wish = wish_of("보낸 돈 돌려받고 싶은데요", WAITING, lambda _: Guess((Intent.REFUND,), False, 0.9))

    assert (wish.wants, wish.hand_off, wish.memory.draft) == (Wants.PERSON, HandOff.REFUND, REASON)


def test_a_digit_too_many_is_of_the_money_and_no_excuse() -> None:
    wish = wish_of("영을 하나 더 붙여서 보냈네요 어쩌죠", FOUND, lambda _: Guess((Intent.SMALLTALK,), True, 0.1))

    assert (wish.intent, wish.memory.draft) == (Intent.PAYMENT_CONFIRM, None)


def test_a_story_told_once_an_opinion_is_on_file_is_added_whatever_it_may_be_taken_for() -> None:
    filed = Memory(plates=(PLATE,), notice_numbers=(NUMBER,), found=True, filed_on=(NUMBER,))

    wish = wish_of("렉카가 와서 공업사로 옮겨 갔습니다", filed, lambda _: Guess((Intent.TOWING,), False, 0.9))

    assert wish.wants is Wants.ADD_TO_OPINION


def test_a_sum_and_the_rest_name_cases_of_a_list() -> None:
    listed = replace(FOUND, asked=Asked.CASE, topic=Intent.ACCOUNT_REQUEST, offered=(NUMBER, ANOTHER))

    assert wish_of("3만 2천원짜리부터 주세요", listed).amounts_krw == (32_000,)
    assert wish_of("64,000원 거요", listed).amounts_krw == (64_000,)
    assert wish_of("나머지 거 계좌요", listed).the_rest


def test_the_sum_of_both_cars_is_of_all_the_senders_cars() -> None:
    heard = hear(understand("두 대 다 하면 얼마예요"), "두 대 다 하면 얼마예요", AT)

    assert set(understand_in_context(heard, FOUND, (PLATE, "99하9999")).plates) == {PLATE, "99하9999"}


def test_a_ticket_is_read_beside_other_digits() -> None:
    assert hear(
        understand("접수번호 2611-0003 12월 전에 답 주나요"), "접수번호 2611-0003 12월 전에 답 주나요", AT
    ).tickets == ("2611-0003",)


def test_two_cars_that_are_named_with_a_wish_for_accounts_are_both_meant_without_a_list() -> None:
    assert wish_of("12가3456이랑 99하9999 계좌 부탁합니다").every_case


def test_a_plate_that_is_gone_is_a_seizure_whatever_sum_is_asked() -> None:
    wish = wish_of("번호판을 떼 갔네요 12가3456 전부 얼마죠", FOUND, lambda _: Guess((Intent.FINE_LOOKUP,), False, 0.9))

    assert wish.intent is Intent.SEIZURE_RELEASE


def test_a_number_read_out_of_the_notice_is_looked_up_and_no_notice_is_sent_again() -> None:
    asked = Memory(asked=Asked.PLATE, topic=Intent.ACCOUNT_REQUEST, plates=(PLATE,))

    wish = wish_of(f"고지서에 {NUMBER} 이래 써 있어요", asked, lambda _: Guess((Intent.NOTICE_RESEND,), False, 0.9))

    assert (wish.wants, wish.hand_off) == (Wants.CASE, None)


# --- what the talk before says of a text that names little itself ---


def sure_of(intent: Intent) -> Ranker:
    return lambda _: Guess((intent,), False, 0.9)


def unsure_of(*likely: Intent) -> Ranker:
    return lambda _: Guess(likely, True, 0.1)


@pytest.mark.parametrize(
    "text", ["34나5678 것도 주세요", "34나5678 이 차도 보내 주세요", "34나5678 that one too please"]
)
def test_one_car_more_is_wished_what_was_wished_for_the_first(text: str) -> None:
    after_an_account = replace(FOUND, topic=Intent.ACCOUNT_REQUEST)

    wish = wish_of(text, after_an_account, unsure_of(Intent.FINE_LOOKUP))

    assert (wish.intent, wish.account, wish.plates) == (Intent.ACCOUNT_REQUEST, True, ("34나5678",))


def test_who_pays_all_at_once_after_asking_for_instalments_hears_the_sum() -> None:
    after_instalments = replace(FOUND, topic=Intent.INSTALLMENT, asked=Asked.APPLICATION)

    assert wish_of("형이 준대요 한꺼번에 낼게요 얼마죠", after_instalments).intent in (
        Intent.FINE_LOOKUP,
        Intent.ACCOUNT_REQUEST,
    )


def test_of_two_cars_a_story_is_of_the_one_it_names() -> None:
    wish = wish_of(
        "12가3456 34나5678 두 장이요. 12가3456은 인정합니다. 근데 34나5678은 앞차가 퍼져서 못 움직였어요 억울합니다"
    )

    assert (wish.intent, wish.plates) == (Intent.APPEAL, ("34나5678",))


@pytest.mark.parametrize("text", ["저번 달에 은행에서 냈는데 독촉장이 또 왔습니다", "I paid it at the bank last week"])
def test_what_is_told_after_a_person_was_asked_for_reaches_that_person(text: str) -> None:
    wish = wish_of(f"12가3456 {text}", Memory(handed_over=True), unsure_of(Intent.PAYMENT_CONFIRM))

    assert HandOff.ASKED is wish.hand_off


@pytest.mark.parametrize("text", ["아이고 벌써 눌렀는데 어쩌죠", "那我要怎么确认"])
def test_after_a_warning_of_false_texts_it_is_told_once_more_what_to_do(text: str) -> None:
    wish = wish_of(text, Memory(warned=True), unsure_of(Intent.PAYMENT_CONFIRM))

    assert wish.wants is Wants.DETAILS


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("나중에 그만 받고 싶으면 어떻게 하나요", Wants.HOW_TO_STOP),
        ("알림은 다시 받을래요", Wants.REMINDERS),
        ("알림 이제 필요 없으니 보내지 마세요", Wants.ADVICE),
    ],
)
def test_reminders_are_wished_ended_and_asked_about(text: str, wants: Wants) -> None:
    assert wish_of(text, FOUND).wants is wants


def test_reminders_are_ended_while_words_of_an_opinion_wait() -> None:
    wish = wish_of("됐네 문자 보내지 마시게", WAITING)

    assert (wish.intent, wish.memory.draft) == (Intent.OPT_OUT, REASON)


def test_a_yes_to_filing_after_an_answer_on_reductions_files_the_words_that_wait() -> None:
    asked_besides = replace(WAITING, asked=Asked.APPLICATION, topic=Intent.REDUCTION)

    assert wish_of("그래도 접수할게요", asked_besides).wants is Wants.RECORD_OPINION


def test_a_refund_beside_other_words_is_a_refund() -> None:
    wish = wish_of("감경되는 줄 몰랐네요 4만원은 환불 부탁합니다", FOUND, unsure_of(Intent.REFUND, Intent.REDUCTION))

    assert wish.hand_off is HandOff.REFUND


@pytest.mark.parametrize(
    "text", ["Please give me the 30,000 back, I'll pay again", "3만원은 도로 보내 주세요 다시 낼게요"]
)
@pytest.mark.parametrize("read_as", [Intent.PAYMENT_CONFIRM, Intent.ACCOUNT_REQUEST])
def test_money_wanted_back_is_a_refund_whatever_the_model_reads(text: str, read_as: Intent) -> None:
    assert wish_of(text, FOUND, sure_of(read_as)).hand_off is HandOff.REFUND


def test_a_car_given_back_by_the_police_is_no_refund() -> None:
    wish = wish_of("차를 도둑맞았다가 경찰이 찾아 줘서 돌려받은 차인데 왜 저한테 물립니까 12가3456")

    assert wish.intent is Intent.APPEAL


@pytest.mark.parametrize(
    "text",
    [
        "화장실이 급해서 잠깐 세운 거라고요 문자 그만 보내세요 12가3456",
        "수술하러 가느라 세웠습니다. 기한 전에 문자로 알려 주세요 12가3456",
        "I only stopped because my tyre burst. Stop texting me. 12가3456",
    ],
)
def test_a_reason_beside_a_wish_about_reminders_is_kept(text: str) -> None:
    wish = wish_of(text, FOUND)

    assert wish.intent is Intent.OPT_OUT or wish.wants is Wants.REMINDERS
    assert wish.memory.draft == text


@pytest.mark.parametrize(
    "text",
    [
        "차 팔았으니까 고지서 저한테 보내지 마세요",
        "그날 저는 부산에 있었습니다 이런 거 보내지 마세요",
        "작년에 넘긴 차니 저한테 보내지 마시고 산 사람한테 보내세요",
    ],
)
def test_who_wants_no_notice_because_it_is_not_theirs_objects(text: str) -> None:
    assert wish_of(f"{text} 12가3456", FOUND, unsure_of(Intent.OPT_OUT, Intent.OWNERSHIP)).memory.draft is not None
