"""Writing an answer with all it decides, in one transaction, and the metrics of what was written."""

from dataclasses import dataclass
from datetime import datetime

from pynamodb.connection import Connection

from city.aws.dynamo import WritesRefused
from city.aws.observability import count, logger, measure_seconds
from city.fines.law.errors import CaseMoved
from city.fines.law.language import Language
from city.fines.law.tables.accounts import Accounts
from city.fines.law.tables.case_records import SenderRecord
from city.fines.talk.dialogue import HandOff
from city.fines.talk.limits import FAILED_LOOKUPS_WINDOW, PROMPTS_AN_HOUR_AT_MOST
from city.fines.talk.service.draft import Draft
from city.fines.talk.service.inquiry import Inquiry, Question
from city.fines.talk.service.open_ticket import OpenTicket
from city.fines.talk.tables.memory import remember
from city.fines.talk.tables.open_words import add_open_words
from city.fines.talk.tables.talks import TURN, Outcome, Spoken, TurnRecord, add_turn, new_turn
from city.fines.talk.understanding import Intent
from city.kernel.clock import Clock
from city.kernel.text import carrier_safe


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a message. `text` is None where silence is kept (machines that answer each other)."""

    text: str | None
    outcome: Outcome
    intent: Intent
    language: Language
    # From the carrier's clock to ours.
    seconds: float
    # The ticket it stands under, where a person has to answer.
    ticket: str | None = None
    # Whether it looked for a case that nobody has.
    failed_lookup: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepAnswer:
    """Keeps the turn and what it decides, all or nothing."""

    connection: Connection
    accounts: Accounts
    open_ticket: OpenTicket
    clock: Clock

    def keep(self, question: Question, draft: Draft) -> Answer:
        """The answer as it is kept: a message decided before keeps its first one.

        Raises CaseMoved if another text, a deposit, or somebody with the same free number got there first.
        """
        inquiry, sender = question.inquiry, question.file.sender
        turn = _turn(inquiry, draft)
        words = self._text(question, draft, turn)
        # What is kept is what was read: a text loses on its way out what carriers do not take, the web shows it all.
        turn.reply = carrier_safe(words) if words and inquiry.phone is not None else words
        _remember(sender, inquiry, draft)
        draft.writes.add("sender", lambda transaction: transaction.save(sender))
        add_open_words(
            draft.writes,
            question.before,
            draft.memory,
            holder=inquiry.holder,
            phone=turn.phone,
            channel=inquiry.message.channel,
            now=inquiry.now,
        )
        add_turn(draft.writes, turn)
        try:
            draft.writes.commit(self.connection)
        except WritesRefused as refused:
            turn = self._decided_before(refused)
        else:
            _count(draft, turn)
        waited = (self.clock.now() - inquiry.message.received_at).total_seconds()
        return Answer(
            text=turn.reply,
            outcome=Outcome(turn.outcome),
            intent=Intent(turn.intent),
            language=Language(turn.language),
            seconds=waited,
            ticket=turn.ticket,
            failed_lookup=draft.failed_lookup,
        )

    def _text(self, question: Question, draft: Draft, turn: TurnRecord) -> str | None:
        """What the citizen reads; None for who prompts too often, and then a person has to look."""
        sender, now = question.file.sender, question.inquiry.now
        if draft.failed_lookup:
            recent = [moment for moment in sender.failures if now - moment < FAILED_LOOKUPS_WINDOW]
            sender.failed_at = [moment.isoformat() for moment in [*recent, now]]
        silent = draft.idle and sender.count_prompt(now) > PROMPTS_AN_HOUR_AT_MOST
        if silent:
            draft.hand_off = HandOff.TOO_MANY_PROMPTS
        if draft.hand_off is None:
            return draft.text
        words = self.open_ticket.open(question, draft, draft.hand_off, turn)
        return None if silent else words

    def _decided_before(self, refused: WritesRefused) -> TurnRecord:
        if TURN not in refused.names or not refused.items[TURN]:
            if any(name.startswith("number ") for name in refused.names):
                self.accounts.look_again()
            raise CaseMoved from refused
        return TurnRecord.from_raw_data(refused.items[TURN])


def _turn(inquiry: Inquiry, draft: Draft) -> TurnRecord:
    message = inquiry.message
    spoken = Spoken(inquiry.holder, message.message_id, message.received_at)
    turn = new_turn(spoken, message.channel, Outcome.ANSWERED)
    turn.said, turn.phone = inquiry.text, inquiry.phone.e164 if inquiry.phone else None
    turn.intent, turn.language = inquiry.said.intent.value, draft.memory.language.value
    turn.abstained = inquiry.said.abstained
    return turn


def _remember(sender: SenderRecord, inquiry: Inquiry, draft: Draft) -> None:
    """An older message that comes late is answered, and leaves the conversation where it is."""
    received_at: datetime = inquiry.message.received_at
    late = sender.last_at is not None and received_at < sender.last_at
    if not late:
        sender.last_at = received_at
    if not late or draft.memory.found:
        # A number that comes after its car, though it was sent before, completes what is remembered.
        remember(sender, draft.memory, inquiry.now)


def _count(draft: Draft, turn: TurnRecord) -> None:
    for issue in draft.issued:
        count("AccountIssued")
        logger().info("account issued", extra={"notice_number": issue.notice_number, "stage": issue.stage.value})
    if draft.failed_lookup:
        count("LookupFailed")
    if turn.abstained:
        count("IntentAbstained")
    if draft.hand_off is not None:
        logger().info("handed to a person", extra={"ticket": turn.ticket, "reason": draft.hand_off.value})


def count_answer(answer: Answer) -> None:
    """Counts an answer that is on its way."""
    answered = answer.outcome is Outcome.ANSWERED
    count("TextAnswered" if answered else "TextTicketed")
    measure_seconds("ReplyLatency", answer.seconds)
    logger().info(
        "text answered" if answered else "text ticketed",
        extra={"intent": answer.intent.value, "language": answer.language.value},
    )
