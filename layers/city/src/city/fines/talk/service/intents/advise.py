"""What can be said without a case: advice on a topic, a courtesy returned, and the end of a talk."""

from dataclasses import dataclass

from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.dialogue import Wants
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question

_PLAIN = {Wants.NOTHING_MORE: "nothing_more", Wants.COURTESY: "courtesy", Wants.HOW_TO_STOP: "how_to_stop"}


@dataclass(frozen=True, slots=True)
class Advise:
    """Answers in general: ways to pay, instalments, another office's business, small talk."""

    replies: CaseReplies

    def draft(self, question: Question) -> Draft:
        wish, language = question.wish, question.language
        if wish.wants is Wants.DETAILS:
            return Draft("", wish.memory, idle=True, hand_off=wish.hand_off)
        if wish.wants in _PLAIN:
            return Draft(self.replies.plain(_PLAIN[wish.wants], language), wish.memory, idle=True)
        return Draft(self.replies.advice(language, wish.intent, wish.memory.office), wish.memory, idle=True)
