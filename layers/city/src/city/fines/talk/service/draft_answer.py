"""Which intent's use case answers a question."""

from dataclasses import dataclass

from city.fines.talk.dialogue import HandOff, Wants
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import FindCases
from city.fines.talk.service.inquiry import Question
from city.fines.talk.service.intents import tell_amounts
from city.fines.talk.service.intents.advise import Advise
from city.fines.talk.service.intents.ask_back import AskBack
from city.fines.talk.service.intents.change_reminders import AgreeToReminders, StopReminders
from city.fines.talk.service.intents.due_cases import due_on
from city.fines.talk.service.intents.give_accounts import GiveAccounts
from city.fines.talk.service.intents.offer_choice import OfferChoice
from city.fines.talk.service.intents.offer_opinion import OfferOpinion
from city.fines.talk.service.intents.record_opinion import RecordOpinion
from city.fines.talk.service.intents.say_nothing_due import SayNothingDue
from city.fines.talk.understanding import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAnswer:
    """Hands each question to the one use case that answers it."""

    find_cases: FindCases
    say_nothing_due: SayNothingDue
    tell_amounts: tell_amounts.TellAmounts
    offer_choice: OfferChoice
    give_accounts: GiveAccounts
    offer_opinion: OfferOpinion
    record_opinion: RecordOpinion
    agree_to_reminders: AgreeToReminders
    stop_reminders: StopReminders
    ask_back: AskBack
    advise: Advise

    def draft(self, question: Question) -> Draft:
        wish = question.wish
        if question.is_only_a_photo:
            return Draft("", wish.memory, hand_off=HandOff.PHOTO_ONLY, idle=True)
        match wish.wants:
            case Wants.CASE:
                return self._about_cases(question)
            case Wants.RECORD_OPINION:
                return self.record_opinion.draft(question)
            case Wants.PLATE_QUESTION | Wants.TOPIC_QUESTION:
                return self.ask_back.draft(question)
            case Wants.PERSON:
                return Draft("", wish.memory, hand_off=wish.hand_off, idle=True)
            case Wants.REMINDERS:
                return self.agree_to_reminders.draft(question)
        if wish.wants is not Wants.NOTHING_MORE and wish.intent is Intent.OPT_OUT:
            return self.stop_reminders.draft(question)
        return self.advise.draft(question)

    def _about_cases(self, question: Question) -> Draft:
        found = self.find_cases.find(question)
        if isinstance(found, Draft):
            return found
        wish = found.question.wish
        if found.for_owner and wish.intent is Intent.APPEAL:
            return self.offer_opinion.draft(found)
        due = due_on(found.records, question.today)
        if not due:
            return self.say_nothing_due.draft(found)
        if found.for_owner and wish.intent in tell_amounts.INTENTS:
            return self.tell_amounts.draft(found.question, due)
        if found.for_owner and len(due) > 1 and not wish.chosen:
            return self.offer_choice.draft(found.question, due)
        return self.give_accounts.draft(found, due)
