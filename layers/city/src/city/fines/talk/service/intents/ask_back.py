"""Asking which car, or what is meant."""

from dataclasses import dataclass

from city.fines.talk.dialogue import Wants
from city.fines.talk.replies import Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question


@dataclass(frozen=True, slots=True)
class AskBack:
    """Asks one question; the answer is read in its light."""

    replies: Replies

    def draft(self, question: Question) -> Draft:
        wish, language = question.wish, question.language
        if wish.wants is Wants.TOPIC_QUESTION:
            return Draft(self.replies.what_do_you_mean(language, wish.topics), wish.memory, idle=True)
        phrase = "one_plate_at_a_time" if len(question.inquiry.said.plates) > 1 else "ask_for_plate"
        return Draft(self.replies.plain(phrase, language), wish.memory, idle=True)
