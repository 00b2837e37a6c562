"""How a person answers "shall we record this as your opinion?". Pure.

A message is read clause by clause. A clause that speaks of the recording itself (do it, do not, tomorrow) outweighs a
yes or no that opens the message, and the last such clause counts: people change their mind while they write.
"""

import re
from enum import StrEnum

from city.fines.law.language import Language
from city.fines.talk.reading import assent_korean as korean
from city.fines.talk.reading.assent_foreign import CHINESE, ENGLISH, VIETNAMESE, Tongue, polite
from city.fines.talk.reading.language import language_of
from city.fines.talk.reading.letter_model import model_of
from city.fines.talk.reading.spelling import folded, solid
from city.kernel.plate import without_plates
from city.kernel.text import unaccented


class Assent(StrEnum):
    YES = "yes"
    NO = "no"
    LATER = "later"
    UNCLEAR = "unclear"
    ELSE = "else"


_LETTERS_READ = 150  # an answer is short, and what follows a long one is no part of it
_SENTENCE = re.compile(r"[^.!?~…\n;,。！？，、]+[.!?~…\n;,。！？，、]*|[.!?~…]+")
# So short that no language can be told by them, and no answers in English.
_VIETNAMESE_ANSWERS = frozenset(
    re.findall(r"\w+", "u o da co vang duoc roi nhe nha di thoi khong ko k de sau mai chua gui luon ghi")
)
# "Yes, and where do I send it?": what is asked besides takes nothing back.
_YES_AND = re.compile(
    r"\W*(?:(?:yes|yeah|yep|sure|ok|okay)(?:,? please)?,? and\b|(?:네|예|넵|응)[,. ]{1,2}그리고\s|(?:好的?|是的?|可以)[,，. ]{0,2}(?:另外|还有|還有)|(?:vâng|vang|dạ|co|có)[,. ]{1,2}(?:và|va)\s)"
)
_DASH = re.compile(r"\s[-–—]\s")
# A new clause after these endings, none after "떼고 나서". Looked for in text with its spaces.
_KOREAN_JOINT = re.compile(
    r"(?<=[가-힣])(?:(?<=는데)|(?<=은데)|(?<=인데)|(?<=한데)|(?<=니까)|(?<=테니)|(?<=지만)|(?<=구요)|(?<=고요)|(?<=거든요)|(?<=으니)|(?<=응께)|(?<=시고)|(?<=주고)|(?<=세요)|(?<=게요)|(?<=께요)|(?<=니다)|(?<=해요)|(?<=주소)|(?<=이소)|(?<=시오)|(?<=려요)|(?<=래요)|(?<=네요)|(?<=됐어요)|(?<=해줘)|(?<=해라)|(?<=니더)|(?<=바람)|(?<=하고요)|(?<=주쇼)|(?<=셔유)|(?<=줘유)|(?<=예요)|(?<=에요)|(?<=아요)|(?<=나요)|(?<=까요))\s"
    r"|(?:^|(?<=\s))(?=(?:그리고|그런데|근데|하지만|다만|대신|아니면)\s)"
)


# What the rules say weighs this much beside the model's scores; that no rule spoke weighs less. A yes that the model
# clearly takes for something else is asked again: an opinion on file that nobody wanted is worse than one more question.
# Chosen where each of six authors was read by a model that had not seen them.
_RULES_WEIGH, _NO_RULE_WEIGHS, _DOUBT = 1.6, 0.8, 0.5


def assent_of(text: str) -> Assent:
    """Reads an answer in any of the four languages."""
    ruled, learned = by_rules(text), model_of("assent").scores(text)
    weighed = {
        answer: score + (answer == ruled) * (_NO_RULE_WEIGHS if ruled is Assent.ELSE else _RULES_WEIGH)
        for answer, score in learned.items()
    }
    answer = Assent(max(weighed, key=lambda each: weighed[each]))
    if answer is Assent.YES and max(learned.values()) - learned[Assent.YES] >= _DOUBT:
        return Assent.UNCLEAR
    return answer


def by_rules(text: str) -> Assent:
    """What the rules alone make of it; ELSE where none speaks."""
    told = folded(without_plates(text))[:_LETTERS_READ].strip()
    if not re.search(r"\w|👍|🙆|🆗|👌|❌|🙅|👎", told):
        return Assent.ELSE if re.search(r"\w", text) else Assent.UNCLEAR
    if re.fullmatch(r"\W*[👍🙆🆗👌]\W*", told):
        return Assent.YES
    if _YES_AND.match(told):
        return Assent.YES
    if re.search(r"[가-힣ㄱ-ㆎ]", told):
        return _korean(told)
    return _foreign(told)


