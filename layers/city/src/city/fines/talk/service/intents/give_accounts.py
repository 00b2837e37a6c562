"""Giving a virtual account to pay into: the one given before, if it still serves, or another."""

from collections.abc import Sequence
from dataclasses import dataclass

from city.aws.observability import count
from city.fines.law.accounts import AccountIssue, still_serves
from city.fines.law.errors import AccountPoolEmpty
from city.fines.law.lifecycle import State
from city.fines.law.tables.accounts import Accounts, add_receiver
from city.fines.law.tables.history import BY_CITIZEN, add_history
from city.fines.law.tables.receivers import Receiver
from city.fines.talk.case_replies import CaseReplies
from city.fines.talk.dialogue import HandOff
from city.fines.talk.ports import AccountSource
from city.fines.talk.replies import Payable
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound
from city.fines.talk.service.inquiry import Question
from city.fines.talk.service.intents.due_cases import DueCase

# A transaction holds a hundred writes, and each account takes up to five.
ACCOUNTS_AT_MOST = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAccounts:
    """Answers with the amount and the account of each case, to its owner or to whoever holds the notice."""

    accounts: Accounts
    source: AccountSource
    replies: CaseReplies

    def draft(self, found: CasesFound, due: Sequence[DueCase]) -> Draft:
        """`due` are those of the found cases with something to pay. A person helps out where the bank has no account."""
        question = found.question
        memory = question.wish.memory
        draft = Draft("", memory.closed())
        shown = due[:ACCOUNTS_AT_MOST]
        try:
            payables = [self._with_account(question, draft, case) for case in shown]
        except AccountPoolEmpty:
            count("AccountPoolEmpty")
            return Draft("", memory, hand_off=HandOff.NO_ACCOUNT, notice_number=shown[0].notice.number)
        draft.text = self._words(found, payables)
        if len(due) > len(shown):
            # Nobody is left with half of what is owed: a person gives the rest.
            draft.hand_off = HandOff.NO_ACCOUNT
        return draft

    def _words(self, found: CasesFound, payables: Sequence[Payable]) -> str:
        question = found.question
        if len(payables) > 1:
            seized = any(payable.notice.status in (State.SEIZED, State.PLATE_HELD) for payable in payables)
            known = found.for_owner
            return self.replies.accounts(question.language, payables, known=known, frees_a_car=known and seized)
        if not found.for_owner:
            return self.replies.pay_for_another(question.language, payables[0])
        return self.replies.pay_one(question.language, payables[0], question.today)

    def _with_account(self, question: Question, draft: Draft, case: DueCase) -> Payable:
        """The account for today's amount. Raises AccountPoolEmpty."""
        inquiry, record, offer = question.inquiry, case.record, case.offer
        issue = record.current_issue
        asker = Receiver(inquiry.holder, inquiry.phone.e164, draft.memory.language) if inquiry.phone else None
        is_owner = inquiry.holder == record.holder
        if issue is None or not still_serves(issue, offer, case.notice.number, inquiry.now):
            offered = self.source.offer(case.notice.number, offer, inquiry.now)
            issue = AccountIssue(
                account_number=offered.account_number,
                bank=offered.bank,
                notice_number=case.notice.number,
                stage=offer.stage,
                amount_krw=offer.amount_krw,
                issued_at=inquiry.now,
                expires_at=min(offer.expires_at, offered.expires_at or offer.expires_at),
                correlation_id=inquiry.message.message_id,
                instalment=offer.instalment,
                paid_before_krw=offer.paid_before_krw,
                owner_asked=asker is not None and is_owner,
                payer=asker.holder if asker is not None and not is_owner else None,
            )
            self.accounts.bind(draft.writes, record, offered=offered, issue=issue, asker=asker)
            line = f"account issued ({offer.stage.value})"
            add_history(draft.writes, case.notice.number, line, by=BY_CITIZEN, at=inquiry.now)
            draft.issued.append(issue)
        elif asker is not None:
            issue = add_receiver(draft.writes, record, issue, asker)
        return Payable(case.notice, offer, issue)
