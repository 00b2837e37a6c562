"""What a question is answered with: the use case of its wish, what was asked beside it, and what is still open."""

from dataclasses import dataclass, replace

from city.fines.law.lifecycle import State
from city.fines.law.tables.held_money import held_for
from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.dialogue import Asked, HandOff, Wants
from city.fines.talk.limits import lookups_are_paused
from city.fines.talk.replies import Payable
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound, FindCases
from city.fines.talk.service.inquiry import Question
from city.fines.talk.service.intents.advise import Advise
from city.fines.talk.service.intents.ask_back import AskBack
from city.fines.talk.service.intents.change_reminders import AgreeToReminders, StopReminders
from city.fines.talk.service.intents.confirm_payment import ConfirmPayment
from city.fines.talk.service.intents.due_cases import DueCase, due_on, those_meant
from city.fines.talk.service.intents.give_accounts import GiveAccounts
from city.fines.talk.service.intents.keep_words import KeepWords, waits
from city.fines.talk.service.intents.offer_choice import OfferChoice
from city.fines.talk.service.intents.offer_opinion import OfferOpinion
from city.fines.talk.service.intents.record_opinion import RecordOpinion
from city.fines.talk.service.intents.say_nothing_due import HELD_TOLD_AT_MOST, SayNothingDue, held_money
from city.fines.talk.service.intents.tell_amounts import TellAmounts
from city.fines.talk.service.intents.tell_seizure import TellSeizure
from city.fines.talk.service.intents.tell_ticket import TellTicket
from city.fines.talk.understanding import Intent

_OPINION = frozenset({Intent.APPEAL, Intent.OWNERSHIP, Intent.COMPLAINT})
_AMOUNTS = frozenset({Intent.DUE_DATE, Intent.REDUCTION})