def _korean(told: str) -> Assent:
    sentences = [sentence for part in _DASH.split(told) for sentence in _SENTENCE.findall(part)]
    pieces = [piece.strip() for sentence in sentences for piece in _KOREAN_JOINT.split(sentence)]
    pieces = [piece for piece in pieces if piece]
    clauses = [re.sub(r"[,，、;~!]+$", "", solid(piece)) for piece in pieces]
    said: list[Assent] = []  # of the recording itself
    opened: Assent | None = None
    unsure = asked = other = False
    for at, clause in enumerate(clauses):
        answer, rest = _opening(pieces[at], clause)
        if answer is not None and opened is None and not said:
            opened = answer
        if not rest:
            continue
        if korean.HESITATES.fullmatch(rest):
            unsure = True
            continue
        wants = korean.wants_it(rest)
        postpones = korean.postpones(rest) and not korean.asks(rest)
        if korean.refuses(rest, pieces[at]):
            said.append(Assent.LATER if postpones else Assent.NO)
        elif postpones and (
            (wants and not korean.names_a_document(rest))
            or not said
            or said[-1] is not Assent.YES
            or korean.only_postpones(rest)
        ):
            said.append(Assent.LATER)
        elif wants:
            # "하지 마세요, 접수": the noun alone takes no refusal back.
            if not (said and said[-1] is Assent.NO and korean.only_names_it(rest)):
                said.append(Assent.YES)
        elif korean.asks_what_is_meant(rest):
            asked = other = True
        elif korean.UNSURE.search(rest):
            unsure = True
        elif korean.asks(rest):
            asked = True
            other = other or _another_wish(rest)
        else:
            other = other or _another_wish(rest)
    return _settled(said, opened, unsure, asked, other)


def _settled(said: list[Assent], opened: Assent | None, unsure: bool, asked: bool, other: bool) -> Assent:
    if said:
        if said[-1] is Assent.NO and Assent.LATER in said:
            return Assent.LATER
        return said[-1]
    if opened is Assent.YES:
        if other:
            return Assent.ELSE
        return Assent.UNCLEAR if unsure else Assent.YES
    if opened is Assent.NO:
        return Assent.ELSE if asked else Assent.UNCLEAR if unsure else Assent.NO
    return Assent.UNCLEAR if unsure and not asked else Assent.ELSE


def _opening(piece: str, clause: str) -> tuple[Assent | None, str]:
    """The yes or no at the head of a clause, and what follows it."""
    words = piece.split()
    if re.fullmatch(r"(?:네|예|어|응|넵|엥|에|앙|엉)+\W*\?+\W*", clause):
        return None, "..."
    for count in range(min(4, len(words)), 0, -1):
        head = "".join(words[:count])
        rest = solid("".join(words[count:]))
        if korean.YES_TOKEN.fullmatch(head):
            if not rest and re.fullmatch(r"(?:어|응|네|예)\W*(?:\.\.|…)+\W*", head) and head[0] == "어":
                return None, "..."
            return Assent.YES, rest
        if korean.NO_TOKEN.fullmatch(head):
            return (Assent.NO if not re.fullmatch(r"아니\W*", head) or not rest else None), rest
    return None, clause


def _another_wish(clause: str) -> bool:
    return bool(
        re.search(
            r"계좌|얼마|금액|상담|담당|직원|사람이랑|사람하고|전화|사진|분납|할부|고지서|환불|환급|알겠|알것|알았|통화"
            r"|접수(?:는|를|을|은)?(?:어디|어떻|어케|언제|하면|방법|하려면)",
            clause,
        )
    )


def _foreign(told: str) -> Assent:
    spoken = language_of(told)
    if spoken is Language.CHINESE:
        return _spoken(CHINESE, [solid(part) for part in re.split(r"(?<=[.!?~…\n;,。！？，])", told) if part.strip()])
    words = re.findall(r"[a-z]+", unaccented(told))
    vietnamese = spoken is Language.VIETNAMESE or (bool(words) and set(words) <= _VIETNAMESE_ANSWERS)
    tongue = VIETNAMESE if vietnamese else ENGLISH
    parts = [
        part.strip() for part in re.split(r"(?<=[.!?…\n;,])\s*|\s[-–—]\s|\b(?=but\b|however\b|nhung\b|nhưng\b)", told)
    ]
    if vietnamese:
        parts = [_without_marks(part) for part in parts]
    return _spoken(tongue, [part for part in parts if part])


def _without_marks(part: str) -> str:
    kept = "đừng"
    return kept.join(unaccented(piece) for piece in part.split(kept))


def _spoken(tongue: Tongue, clauses: list[str]) -> Assent:
    said: list[Assent] = []
    opened: Assent | None = None
    unsure = asked = other = False
    for clause in clauses:
        bare = clause.strip(" ,.;!。，！~")
        if not bare:
            continue
        asking = bool(tongue.asks.search(bare))
        courteous = polite(tongue, bare)
        yes, no = bool(tongue.yes.search(bare)), bool(tongue.no.search(bare))
        later, wants = bool(tongue.later.search(bare)), bool(tongue.wants.search(bare))
        if tongue.unsure.search(bare) and not (wants and not asking and not no):
            unsure = True
        elif later and (not said or said[-1] is not Assent.YES) and not (asking and not courteous):
            said.append(Assent.LATER)
        elif no:
            if asking and not re.match(r"(?:no|nope|nah|不|算了|khong|thoi)\b", bare):
                asked = True
            elif len(bare.split()) == 1 and opened is None and tongue is not CHINESE:
                opened = Assent.NO
            else:
                said.append(Assent.NO)
        elif wants and (not asking or courteous) and not (tongue.other.search(bare) and not yes):
            said.append(Assent.YES)
        elif yes and not asking:
            opened = opened or Assent.YES
            other = other or bool(tongue.other.search(bare))
        elif asking:
            asked = True
            other = other or bool(tongue.other.search(bare))
        else:
            other = other or bool(tongue.other.search(bare))
    return _settled(said, opened, unsure, asked, other)
