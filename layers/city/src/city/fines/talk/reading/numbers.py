"""Notice numbers, answers by number and the end of a plate, as telephones write them. Pure."""

import re

from city.fines.talk.reading.spelling import any_of, solid

_SIGN = r"[\s\-\u2010-\u2015\u2212\u30fc\u301c~_·.,/:|]"
_SERIAL = rf"\d(?:{_SIGN}?\d){{6}}"
# After the number: no digit, unless it begins a plate ("114020260123456 52나2003", with or without the space).
_END = rf"(?=(?:{_SIGN}{{0,3}}\d{{2,3}}{_SIGN}{{0,3}}[가-힣a-z]{{1,4}}{_SIGN}{{0,3}}\d{{4}})|(?!-?\d))"
_START = r"(?:(?<![\d\-])|(?<=[^\d\s]-)|(?<=[가-힣]\d{4})|(?<=[가-힣]\d{4}-))"
# 1140-2026-0123456: district, year, serial. Any district with signs between its parts; without them, or with signs
# within the serial, only Jung-gu's own 1140, since a bare run of digits may be an account or a telephone.
_NOTICE_NUMBER = re.compile(
    rf"{_START}(?:(\d{{4}}){_SIGN}{{1,3}}(20\d{{2}}){_SIGN}{{1,3}}(\d{{7}})"
    rf"|(1140){_SIGN}{{0,3}}(20\d{{2}}){_SIGN}{{0,3}}({_SERIAL})){_END}"
)


def notice_numbers(folded: str) -> tuple[str, ...]:
    """The distinct notice numbers of a folded text, in its order and in their canonical spelling."""
    found = []
    for match in _NOTICE_NUMBER.finditer(folded):
        district, year, serial = (part for part in match.groups() if part is not None)
        found.append("-".join((district, year, re.sub(r"\D", "", serial))))
    return tuple(dict.fromkeys(found))


def without_notice_numbers(folded: str) -> str:
    return _NOTICE_NUMBER.sub(" ", folded)


_ORDINALS = {
    "1": "첫번째 첫째 첫 first 1st 第一个 第一個 第一 thứnhất thunhat",
    "2": "두번째 둘째 second 2nd 第二个 第二個 第二 thứhai thuhai",
    "3": "세번째 셋째 third 3rd 第三个 第三個 第三 thứba thuba",
    "4": "네번째 넷째 fourth 4th 第四个 第四個 第四 thứtư thutu",
    "5": "다섯번째 다섯째 fifth 5th 第五个 第五個 第五 thứnăm thunam",
}
_ORDINAL = {spelling: digit for digit, spellings in _ORDINALS.items() for spelling in spellings.split()}
_ORDINAL_WORD = re.compile("|".join(sorted(_ORDINAL, key=len, reverse=True)))
_COUNTER = r"(?:번|번째|번째거|号|號|호)?(?:거|것|건|꺼|걸|게)?"
_ONE = rf"(?:no\.?|number|#|số|so|第)?(?:[1-9](?!\d)|[1-9]\d?(?=번|号|號)){_COUNTER}"
_AND = any_of(r"이랑|이하고|하고요|[,.、，]|와|과|랑|하|고|및|[&+/;]|and|và|va|和|与|與|跟|及")
_BOTH = "모두다|모두|전부다|전부|둘다|셋다|다|같이|함께|both|all|都|全部|tấtcả|tatca|cảhai|cahai"
_COURTESY = (
    r"네|넵|예|음|저는|전|그럼|그러면|은|는|을|를|로|으로|만|먼저|이요|요|여|이에요|예요|입니다|임|이고요|부탁드려요|부탁드립니다|부탁해요|부탁|주세요|주이소|줘요|줘|보내주세요"
    r"|알려주세요|낼게요|할게요|please|pls|!|~|\?|\.|请|吧|谢谢|ạ|nhé|nhe|a|cho|tôi|toi"
)
_AROUND = any_of(_COURTESY, _BOTH)
_NUMBERS = re.compile(rf"{_AROUND}*[,.:]?{_ONE}(?:(?:{_AND}*|~|-|부터){_ONE}(?:까지)?)*[,.]?{_AROUND}*")
# An answer by number is short; what is longer says something.
_NUMBERS_CHARACTERS = 120
_RANGE = re.compile(r"([1-9]\d?)번?(?:~|-|부터)([1-9]\d?)번?(?:까지)?")


def answer_by_number(folded: str) -> tuple[int, ...]:
    """ "2번이요", "1,3", "1번 2번 둘 다", "모두 1, 2", "1~3번": the numbers of an answer that is nothing else."""
    plain = re.sub(r"(?<=\d)\s+(?=\d)", ",", folded.strip())
    plain = _ORDINAL_WORD.sub(lambda match: _ORDINAL[match[0]], solid(plain))
    if len(plain) > _NUMBERS_CHARACTERS or not _NUMBERS.fullmatch(plain):
        return ()
    found: list[int] = []
    for first, last in _RANGE.findall(plain):
        found += range(int(first), int(last) + 1)
    found += [int(number) for number in re.findall(r"\d+", _RANGE.sub(" ", plain))]
    return tuple(dict.fromkeys(number for number in found if 0 < number <= _NUMBERS_AT_MOST))


_AMOUNT = re.compile(
    r"(?<![\d,.\-])(?:(?P<tens>\d{1,3})만\s?(?:(?P<thousands>\d)천)?\s?(?:원|짜리)?"
    r"|(?P<plain>\d{1,3}(?:,\d{3})+|\d{4,7})\s?(?:원|짜리|won|krw|元|块))(?!\d)"
)


def amounts_krw(folded: str) -> tuple[int, ...]:
    """Sums of money as people write them: "3만2천원", "32,000원", "32000 won"."""
    found = []
    for match in _AMOUNT.finditer(folded):
        if match["plain"]:
            found.append(int(match["plain"].replace(",", "")))
        else:
            found.append(int(match["tens"]) * 10_000 + int(match["thousands"] or 0) * 1_000)
    return tuple(dict.fromkeys(found))


_NUMBERS_AT_MOST = 99
_FOUR = re.compile(r"(?<![\d,.\-])(\d{4})(?![\d,.\-]|\s?(?:원|년|월|won|dong|块|元))")


def four_digits(folded: str) -> list[str]:
    return _FOUR.findall(folded)
