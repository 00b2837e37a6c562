"""Giving a virtual account to pay into: the one given before, if it still serves, or another."""

from collections.abc import Sequence
from dataclasses import dataclass

from city.aws.observability import count
from city.fines.law.accounts import AccountIssue, still_serves
from city.fines.law.errors import AccountPoolEmpty
from city.fines.law.tables.accounts import Accounts, add_receiver
from city.fines.law.tables.history import BY_CITIZEN, add_history
from city.fines.law.tables.receivers import Receiver
from city.fines.talk.dialogue import HandOff
from city.fines.talk.ports import AccountSource
from city.fines.talk.replies import MAX_CASES_IN_A_REPLY, Payable, Replies
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.find_cases import CasesFound
from city.fines.talk.service.inquiry import Question
from city.fines.talk.service.intents.due_cases import DueCase
from city.fines.talk.understanding import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveAccounts:
    """Answers with the amount and the account of each case; the owner's, or the one case whose notice is at hand."""

    accounts: Accounts
    source: AccountSource
    replies: Replies

    def draft(self, found: CasesFound, due: Sequence[DueCase]) -> Draft:
        """`due` are those of the found cases with something to pay. A person helps out where the bank has no account."""
        question = found.question
        memory = question.wish.memory
        shown = due[:MAX_CASES_IN_A_REPLY]
        draft = Draft("", memory if found.for_owner else memory.closed())
        try:
            payables = [self._with_account(question, draft, case) for case in shown]
        except AccountPoolEmpty:
            count("AccountPoolEmpty")
            return Draft("", memory, hand_off=HandOff.NO_ACCOUNT, notice_number=shown[0].notice.number)
        draft.text = self._words(found, payables)
        return draft

    def _words(self, found: CasesFound, payables: Sequence[Payable]) -> str:
        question = found.question
        if not found.for_owner:
            return self.replies.pay_for_another(question.language, payables[0])
        if len(payables) > 1:
            return self.replies.pay_several(question.language, payables)
        prefix = "not_paid_yet" if question.wish.intent is Intent.PAYMENT_CONFIRM else ""
        return self.replies.pay_one(question.language, payables[0], question.today, prefix)

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
