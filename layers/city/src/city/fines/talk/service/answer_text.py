"""Answering a citizen: read the file, decide, write everything in one transaction, then send."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zlib import crc32

from pynamodb.connection import Connection

from city.aws.dynamo import Writes, WritesRefused
from city.aws.observability import correlated, count, logger, measure_seconds
from city.contracts.fines.sms import InboundMessage
from city.fines.desk.tables.desk import (
    OPINIONS,
    TICKETS,
    Desk,
    OpinionRecord,
    TicketRecord,
    add_history,
    notice_subject,
    ticket_subject,
)
from city.fines.errors import (
    AccountPoolEmpty,
    CaseMoved,
    OpinionAfterReducedPayment,
    OpinionTooLate,
    TextRefused,
)
from city.fines.law.lifecycle import Move, State, after
from city.fines.law.model import (
    FAILED_LOOKUPS_WINDOW,
    PAID,
    PROMPTS_AN_HOUR_AT_MOST,
    AccountIssue,
    Notice,
    Quote,
    lookups_are_paused,
    quote,
    state_of,
    still_serves,
)
from city.fines.law.opinions import check_opinion, guess_ground
from city.fines.law.tables.accounts import Accounts, tell_too
from city.fines.law.tables.cases import (
    CONSENTS,
    CaseFile,
    Cases,
    NoticeRecord,
    SenderRecord,
    holder_of,
    plate_key_of,
)
from city.fines.ports import AccountSource, SmsCarrier
from city.fines.service.races import write_all
from city.fines.talk.dialogue import (
    OPINION_CHARACTERS_AT_LEAST,
    TICKET_OPEN,
    Asked,
    HandOff,
    Memory,
    Wants,
    Wish,
    understand_in_context,
)
from city.fines.talk.replies import MAX_CASES_IN_A_REPLY, Payable, Replies
from city.fines.talk.tables.receivers import Receiver
from city.fines.talk.tables.talks import TURN, Outcome, Spoken, TurnRecord, add_turn, new_turn, turn_to_ticket
from city.fines.talk.understanding import Intent, Language, Ranker, Understood, Word, understand
from city.kernel.clock import Clock, seoul_date
from city.kernel.errors import Conflict, Rejected
from city.kernel.phone import PhoneNumber
from city.kernel.privacy import KeyedHash
from city.kernel.text import mask_resident_numbers

_TRIES = 10
BY_CITIZEN = "citizen"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a message. `text` is None where silence is kept (machines that answer each other)."""

    text: str | None
    outcome: Outcome
    intent: Intent
    language: Language
    seconds: float