_APPLICATIONS = (HandOff.INSTALMENTS_WANTED, HandOff.REDUCTION_WANTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftAnswer:
    """Hands each question to the one use case that answers it, and adds what was asked beside it."""

    find_cases: FindCases
    say_nothing_due: SayNothingDue
    tell_amounts: TellAmounts
    tell_seizure: TellSeizure
    confirm_payment: ConfirmPayment
    offer_choice: OfferChoice
    give_accounts: GiveAccounts
    offer_opinion: OfferOpinion
    record_opinion: RecordOpinion
    keep_words: KeepWords
    agree_to_reminders: AgreeToReminders
    stop_reminders: StopReminders
    tell_ticket: TellTicket
    ask_back: AskBack
    advise: Advise
    replies: CaseReplies

    def draft(self, question: Question) -> Draft:
        if question.is_only_a_photo:
            return Draft("", question.wish.memory, hand_off=HandOff.PHOTO_ONLY, idle=True)
        draft = self._wish(question)
        if not draft.failed_lookup:
            draft.text = self._with_what_is_open(question, draft)
        if (
            question.wish.wants in (Wants.CASE, Wants.RECORD_OPINION)
            and question.wish.hand_off is not None
            and draft.hand_off is None
        ):
            # Whoever was asked for hears of it too.
            draft.hand_off, draft.words = question.wish.hand_off, question.wish.memory.draft
        if draft.hand_off is not None and draft.notice_number is None:
            draft.notice_number = _case_of_the_talk(question)
        if question.inquiry.message.has_photo and draft.hand_off is None:
            draft.hand_off = HandOff.PHOTO_ONLY
        if draft.hand_off is not None:
            draft.memory = replace(draft.memory, handed_over=True)
        return draft

    def _wish(self, question: Question) -> Draft:
        wish = question.wish
        match wish.wants:
            case Wants.CASE:
                return self._about_cases(question)
            case Wants.RECORD_OPINION | Wants.ADD_TO_OPINION:
                return self.record_opinion.draft(question)
            case Wants.CONSENT_AGAIN | Wants.POSTPONED | Wants.DECLINED | Wants.ALREADY_FILED:
                return self.keep_words.draft(question)
            case Wants.PLATE_QUESTION | Wants.TOPIC_QUESTION:
                return self._told_of_the_pause(question) or self.ask_back.draft(question)
            case Wants.PERSON:
                return self._to_a_person(question)
            case Wants.TICKET:
                return self.tell_ticket.draft(question)
            case Wants.REMINDERS:
                return self.agree_to_reminders.draft(question)
        if wish.wants is Wants.ADVICE and wish.intent is Intent.OPT_OUT:
            return self.stop_reminders.draft(question)
        draft = self.advise.draft(question)
        if wish.wants is Wants.ADVICE and wish.intent is Intent.INSTALLMENT:
            draft.text = self.replies.joined(question.language, self._plans(question), draft.text)
        return draft

    @staticmethod
    def _told_of_the_pause(question: Question) -> Draft | None:
        """Whoever may not look anything up for an hour hears that again, where we would ask what they mean."""
        if not lookups_are_paused(question.file.sender.failures, question.inquiry.now):
            return None
        return Draft("", question.wish.memory, hand_off=HandOff.LOOKUPS_PAUSED, idle=True)

    def _plans(self, question: Question) -> str:
        """What is left of the sender's instalments, where they have some on the cars that are talked about."""
        records = [n for n in question.file.notices if n.plan and n.plate in question.wish.plates]
        due = [case for case in due_on(records, question.today) if case.offer.instalment is not None]
        return self.replies.joined(question.language, *(self.replies.plan(question.language, _payable(c)) for c in due))

    def _to_a_person(self, question: Question) -> Draft:
        wish = question.wish
        text = ""
        asked_before = question.before is not None and question.before.asked is Asked.APPLICATION
        if wish.hand_off in _APPLICATIONS and not asked_before:
            text = self.replies.advice(question.language, wish.intent)
        elif wish.hand_off is HandOff.REFUND:
            text = self._held_for_the_sender(question)
        return Draft(text, wish.memory, hand_off=wish.hand_off, idle=True, words=wish.memory.draft)

    def _held_for_the_sender(self, question: Question) -> str:
        """What of the sender's money is held for the cars that are talked about, or for any of theirs."""
        if question.inquiry.phone is None:
            return ""
        own = question.file.notices
        records = [record for record in own if record.plate in question.wish.plates] or own
        sums = [
            self.replies.money_held(question.language, record.plate, money)
            for record in records
            for money in held_for(record, question.inquiry.holder)
        ]
        return self.replies.joined(question.language, *sums[:HELD_TOLD_AT_MOST])

    def _about_cases(self, question: Question) -> Draft:
        found = self.find_cases.find(question)
        if isinstance(found, Draft):
            return found
        wish = found.question.wish
        due = due_on(found.records, question.today)
        if wish.intent in _OPINION:
            draft = self.offer_opinion.draft(found)
        elif wish.intent is Intent.PAYMENT_CONFIRM:
            draft = self.confirm_payment.draft(found)
        elif wish.intent is Intent.SEIZURE_RELEASE:
            draft = self.tell_seizure.draft(found, due)
        elif not due:
            draft = self.say_nothing_due.draft(found)
        else:
            return self._about_money(found, due)
        if wish.account and due and wish.intent is Intent.SEIZURE_RELEASE:
            return self._and_accounts(found, due, draft)
        return draft

    def _about_money(self, found: CasesFound, due: list[DueCase]) -> Draft:
        question, wish = found.question, found.question.wish
        due = those_meant(wish, due)
        waiting = waits(wish.memory) or any(State(r.status) is State.UNDER_REVIEW for r in found.records)
        if wish.intent in _AMOUNTS or wish.total or (waiting and not wish.account):
            draft = self.tell_amounts.draft(found, due)
            draft = self._and_accounts(found, due, draft) if wish.account else draft
        elif len(due) > 1 and not (wish.chosen or (wish.every_case and wish.account)):
            draft = self.offer_choice.draft(found, due)
        else:
            draft = self.give_accounts.draft(found, due)
        notes = held_money(self.replies, found)[:1]
        under_review = [
            self.replies.plain("review_note", question.language, plate=record.plate)
            for record in found.records
            if State(record.status) is State.UNDER_REVIEW and (found.for_owner or record.number in wish.memory.filed_on)
        ]
        draft.text = self.replies.joined(question.language, *notes, draft.text, *under_review)
        return draft

    def _and_accounts(self, found: CasesFound, due: list[DueCase], draft: Draft) -> Draft:
        with_accounts = self.give_accounts.draft(found, due)
        with_accounts.text = self.replies.joined(found.question.language, draft.text, with_accounts.text)
        return with_accounts

    def _with_what_is_open(self, question: Question, draft: Draft) -> str:
        language = question.language
        details = [self.replies.detail(language, detail) for detail in question.wish.details]
        open_words = []
        if waits(draft.memory) and not draft.about_opinion:
            open_words = [self.replies.plain("draft_waits", language)]
        return self.replies.joined(language, draft.text, *details, *open_words)


def _payable(case: DueCase) -> Payable:
    return Payable(case.notice, case.offer)


def _case_of_the_talk(question: Question) -> str | None:
    """The one case a talk is about, where it is known which."""
    memory = question.wish.memory
    if memory.found and len(memory.notice_numbers) == 1:
        return memory.notice_numbers[0]
    own = [notice.number for notice in question.file.notices if notice.plate in memory.plates]
    return own[0] if len(own) == 1 else None
