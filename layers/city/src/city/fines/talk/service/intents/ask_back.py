"""Asking which car, what is meant, or once more whether to file."""

from dataclasses import dataclass

from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.dialogue import Wants
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question


@dataclass(frozen=True, slots=True)
class AskBack:
    """Asks one question; the answer is read in its light."""

    replies: CaseReplies

    def draft(self, question: Question) -> Draft:
        wish, language = question.wish, question.language
        if wish.wants is Wants.TOPIC_QUESTION:
            return Draft(self.replies.what_do_you_mean(language, wish.topics), wish.memory, idle=True)
        return Draft(self.replies.plain("ask_for_plate", language), wish.memory, idle=True)
