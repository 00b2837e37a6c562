import pytest

from city.fines.law.language import Language
from city.fines.law.procedure.circumstances import GROUND_OF, Circumstance, guess_circumstance, guess_ground
from city.fines.law.procedure.proofs import PROOFS, proof_for
from city.kernel.text import carrier_safe

KO = Language.KOREAN

TOLD = [
    ("바퀴가 터져서 정비차 올 때까지 꼼짝을 못 했소", Circumstance.FLAT_TYRE),
    ("타이어 펑크나서 견인 기다린 건데 단속됐어요", Circumstance.FLAT_TYRE),
    ("빵구가 나가꼬 서 있었심더", Circumstance.FLAT_TYRE),
    ("I had a flat tire", Circumstance.FLAT_TYRE),
    ("爆胎了", Circumstance.FLAT_TYRE),
    ("xe tôi bị nổ lốp", Circumstance.FLAT_TYRE),
    ("시동이 꺼져 보험사 긴급출동을 기다렸습니다", Circumstance.BREAKDOWN),
    ("엔진 경고등이 떠서 겁나서 세웠어요", Circumstance.BREAKDOWN),
    ("브레이크가 밀려서 갓길로 뺀 겁니다", Circumstance.BREAKDOWN),
    ("배터리 방전으로 기다렸습니다", Circumstance.BREAKDOWN),
    ("차가 퍼져부러서 렉카 불렀당께", Circumstance.BREAKDOWN),
    ("기름이 떨어져서 멈췄어요", Circumstance.BREAKDOWN),
    ("My engine overheated", Circumstance.BREAKDOWN),
    ("车坏了，在等拖车", Circumstance.BREAKDOWN),
    ("xe hong giua duong", Circumstance.BREAKDOWN),
    ("우리 영감이 숨을 몬 쉬어가 일일구 부르고", Circumstance.EMERGENCY),
    ("임산부인 아내가 갑자기 하혈을 해서", Circumstance.EMERGENCY),
    ("애가 경련을 일으켜서요", Circumstance.EMERGENCY),
    ("My son had a seizure, I drove to the hospital", Circumstance.EMERGENCY),
    ("我妈妈晕倒了", Circumstance.EMERGENCY),
    ("구급차에 길을 터 주려고 인도 쪽으로 붙였습니다", Circumstance.MAKING_WAY),
    ("소방차 지나가라고 비켜준 건데요", Circumstance.MAKING_WAY),
    ("An ambulance had to pass, I made way", Circumstance.MAKING_WAY),
    ("소방호스가 바퀴를 막고 있었어요", Circumstance.FIRE_OPERATION),
    ("앞에서 싸움이 나 112 신고하고 기다렸습니다", Circumstance.POLICE_CALLED),
    ("경찰관이 거기 대라고 손짓해서 댔어요", Circumstance.POLICE_ORDER),
    ("접촉사고가 나서 경찰을 기다렸습니다", Circumstance.ACCIDENT),
    ("뒤차가 박아서 서 있었어요", Circumstance.ACCIDENT),
    ("차를 도둑맞은 동안 찍혔어요", Circumstance.THEFT),
    ("이삿짐 내리는 중이었어요", Circumstance.MOVING),
    ("택배 상하차 중이었습니다", Circumstance.DELIVERY),
    ("화물 싣느라 잠깐 세운 건데", Circumstance.DELIVERY),
    ("卸货十分钟", Circumstance.DELIVERY),
    ("매매상사에 넘긴 차입니다", Circumstance.SOLD),
    ("작년에 팔았어요", Circumstance.SOLD),
    ("친구가 빌려 탄 날이에요", Circumstance.RENTED),
    ("렌트카입니다", Circumstance.RENTED),
    ("저 그날 거기 간 적이 없어요", Circumstance.ANOTHER_CAR),
    ("번호판 오인식 같아요", Circumstance.ANOTHER_CAR),
    ("표지판이 나무에 가려서 안 보였어요", Circumstance.NO_SIGN),
    ("There was no sign", Circumstance.NO_SIGN),
    ("거주자우선주차 배정받은 자리예요", Circumstance.PERMITTED),
    ("애가 토해서 잠깐 세운 거예요", Circumstance.ILLNESS),
    ("손님 내려주느라 잠깐 섰는데", Circumstance.PASSENGER),
    # What only sounds like one.
    ("번호판 영치 예고장이 왔어요", None),
    ("환급 접수해 주세요", None),
    ("카드 분실신고 어디서 해요", None),
    ("계좌번호 달라고요", None),
    ("내역하고 장소 알려 주세요", None),
    ("고지서 글씨가 안 보여요", None),
    ("택배로 보내 주세요", None),
    ("계좌 주세요", None),
]


@pytest.mark.parametrize(("text", "told"), TOLD)
def test_what_happened_is_guessed_from_the_words(text: str, told: Circumstance | None) -> None:
    assert guess_circumstance(text) is told
    assert guess_ground(text) is (GROUND_OF.get(told) if told else None)


def test_each_circumstance_names_its_own_documents() -> None:
    tyre, moving = proof_for("바퀴가 터졌어요", KO), proof_for("이사하느라 세웠어요", KO)

    assert tyre is not None
    assert moving is not None
    assert any("긴급출동" in document for document in tyre.documents)
    assert moving.documents == ("이사계약서",)
    assert not {*tyre.documents} & {*moving.documents}


def test_words_that_tell_of_nothing_known_name_no_documents() -> None:
    assert proof_for("억울합니다", KO) is None


@pytest.mark.parametrize("told", Circumstance)
def test_every_circumstance_has_its_proof_in_all_languages_as_carriers_take_it(told: Circumstance) -> None:
    assert PROOFS[told].keys() == set(Language)
    for proof in PROOFS[told].values():
        assert proof.documents
        for words in (proof.name, *proof.documents):
            assert carrier_safe(words).encode("euc_kr")
            assert "?" not in carrier_safe(words)
    assert len({len(proof.documents) for proof in PROOFS[told].values()}) == 1
