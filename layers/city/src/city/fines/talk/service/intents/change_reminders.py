"""Agreeing to reminders, and ending the consent."""

from dataclasses import dataclass

from city.fines.law.tables.case_records import CONSENTS
from city.fines.talk.replies import Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Question


@dataclass(frozen=True, slots=True)
class AgreeToReminders:
    """Keeps the consent with the telephone; a web chat has none to remind, and is asked for a plate instead."""

    replies: Replies

    def draft(self, question: Question) -> Draft:
        phone, sender, memory = question.inquiry.phone, question.file.sender, question.wish.memory
        if phone is None:
            return Draft(self.replies.plain("ask_for_plate", question.language), memory, idle=True)
        sender.consent, sender.phone = CONSENTS, phone.e164
        return Draft(self.replies.plain("opted_in", question.language), memory, idle=True)


@dataclass(frozen=True, slots=True)
class StopReminders:
    """Forgets the consent, and the telephone kept for it."""

    replies: Replies

    def draft(self, question: Question) -> Draft:
        sender, wish = question.file.sender, question.wish
        sender.consent = sender.phone = None
        text = self.replies.advice(question.language, wish.intent)
        return Draft(text, wish.memory, idle=True)
