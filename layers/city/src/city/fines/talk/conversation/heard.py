"""All that one text holds, read once: intent, cars, numbers, an answer, a reason, the details asked beside it. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime

from city.fines.law.procedure.circumstances import guess_ground
from city.fines.talk.assent import Assent, assent_of
from city.fines.talk.cues import questions, stories, wishes
from city.fines.talk.cues.cue import Cue, Shapes
from city.fines.talk.details import Detail, details_of
from city.fines.talk.dialogue import OPINION_CHARACTERS_AT_LEAST
from city.fines.talk.other_offices import named_office
from city.fines.talk.reading.numbers import amounts_krw
from city.fines.talk.reading.spelling import as_read, folded
from city.fines.talk.reading.telling import may_tell, tells_what_happened
from city.fines.talk.understanding import Intent, Understood, Word
from city.kernel.plate import Plate, without_plates

# A story has at least so many characters, a question without one at most so many.
_TOLD_AT_LEAST, _QUESTION_AT_MOST = 10, 26
_CLAUSE = re.compile(r"[.!?~…。！？\n;]+|(?:그런데|근데|하지만|그치만)|\b(?:but|however)\b|但是|不过")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One text, and what it says in itself."""

    text: str
    received_at: datetime
    shapes: Shapes
    said: Understood
    # As an answer to "shall we record this?".
    assent: Assent
    # What happened, or why the fine is wrong: words that may be an opinion.
    tells: bool
    told_of: Plate | None  # of several cars that are named, the one it is told of
    circumstance: bool  # one that the law or the desk knows
    narrates: bool  # tells something that was, whatever it is
    details: tuple[Detail, ...]
    asks: bool  # a question, or a wish put as one
    asks_account: bool
    amounts_krw: tuple[int, ...]  # sums that are named in it
    asks_to_stop: bool
    topic: Intent | None  # a matter that is named in so many words: a seizure, a reduction, instalments
    adds: bool  # "furthermore": more of what was told before
    requests: bool  # "tell me", "send me", how much, when
    courteous: bool  # thanks, "all right", "I will wait"
    asks_photo: bool
    office: str | None  # the phrase of another office whose matter it is
    tickets: tuple[str, ...]  # numbers of tickets in it
    has_photo: bool = False

    def says(self, cue: Cue) -> bool:
        """Whether it says this, whatever else it says."""
        return cue.stands_in(self.shapes)

    @property
    def names_a_case(self) -> bool:
        return bool(self.said.plates or self.said.notice_numbers or self.said.last_four)

    @property
    def wished(self) -> Intent:
        """The wish, or the likeliest where the model is unsure."""
        return self.said.likely[0] if self.said.intent is Intent.UNCLEAR and self.said.likely else self.said.intent

    @property
    def only_asks(self) -> bool:
        """A question with no story in it, whatever a reason may sound like."""
        return (self.asks or self.requests) and not (self.narrates or self.circumstance)

    @property
    def is_statement(self) -> bool:
        """Neither a question nor a wish nor a courtesy: something that is told."""
        no_wish = self.said.intent in (Intent.UNCLEAR, Intent.APPEAL, Intent.COMPLAINT, Intent.OWNERSHIP)
        told = self.assent is Assent.ELSE and not self.asks and not self.details and self.said.word is None
        return no_wish and told and not self.said.numbers and len(self.text.strip()) >= OPINION_CHARACTERS_AT_LEAST


def hear(said: Understood, text: str, received_at: datetime, *, has_photo: bool = False) -> Heard:
    """Reads a text for all it contains."""
    read = as_read(text)
    shapes = Shapes.of(read)
    asks = questions.ASKS.stands_in(shapes)
    requests = questions.REQUESTS.stands_in(shapes)
    asks_account = wishes.ASKS_ACCOUNT.stands_in(shapes) and not wishes.NOT_OUR_ACCOUNT.stands_in(shapes)
    money_goes_there = asks_account and stories.OF_PAYING.stands_in(shapes) and not stories.OF_PAPERS.stands_in(shapes)
    asks_how_to_stop = wishes.ASKS_HOW_TO_STOP.stands_in(shapes)
    circumstance = guess_ground(read) is not None
    story = _narrates(shapes, circumstance=circumstance, requests=requests) and (circumstance or may_tell(read))
    adds = stories.ADDS.stands_in(shapes) and not questions.ASKS_ADDED.stands_in(shapes)
    return Heard(
        text=text,
        received_at=received_at,
        shapes=shapes,
        said=said,
        assent=_assent(read, shapes),
        tells=_tells_a_reason(read, shapes, asks=asks, story=story),
        told_of=_told_of(read) if len(said.plates) > 1 else None,
        circumstance=circumstance,
        narrates=story,
        details=tuple(d for d in details_of(read) if d is not Detail.WHERE_TO_SEND or not money_goes_there),
        asks=asks or questions.ASKS_IN_ENGLISH.stands_in(shapes),
        asks_account=asks_account,
        amounts_krw=amounts_krw(folded(without_plates(read))),
        asks_to_stop=said.word is Word.STOP or (wishes.ASKS_TO_STOP.stands_in(shapes) and not asks_how_to_stop),
        adds=adds and len(shapes.solid) >= _TOLD_AT_LEAST + 4,
        topic=next((topic for topic, cue in wishes.TOPICS if cue.stands_in(shapes)), None),
        courteous=stories.COURTESY.stands_in(shapes) and not requests,
        requests=requests,
        asks_photo=not has_photo and wishes.ASKS_PHOTO.stands_in(shapes),
        office=named_office(read),
        tickets=tuple(wishes.TICKET.findall(read)),
        has_photo=has_photo,
    )


def _tells_a_reason(text: str, shapes: Shapes, *, asks: bool, story: bool) -> bool:
    rest = stories.INTRODUCES.sub("", shapes.solid)
    if len(rest) < _TOLD_AT_LEAST or questions.ASKS_LEAVE.stands_in(shapes):
        return False
    # "Is there really a fine on my car?": a question without a circumstance is no story.
    bare_question = asks and len(rest) < _QUESTION_AT_MOST and not story
    return not bare_question and tells_what_happened(text)


def _told_of(text: str) -> Plate | None:
    """The one car in the clauses that tell something; None where that is not one."""
    found = set()
    for clause in _CLAUSE.split(text):
        plates = Plate.find_all(clause)
        if plates and tells_what_happened(clause):
            found.update(plates)
    return found.pop() if len(found) == 1 else None


def _narrates(shapes: Shapes, *, circumstance: bool, requests: bool) -> bool:
    told = Shapes(solid=stories.INTRODUCES.sub("", shapes.solid), words=shapes.words)
    if len(told.solid) < _TOLD_AT_LEAST or questions.ASKS_LEAVE.stands_in(shapes):
        return False
    if requests or stories.OF_MONEY.stands_in(told):
        return False
    return circumstance or stories.NARRATES.stands_in(told)


def _assent(text: str, shapes: Shapes) -> Assent:
    """As it is read, but for what files it in so many words: "enough of that, just file it", "I said file it"."""
    read = assent_of(text)
    if wishes.NOT_FILING.stands_in(shapes):
        return read
    enough = read is Assent.NO and wishes.ENOUGH.stands_in(shapes) and wishes.ASKS_TO_RECORD.stands_in(shapes)
    insists = read in (Assent.ELSE, Assent.LATER, Assent.UNCLEAR) and wishes.FILES_IT.stands_in(shapes)
    return Assent.YES if enough or insists else read