@dataclass
class _Draft:
    """A decision in the making: the words, and all that has to be written with them."""

    text: str
    memory: Memory
    writes: Writes = field(default_factory=Writes)
    hand_off: HandOff | None = None
    notice_number: str | None = None
    failed_lookup: bool = False
    # A question or general advice: counted, so that two machines that answer each other come to an end.
    idle: bool = False
    issued: list[AccountIssue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Asking:
    """One message, and who sent it."""

    message: InboundMessage
    holder: str
    phone: PhoneNumber | None
    text: str
    said: Understood
    now: datetime
    ticket: Callable[[], str]


class AnswerText:
    """Answers a citizen's message with one text, or hands it to a person."""

    def __init__(
        self,
        connection: Connection,
        cases: Cases,
        accounts: Accounts,
        source: AccountSource,
        desk: Desk,
        carrier: SmsCarrier | None,
        replies: Replies,
        clock: Clock,
        hashed: KeyedHash,
        once: Callable[[str, Callable[[], None]], None] | None,
        rank: Ranker,
    ) -> None:
        self._connection, self._cases, self._accounts = connection, cases, accounts
        self._source, self._desk = source, desk
        self._carrier, self._replies, self._clock = carrier, replies, clock
        self._hashed, self._once, self._rank = hashed, once, rank

    def answer(self, message: InboundMessage) -> None:
        """Answers a text once, however often it is delivered. Raises PhoneNumberInvalid, Transient."""
        assert self._once is not None
        with correlated(message.message_id):
            self._once(message.message_id, lambda: self._answer(message))

    def _answer(self, message: InboundMessage) -> None:
        assert self._carrier is not None
        phone = PhoneNumber.parse(message.sender)
        holder = holder_of(self._hashed, phone)
        decided = self._decide(message, holder, phone)
        if decided.text is not None:
            try:
                self._carrier.send(phone, decided.text, message.message_id)
            except TextRefused:
                # Tried again it would be refused again: a person takes it from here, and no dead letter.
                count("TextRefused")
                decided = self._leave_to_a_person(message, holder, phone, decided)
        self._tell(decided)

    def reply(self, message: InboundMessage) -> Answer:
        """Answers a web chat, where the reply goes back the way the question came. Raises Transient."""
        with correlated(message.message_id):
            decided = self._decide(message, self._hashed.of("web", message.sender), None)
            self._tell(decided)
            return decided

    def _tell(self, decided: Answer) -> None:
        count("TextAnswered" if decided.outcome is Outcome.ANSWERED else "TextTicketed")
        measure_seconds("ReplyLatency", decided.seconds)
        logger().info(
            "text answered" if decided.outcome is Outcome.ANSWERED else "text ticketed",
            extra={"intent": decided.intent.value, "language": decided.language.value},
        )

    # --- decide and write ---

    def _decide(self, message: InboundMessage, holder: str, phone: PhoneNumber | None) -> Answer:
        now = self._clock.now()
        text = mask_resident_numbers(message.text)
        numbers: list[str] = []

        def ticket() -> str:
            if not numbers:
                numbers.append(self._desk.next_ticket_number(now))
            return numbers[0]

        asking = _Asking(message, holder, phone, text, understand(text, self._rank), now, ticket)
        for _ in range(_TRIES):
            file = self._cases.open_file(holder)
            draft = self._compose(asking, file)
            try:
                return self._commit(asking, file.sender, draft)
            except CaseMoved:
                # Another of the citizen's texts, a deposit, or somebody with the same free number got there first.
                continue
        raise CaseMoved

    def _commit(self, asking: _Asking, sender: SenderRecord, draft: _Draft) -> Answer:
        """Writes the turn and all it decides. A message decided before keeps its first answer."""
        message, now = asking.message, asking.now
        text: str | None = draft.text
        if draft.failed_lookup:
            recent = [moment for moment in sender.failures if now - moment < FAILED_LOOKUPS_WINDOW]
            sender.failed_at = [moment.isoformat() for moment in [*recent, now]]
        if draft.idle and sender.count_prompt(now) > PROMPTS_AN_HOUR_AT_MOST:
            draft.hand_off, text = HandOff.TOO_MANY_PROMPTS, None
        turn = new_turn(
            Spoken(asking.holder, message.message_id, message.received_at), message.channel, Outcome.ANSWERED
        )
        turn.said, turn.phone = asking.text, asking.phone.e164 if asking.phone else None
        turn.intent, turn.language = asking.said.intent.value, draft.memory.language.value
        turn.abstained = asking.said.abstained
        if draft.hand_off is not None:
            told = self._hand_over(asking, sender, draft, turn)
            text = told if text is not None else None
        turn.reply = text
        if sender.last_at is None or message.received_at >= sender.last_at:
            # An older message that comes late is answered, and leaves the conversation where it is.
            sender.last_at = message.received_at
            sender.remember(draft.memory, now)
        draft.writes.add("sender", lambda transaction: transaction.save(sender))
        add_turn(draft.writes, turn)
        try:
            draft.writes.commit(self._connection)
        except WritesRefused as refused:
            if TURN not in refused.names or not refused.items[TURN]:
                if any(name.startswith("number ") for name in refused.names):
                    self._accounts.look_again()
                raise CaseMoved from refused
            turn = TurnRecord.from_raw_data(refused.items[TURN])
        else:
            self._count(draft, turn)
        waited = (self._clock.now() - message.received_at).total_seconds()
        return Answer(turn.reply, Outcome(turn.outcome), Intent(turn.intent), Language(turn.language), waited)

    def _count(self, draft: _Draft, turn: TurnRecord) -> None:
        for issue in draft.issued:
            count("AccountIssued")
            logger().info("account issued", extra={"notice_number": issue.notice_number, "stage": issue.stage.value})
        if draft.failed_lookup:
            count("LookupFailed")
        if turn.abstained:
            count("IntentAbstained")
        if draft.hand_off is not None:
            logger().info("handed to a person", extra={"ticket": turn.ticket, "reason": draft.hand_off.value})

    def _hand_over(self, asking: _Asking, sender: SenderRecord, draft: _Draft, turn: TurnRecord) -> str:
        """Opens a ticket, or adds the message to the one that waits already. Returns what the citizen is told."""
        assert draft.hand_off is not None
        joined = sender.ticket is not None and asking.now - sender.ticket_at < TICKET_OPEN
        number = sender.ticket if joined else asking.ticket()
        turn.outcome, turn.ticket, turn.hand_off = Outcome.TICKETED.value, number, draft.hand_off.value
        language = draft.memory.language
        if not joined:
            sender.ticket, sender.ticket_at = number, asking.now
            record = TicketRecord(
                ticket_subject(number),
                "ticket",
                worklist=TICKETS,
                since=asking.now,
                number=number,
                reason=draft.hand_off.value,
                holder=asking.holder,
                phone=asking.phone.e164 if asking.phone else None,
                channel=asking.message.channel,
                language=language.value,
                notice_number=draft.notice_number,
                opened_at=asking.now,
            )
            draft.writes.add("ticket", lambda transaction: transaction.save(record))
        if asking.phone is None:
            return self._replies.plain("web_handed_over", language, ticket=number)
        return self._replies.handed_over(language, draft.hand_off, number, joined)

    def _leave_to_a_person(self, message: InboundMessage, holder: str, phone: PhoneNumber, decided: Answer) -> Answer:
        """Turns an answer that cannot reach its citizen into a ticket; what is a ticket already stays one.

        Raises CaseMoved.
        """
        if decided.outcome is Outcome.TICKETED:
            return decided
        now, spoken = self._clock.now(), Spoken(holder, message.message_id, message.received_at)
        number = self._desk.next_ticket_number(now)
        ticket = TicketRecord(
            ticket_subject(number),
            "ticket",
            worklist=TICKETS,
            since=now,
            number=number,
            reason=HandOff.TEXT_REFUSED.value,
            holder=holder,
            phone=phone.e164,
            channel=message.channel,
            language=decided.language.value,
            opened_at=now,
        )
        writes = Writes()
        writes.add("ticket", lambda transaction: transaction.save(ticket))
        turn_to_ticket(writes, spoken, number, HandOff.TEXT_REFUSED.value)
        write_all(writes, self._connection)
        logger().info("handed to a person", extra={"ticket": number, "reason": HandOff.TEXT_REFUSED.value})
        return replace(decided, outcome=Outcome.TICKETED)

    # --- what to say ---

    def _compose(self, asking: _Asking, file: CaseFile) -> _Draft:
        remembered = file.sender.remembered(asking.now)
        wish = understand_in_context(asking.said, asking.text, asking.message.received_at, remembered)
        if remembered is None and asking.said.language is None and file.sender.language:
            wish = replace(wish, memory=replace(wish.memory, language=Language(file.sender.language)))
        language = wish.memory.language
        if asking.message.has_photo and not asking.text.strip():
            return _Draft("", wish.memory, hand_off=HandOff.PHOTO_ONLY, idle=True)
        match wish.wants:
            case Wants.CASE:
                return self._about_a_case(asking, wish, file)
            case Wants.RECORD_OPINION:
                return self._record_opinion(asking, wish, file)
            case Wants.PLATE_QUESTION:
                phrase = "one_plate_at_a_time" if len(asking.said.plates) > 1 else "ask_for_plate"
                return _Draft(self._replies.plain(phrase, language), wish.memory, idle=True)
            case Wants.TOPIC_QUESTION:
                return _Draft(self._replies.what_do_you_mean(language, wish.topics), wish.memory, idle=True)
            case Wants.NOTHING_MORE:
                return _Draft(self._replies.plain("nothing_more", language), wish.memory, idle=True)
            case Wants.PERSON:
                return _Draft("", wish.memory, hand_off=wish.hand_off, idle=True)
            case Wants.REMINDERS:
                return self._agree(asking, wish, file.sender)
        if wish.intent is Intent.OPT_OUT:
            file.sender.consent = file.sender.phone = None
        return _Draft(self._replies.advice(language, wish.intent, asking.text), wish.memory, idle=True)

    def _agree(self, asking: _Asking, wish: Wish, sender: SenderRecord) -> _Draft:
        if asking.phone is None:  # a web chat has no telephone to remind
            return _Draft(self._replies.plain("ask_for_plate", wish.memory.language), wish.memory, idle=True)
        sender.consent, sender.phone = CONSENTS, asking.phone.e164
        return _Draft(self._replies.plain("opted_in", wish.memory.language), wish.memory, idle=True)

    def _about_a_case(self, asking: _Asking, wish: Wish, file: CaseFile) -> _Draft:
        language, now = wish.memory.language, asking.now
        if lookups_are_paused(file.sender.failures, now):
            count("LookupPaused")
            return _Draft("", wish.memory, hand_off=HandOff.LOOKUPS_PAUSED, idle=True)
        own = _own_notices(file, wish)
        if own:
            numbers = wish.chosen or wish.notice_numbers
            chosen = [record for record in own if record.number in numbers] or own
            memory = replace(wish.memory, plate=own[0].plate)
            return self._for_the_owner(asking, replace(wish, memory=memory), chosen)
        for number in wish.notice_numbers[:1]:
            if wish.plate is not None:
                case = self._cases.for_bearer(number, plate_key_of(self._hashed, wish.plate))
                if case is not None:
                    memory = replace(wish.memory, plate=wish.plate, notice_number=number)
                    return self._for_the_bearer(asking, replace(wish, memory=memory), case)
        memory = replace(wish.memory.closed(), plate=None, notice_number=None)
        return _Draft(self._replies.nothing_found(language), memory, failed_lookup=True)

    def _for_the_owner(self, asking: _Asking, wish: Wish, records: Sequence[NoticeRecord]) -> _Draft:
        language, today = wish.memory.language, seoul_date(asking.now)
        if wish.intent is Intent.APPEAL:
            return self._about_an_opinion(asking, wish, records)
        due = _due_now(records, today)
        if not due:
            return _Draft(self._not_due(language, records), wish.memory.closed())
        shown = due[:MAX_CASES_IN_A_REPLY]
        payables = [Payable(notice, offer) for _, notice, offer in shown]
        if wish.intent is Intent.DUE_DATE:
            return _Draft(self._replies.due_dates(language, payables), wish.memory)
        if wish.intent in (Intent.REDUCTION, Intent.SEIZURE_RELEASE):
            return _Draft(self._replies.advice_on_cases(language, wish.intent, payables), wish.memory)
        if len(due) > 1 and not wish.chosen:
            memory = replace(wish.memory, asked=Asked.CASE, offered=tuple(p.notice.number for p in payables))
            return _Draft(self._replies.choose_a_case(language, payables, len(due) - len(shown)), memory)
        draft = _Draft("", wish.memory)
        try:
            payables = [self._with_account(asking, draft, *one) for one in shown]
        except AccountPoolEmpty:
            count("AccountPoolEmpty")
            return _Draft("", wish.memory, hand_off=HandOff.NO_ACCOUNT, notice_number=shown[0][1].number)
        if len(payables) > 1:
            draft.text = self._replies.pay_several(language, payables)
        else:
            prefix = "not_paid_yet" if wish.intent is Intent.PAYMENT_CONFIRM else ""
            draft.text = self._replies.pay_one(language, payables[0], today, prefix)
        return draft

    def _for_the_bearer(self, asking: _Asking, wish: Wish, record: NoticeRecord) -> _Draft:
        language, today = wish.memory.language, seoul_date(asking.now)
        due = _due_now([record], today)
        if not due:
            return _Draft(self._not_due(language, [record], owner=False), wish.memory.closed())
        draft = _Draft("", wish.memory.closed())
        try:
            draft.text = self._replies.pay_for_another(language, self._with_account(asking, draft, *due[0]))
        except AccountPoolEmpty:
            count("AccountPoolEmpty")
            return _Draft("", wish.memory, hand_off=HandOff.NO_ACCOUNT, notice_number=record.number)
        return draft

    def _not_due(self, language: Language, records: Sequence[NoticeRecord], owner: bool = True) -> str:
        """Why there is nothing to pay now."""
        waiting = [record for record in records if State(record.status) not in PAID]
        last = (waiting or list(records))[-1]
        notice, state = last.to_notice(), State(last.status)
        if not waiting:
            if owner and len(records) == 1 and last.paid_at is not None:
                return self._replies.paid_on(language, notice, int(last.paid_krw), last.paid_at)
            return self._replies.no_longer_due(language, notice, "all_paid")
        phrase = {State.OBJECTED: "under_objection", State.COURT: "under_objection"}.get(state, "nothing_due")
        if state in (State.NOTICED, State.UNDER_REVIEW, State.DETECTED):
            phrase = "not_yet_imposed"
        return self._replies.no_longer_due(language, notice, phrase)

    def _with_account(
        self, asking: _Asking, draft: _Draft, record: NoticeRecord, notice: Notice, offer: Quote
    ) -> Payable:
        """The account for today's amount: the one given before, if it still serves, or another."""
        issue = record.current_issue
        asker = Receiver(asking.holder, asking.phone.e164, draft.memory.language) if asking.phone else None
        is_owner = asking.holder == record.holder
        if issue is None or not still_serves(issue, offer, notice.number, asking.now):
            offered = self._source.offer(notice.number, offer, asking.now)
            issue = AccountIssue(
                account_number=offered.account_number,
                bank=offered.bank,
                notice_number=notice.number,
                stage=offer.stage,
                amount_krw=offer.amount_krw,
                issued_at=asking.now,
                expires_at=min(offer.expires_at, offered.expires_at or offer.expires_at),
                correlation_id=asking.message.message_id,
                instalment=offer.instalment,
                paid_before_krw=offer.paid_before_krw,
                owner_asked=asker is not None and is_owner,
                payer=asker.holder if asker is not None and not is_owner else None,
            )
            self._accounts.bind(draft.writes, record, offered, issue, asker)
            add_history(draft.writes, notice.number, f"account issued ({offer.stage.value})", BY_CITIZEN, asking.now)
            draft.issued.append(issue)
        elif asker is not None:
            issue = tell_too(draft.writes, record, issue, asker)
        return Payable(notice, offer, issue)

    # --- opinions ---

    def _about_an_opinion(self, asking: _Asking, wish: Wish, records: Sequence[NoticeRecord]) -> _Draft:
        """Offers to record what the citizen wrote, or asks for it."""
        language, memory = wish.memory.language, wish.memory
        possible = [record for record in records if _opinion_refusal(record, asking.now) is None]
        if not possible:
            phrase = _opinion_refusal(records[-1], asking.now) or "opinion_too_late"
            return _Draft(self._replies.opinion_refused(language, records[-1].to_notice(), phrase), memory.closed())
        if len(possible) > 1:
            payables = [
                Payable(record.to_notice(), quote(record.to_notice(), seoul_date(asking.now)))
                for record in possible[:MAX_CASES_IN_A_REPLY]
            ]
            asked = replace(
                memory,
                asked=Asked.CASE,
                offered=tuple(p.notice.number for p in payables),
                draft=memory.draft or _own_words(asking),
                draft_at=memory.draft_at or asking.message.received_at.isoformat(),
            )
            more = len(possible) - len(payables)
            return _Draft(self._replies.choose_a_case(language, payables, more), asked)
        notice = possible[0].to_notice()
        words, at = memory.draft, memory.draft_at
        if words is None:
            words, at = _own_words(asking), asking.message.received_at.isoformat()
        if words is None:
            if notice.status is State.UNDER_REVIEW:
                return _Draft(self._replies.opinion_refused(language, notice, "opinion_under_review"), memory.closed())
            asked = replace(memory, asked=Asked.OPINION_WORDS, notice_number=notice.number)
            return _Draft(self._replies.ask_opinion_words(language, notice), asked)
        asked = replace(memory, asked=Asked.OPINION_CONSENT, notice_number=notice.number, draft=words, draft_at=at)
        return _Draft(self._replies.offer_opinion(language, notice, guess_ground(words)), asked)

    def _record_opinion(self, asking: _Asking, wish: Wish, file: CaseFile) -> _Draft:
        """Files the citizen's words, as they came and when they came."""
        memory, language = wish.memory, wish.memory.language
        record = next((n for n in file.notices if n.number == memory.notice_number), None)
        if record is None or memory.draft is None or memory.draft_at is None:
            return _Draft("", memory.closed(), hand_off=HandOff.OPINION_NOT_POSSIBLE)
        given_at = datetime.fromisoformat(memory.draft_at)
        notice = record.to_notice()
        refusal = _opinion_refusal(record, given_at)
        if refusal is not None:
            return _Draft(self._replies.opinion_refused(language, notice, refusal), memory.closed())
        draft = _Draft(self._replies.opinion_recorded(language, notice, given_at), memory.closed())
        if given_at.microsecond == 0:
            # Carriers count in seconds, and two opinions may come in one: their place in the file differs all the same.
            given_at = given_at.replace(microsecond=crc32(asking.message.message_id.encode()) % 1_000_000)
        ground = guess_ground(memory.draft)
        opinion = OpinionRecord(
            notice_subject(notice.number),
            f"opinion#{given_at:%Y-%m-%dT%H:%M:%S.%f}",
            worklist=OPINIONS,
            since=asking.now,
            notice_number=notice.number,
            holder=asking.holder,
            words=memory.draft,
            ground=ground.value if ground else None,
            given_at=given_at,
            channel="text" if asking.phone else "web",
            phone=asking.phone.e164 if asking.phone else None,
            language=language.value,
            message_id=asking.message.message_id,
        )
        draft.writes.add("opinion", lambda transaction: transaction.save(opinion))
        reviewed = after(state_of(notice, seoul_date(given_at)), Move.GIVE_OPINION)
        draft.writes.add(
            f"case {notice.number}",
            lambda transaction: transaction.update(record, actions=[NoticeRecord.status.set(reviewed.value)]),
        )
        add_history(draft.writes, notice.number, "opinion given", BY_CITIZEN, asking.now)
        return draft


def _own_notices(file: CaseFile, wish: Wish) -> list[NoticeRecord]:
    """The sender's notices for the plate they named, or for the end of one."""
    if wish.plate is not None:
        return [n for n in file.notices if n.plate == wish.plate]
    found = [n for n in file.notices if wish.last_four is not None and n.plate.endswith(wish.last_four)]
    return found if len({n.plate for n in found}) == 1 else []


def _due_now(records: Sequence[NoticeRecord], today: date) -> list[tuple[NoticeRecord, Notice, Quote]]:
    """The cases with something to pay today."""
    due = []
    for record in records:
        notice = record.to_notice()
        try:
            due.append((record, notice, quote(notice, today)))
        except Rejected:
            continue
    return due


def _opinion_refusal(record: NoticeRecord, given_at: datetime) -> str | None:
    """The phrase that says why no opinion is taken; None if one is."""
    notice = record.to_notice()
    try:
        check_opinion(state_of(notice, seoul_date(given_at)), notice.opinion_until, given_at)
    except OpinionAfterReducedPayment:
        return "opinion_after_payment"
    except OpinionTooLate:
        return "opinion_too_late"
    except Conflict:
        return "nothing_due"
    return None


def _own_words(asking: _Asking) -> str | None:
    """The message as the opinion itself, if it tells what happened rather than asks what to do."""
    told = guess_ground(asking.text) is not None and len(asking.text.strip()) >= OPINION_CHARACTERS_AT_LEAST
    return asking.text if told and asking.said.word is not Word.OPINION else None
