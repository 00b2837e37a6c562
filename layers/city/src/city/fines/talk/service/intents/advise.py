"""What can be said without a case: advice on a topic, and the end of a talk."""

from dataclasses import dataclass

from city.fines.talk.dialogue import Wants
from city.fines.talk.replies import Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question


@dataclass(frozen=True, slots=True)
class Advise:
    """Answers in general: ways to pay, instalments, another office's business, small talk."""

    replies: Replies

    def draft(self, question: Question) -> Draft:
        wish, language = question.wish, question.language
        if wish.wants is Wants.NOTHING_MORE:
            return Draft(self.replies.plain("nothing_more", language), wish.memory, idle=True)
        return Draft(self.replies.advice(language, wish.intent, question.inquiry.text), wish.memory, idle=True)
