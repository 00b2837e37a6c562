import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.fines.law.language import Language
from city.fines.talk.other_offices import named_office, other_office
from city.fines.talk.phrases.all_phrases import PHRASES

DATA = Path(__file__).parents[4] / "models/intent/data"
SETS = [DATA / "heldout.tsv", *sorted(DATA.glob("train*.tsv"))]

THEIRS = [
    ("속도위반 찍힌 거 같은데 여기서 낼 수 있나요", "police"),
    ("과속 카메라 찍힌 거 벌금 어디서 봐요", "police"),
    ("신호위반으로 7만원 나왔는데요", "police"),
    ("경찰서에서 온 범칙금 고지서예요", "police"),
    ("범칙금 통지가 왔는데 벌점도 나오나요", "police"),
    ("경찰한테 딱지 끊겼어요", "police"),
    ("중앙선 넘어서 찍힌 거 같아요", "police"),
    ("안전띠 안 매서 걸렸어요", "police"),
    ("이파인에서 조회가 안 돼요", "police"),
    ("스쿨존에서 시속 45로 달려서 찍혔어요", "police"),
    ("speed camera fine", "police"),
    ("I ran a red light, where do I pay", "police"),
    ("I got a ticket from the police", "police"),
    ("闯红灯的罚款", "police"),
    ("超速了怎么交", "police"),
    ("bị phạt quá tốc độ", "police"),
    ("vuot den do nop o dau", "police"),
    ("장애인 주차칸에 댔다고 10만원짜리 날라왔는데 계좌 줘요", "disabled_bay"),
    ("장애인전용주차구역 위반 과태료요", "disabled_bay"),
    ("장애인 자리에 세웠다가 10만원 나왔어요", "disabled_bay"),
    ("I parked in a disabled bay", "disabled_bay"),
    ("handicapped parking fine", "disabled_bay"),
    ("停在残疾人车位被罚了", "disabled_bay"),
    ("đỗ ở chỗ dành cho người khuyết tật", "disabled_bay"),
    ("강남구에서 찍힌 건데요", "another_district"),
    ("서초구청에서 온 고지서요", "another_district"),
    ("마포에서 견인됐어요", "another_district"),
    ("부산에서 주차 단속됐어요", "another_district"),
    ("대구 중구 건도 여기서 되나요", "another_district"),
    ("다른 구에서 끊긴 딱지인데요", "another_district"),
    ("동대문구에서 찍혔어요", "another_district"),
    ("I got a parking ticket in Gangnam", "another_district"),
    ("하이패스 미납 통행료", "toll"),
    ("고속도로 통행료를 못 냈어요", "toll"),
    ("unpaid highway toll", "toll"),
    ("운전면허 갱신은 어디서 해요", "licence"),
    ("면허 정지 며칠이에요", "licence"),
    ("종합소득세 내려고요", "national_tax"),
    ("자동차세 얼마예요", "local_tax"),
    ("주민세 고지서 다시 주세요", "local_tax"),
    ("자동차 정기검사 과태료", "vehicle_duties"),
    ("의무보험 미가입 과태료", "vehicle_duties"),
    ("버스전용차로 위반이요", "vehicle_duties"),
    ("담배꽁초 과태료 계좌 주세요", "another_office"),
]
OURS = [
    "앞차가 들이받아서 경찰 부르고 기다리느라 세웠어요",
    "경찰관이 여기 대라고 해서 댔습니다",
    "앞에서 싸움이 나 112 신고하고 기다리느라 세웠습니다",
    "경찰차가 길을 막고 있었어요",
    "저 동대문 살아요 52가1234 얼마예요",
    "동대문 시장 앞에서 찍혔어요",
    "강남 살아요 계좌 주세요",
    "종로에서 왔는데 을지로에서 세웠어요",
    "그날 저는 부산에 있었습니다",
    "부산 31바 2345 계좌 주세요",
    "경기79아4415 얼마예요",
    "장애인 어머니 내려드리느라 잠깐 섰어요",
    "장애인인데 감경되나요",
    "노인·장애인보호구역에서 찍힌 거 얼마예요",
    "신호 대기 중이었는데 찍혔어요",
    "과속방지턱 앞에 세웠어요",
    "카메라가 다른 차를 찍은 것 같아요",
    "다른 구청 압류도 이걸로 같이 풀리나요",
    "경찰서 압류도 같이 풀리나요",
    "세무서 압류 말고 구청 것만요",
    "늦게 내면 벌점도 생기나요",
    "카메라가 번쩍했는데 주차 단속된 건가요",
    "어린이보호구역 주차 과태료 얼마예요",
    "불경기인데 딱지까지 끊고",
    "전 주인이 찍힌 거예요",
    "예금주가 서울중구로 나오던데 맞게 보낸 거죠",
    "can the fine be reduced",
    "The police told me to stop there",
    "I live in Gangnam, how much is my fine?",
    "警察让我停在那里",
    "Cảnh sát bảo tôi dừng ở đó",
]


@pytest.mark.parametrize(("text", "phrase"), THEIRS)
def test_the_right_office_is_named_for_what_is_not_ours(text: str, phrase: str) -> None:
    assert named_office(text) == phrase
    assert other_office(text) == phrase


@pytest.mark.parametrize("text", OURS)
def test_an_excuse_a_home_or_a_seizure_names_no_other_office(text: str) -> None:
    assert named_office(text) is None


@pytest.mark.parametrize("phrase", sorted({phrase for _, phrase in THEIRS}))
@pytest.mark.parametrize("language", Language)
def test_every_office_is_named_with_a_way_to_reach_it(phrase: str, language: Language) -> None:
    words = PHRASES[phrase][language]

    assert "{switchboard}" in words or any(number in words for number in ("120", "182", "126", "1588-2504"))


@given(st.text())
def test_any_text_is_read_without_harm(text: str) -> None:
    assert other_office(text) in PHRASES


def test_no_enquiry_of_ours_is_sent_away() -> None:
    sent = []
    for path in SETS:
        with path.open(encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines, delimiter="\t"))
        # What tells something against a fine is ours whatever it names: the conversation sends none of it away.
        ours = [r["text"] for r in rows if r["intent"] != "out_of_scope" and r.get("tells") != "yes"]
        sent += [text for text in ours if named_office(text) is not None]

    assert sent == []
