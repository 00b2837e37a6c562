"""Dialogues as citizens might have them, drawn by chance: who writes, about which case, in which order, in what words."""

from dataclasses import dataclass
from enum import StrEnum

from hypothesis import strategies as st

# What happened, or why the fine is wrong; nobody could take one for a question or a thank-you.
REASONS = (
    "응급실에 어머니를 모시고 가느라 잠시 세웠습니다",
    "저는 그 시간에 그곳에 있지 않았습니다. 다른 차를 잘못 보신 것 같습니다",
    "차가 갑자기 고장 나서 견인차를 기다리고 있었습니다",
    "주차금지 표지판이 나무에 가려서 전혀 보이지 않았습니다",
    "장애가 있는 아버지를 내려 드리려고 잠깐 멈춘 것입니다",
    "애가 토해서 급하게 세운 건데 너무하네요",
    "타이어 빵꾸나서 보험 부르고 기다렸어요",
    "소방차가 길을 막아서 못 뺐어요 ㅠㅠ",
    "아니 1분도 안 세웠는데 이게 말이 됩니까 억울합니다",
    "진짜 열받네 단속할 거면 표지판이나 제대로 세우든가요 안 보여서 세운 거라고요",
    "할배가 쓰러져가 병원 델꼬 가느라 세아놨심더",
    "우리 집사람이 갑자기 쓰러져부러서 병원 델꼬 갔당께요",
    "짐 내리는 중이었고 운전자가 차에 타고 있었슴니다",
    "작년에 이 차를 팔았습니다 저는 차주가 아닙니다",
    "비가 퍼부어서 앞이 안 보여 잠깐 멈춘 것뿐입니다",
    "내일이 수술이라 급하게 입원하러 가던 길이었습니다",
    "병원에 접수하러 잠시 들어간 사이에 찍혔습니다",
    "네 그날 아이가 다쳐서 응급실에 갔습니다",
    "아니요 저는 그 길에 간 적이 없습니다",
    "my car broke down and i was waiting for the tow truck",
    "i stopped because my child was sick and had to go to the hospital",
    "there was no sign at all, this is not fair",
    "i sold this car two months ago, it was not me",
    "当时我的车坏了, 在等拖车",
    "因为孩子发高烧, 我送他去医院",
    "那天没有看到禁止停车的标志, 很不公平",
    "xe tôi bị hỏng nên phải dừng lại chờ xe kéo",
    "vì con tôi bị sốt nên tôi phải đưa cháu đi bệnh viện",
    "hôm đó tôi không thấy biển cấm đỗ xe, phạt như vậy là oan",
)
QUESTIONS = (
    "과태료가 얼마인가요?",
    "납부 기한이 언제예요?",
    "서류는 어디로 보내야 하나요?",
    "결과는 언제 나오나요?",
    "신용카드로 낼 수 있나요?",
    "계좌번호 알려주세요",
    "단속 사진 볼 수 있나요?",
    "팩스 번호가 뭐예요",
    "how much is the fine?",
    "when is the deadline?",
    "罚款多少钱?",
    "tiền phạt bao nhiêu?",
)
YES = ("접수", "네", "네네 접수할게요", "ㅇㅇ", "접수 바랍니다", "yes please", "file it", "提交", "gửi ý kiến")
NO = ("아니오", "접수하지 마세요", "아뇨 접수 안 할게요", "no, don't file it", "不要提交", "không gửi")
LATER = ("나중에 할게요", "생각해 보고 내일 접수할게요", "later", "等一下再说", "để sau nhé")
UNCLEAR = ("음...", "글쎄요", "??", "흠", "hmm")
COURTESIES = ("감사합니다", "수고하세요", "안녕하세요", "thank you", "谢谢", "cảm ơn")


class Who(StrEnum):
    OWNER = "owner"
    BEARER = "bearer"  # somebody else, with number and plate
    STRANGER = "stranger"  # somebody else, with a plate
    WEB = "web"


class When(StrEnum):
    """Where the case stands when the talk begins."""

    EARLY = "early"
    LATE = "late"  # the opinion period is over, nothing imposed
    IMPOSED = "imposed"
    PAID = "paid"  # the reduced amount, which ended the procedure


class Named(StrEnum):
    """When the car is named."""

    FIRST = "first"  # in a text before everything
    WITH_IT = "with it"  # in the text itself
    AFTER = "after"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Said:
    words: str
    names_car: bool = False
    is_reason: bool = False
    refuses: bool = False


@dataclass(frozen=True, slots=True)
class Generated:
    who: Who
    when: When
    texts: tuple[Said, ...]


@st.composite
def dialogues(draw: st.DrawFn, reasons_at_least: int, *, by: tuple[Who, ...] = tuple(Who)) -> Generated:
    """A talk of up to eight texts, with this many reasons or more; none where it is 0."""
    said = list(draw(st.lists(st.builds(Said, st.sampled_from(QUESTIONS + COURTESIES)), max_size=2)))
    if reasons_at_least:
        reasons = draw(st.lists(st.sampled_from(REASONS), min_size=reasons_at_least, max_size=2, unique=True))
        for words in reasons:
            said += [Said(words, is_reason=True), *draw(st.lists(_ANSWERS, max_size=2))]
    else:
        said += draw(st.lists(_ANSWERS, min_size=2, max_size=4))
    match draw(st.sampled_from(Named)):
        case Named.FIRST:
            said.insert(0, Said("", names_car=True))
        case Named.WITH_IT:
            at = next((at for at, text in enumerate(said) if text.is_reason), 0)
            said[at] = Said(said[at].words, True, said[at].is_reason, said[at].refuses)
        case Named.AFTER:
            said.append(Said("", names_car=True))
            said += draw(st.lists(_ANSWERS, max_size=1))
    return Generated(draw(st.sampled_from(by)), draw(st.sampled_from(When)), tuple(said))


_ANSWERS = st.one_of(
    st.builds(Said, st.sampled_from(YES)),
    st.builds(Said, st.sampled_from(NO), refuses=st.just(True)),
    st.builds(Said, st.sampled_from(LATER)),
    st.builds(Said, st.sampled_from(UNCLEAR)),
    st.builds(Said, st.sampled_from(QUESTIONS)),
    st.builds(Said, st.sampled_from(COURTESIES)),
)
