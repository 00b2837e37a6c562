"""Builds what talks with citizens: answering texts and the web chat, and reminding.

What only one function needs is imported where it is built: every import is part of a cold start (`make bench`).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, cast

from pynamodb.connection import Connection

from city.aws.clients import open_client
from city.fines.bootstrap import open_hash, open_tables
from city.fines.law.bootstrap import open_accounts, open_toss_accounts
from city.fines.law.tables import records as law
from city.fines.law.tables.cases import Cases
from city.fines.talk.settings import (
    AnswerSettings,
    CarrierSettings,
    ChatSettings,
    OpenWordsSettings,
    ReminderSettings,
    TextSettings,
)
from city.fines.talk.tables import records as talk
from city.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

    from city.aws.idempotency import Once
    from city.fines.law.tables.accounts import Accounts
    from city.fines.talk.case_replies import CaseReplies
    from city.fines.talk.ports import AccountSource, SmsCarrier
    from city.fines.talk.service.answer_text import AnswerText
    from city.fines.talk.service.chat import Chat
    from city.fines.talk.service.converse import Converse
    from city.fines.talk.service.draft_answer import DraftAnswer
    from city.fines.talk.service.keep_open_words import KeepOpenWords
    from city.fines.talk.service.remind_citizens import RemindCitizens
    from city.fines.talk.service.send_text import SendTextOnce
    from city.fines.talk.understanding import Ranker
    from city.kernel.privacy import KeyedHash

_MESSAGE_KEPT_SECONDS = 7 * 24 * 3600  # carriers and queues redeliver for days, never for weeks
TEXT_TITLE = "주정차 과태료 안내"


@dataclass(frozen=True, slots=True)
class TextUseCases:
    """Answering texts, and the record of those answered, which has to know how long its function may run."""

    answer_text: AnswerText
    once: Once


def build_texts(
    environment: Mapping[str, str],
    clock: Clock,
    carrier: SmsCarrier | None = None,
    accounts: AccountSource | None = None,
) -> TextUseCases:
    from city.aws.idempotency import Once
    from city.fines.talk.service.answer_text import AnswerText
    from city.fines.talk.service.hand_over_unsent import HandOverUnsent
    from city.fines.talk.tables.tickets import Tickets

    settings = TextSettings.from_environment(environment)
    connection = open_tables(settings, law.RECORDS, talk.RECORDS)
    # PynamoDB's client is botocore's: one serves both.
    once = Once(settings.idempotency_table, cast("DynamoDBClient", connection.client), _MESSAGE_KEPT_SECONDS)
    answer_text = AnswerText(
        converse=_converse(settings, connection, clock, accounts),
        hand_over_unsent=HandOverUnsent(connection=connection, tickets=Tickets(), clock=clock),
        carrier=carrier or open_carrier(settings, clock),
        hashed=open_hash(settings.privacy_key_secret),
        once=once.run,
    )
    return TextUseCases(answer_text, once)


def build_chat(environment: Mapping[str, str], clock: Clock) -> Chat:
    from city.fines.talk.service.chat import Chat
    from city.fines.talk.tables.files import Files
    from city.fines.talk.web.service.visits import CountVisits

    settings = ChatSettings.from_environment(environment)
    connection = open_tables(settings, law.RECORDS, talk.RECORDS)
    cases, hashed = Cases(connection), open_hash(settings.privacy_key_secret)
    return Chat(
        converse=_converse(settings, connection, clock),
        cases=cases,
        files=Files(),
        visits=CountVisits(cases, hashed, clock),
        clock=clock,
        hashed=hashed,
    )


def build_reminders(environment: Mapping[str, str], clock: Clock, carrier: SmsCarrier | None = None) -> RemindCitizens:
    from city.fines.talk.replies import Replies, SigningOffice
    from city.fines.talk.service.remind_citizens import RemindCitizens
    from city.fines.talk.service.send_text import SendText
    from city.fines.talk.tables.talks import Talks

    settings = ReminderSettings.from_environment(environment)
    return RemindCitizens(
        cases=Cases(open_tables(settings, law.RECORDS, talk.RECORDS)),
        send_text=SendText(carrier or open_carrier(settings, clock), Talks()),
        replies=Replies(SigningOffice()),
        clock=clock,
    )


def build_open_words(environment: Mapping[str, str], clock: Clock) -> KeepOpenWords:
    from city.fines.talk.service.keep_open_words import KeepOpenWords
    from city.fines.talk.tables.tickets import Tickets

    settings = OpenWordsSettings.from_environment(environment)
    return KeepOpenWords(connection=open_tables(settings, law.RECORDS), tickets=Tickets(), clock=clock)


def _converse(
    settings: AnswerSettings, connection: Connection, clock: Clock, source: AccountSource | None = None
) -> Converse:
    from city.fines.talk.case_replies import CaseReplies
    from city.fines.talk.replies import SigningOffice
    from city.fines.talk.service.converse import Converse
    from city.fines.talk.service.keep_answer import KeepAnswer
    from city.fines.talk.service.open_ticket import OpenTicket
    from city.fines.talk.tables.tickets import Tickets
    from city.fines.talk.web.offered_topics import knows_its_topics

    cases, replies, accounts = Cases(connection), CaseReplies(SigningOffice()), open_accounts(connection)
    hashed = open_hash(settings.privacy_key_secret)
    return Converse(
        cases=cases,
        tickets=Tickets(),
        draft_answer=_draft_answer(settings, hashed, cases=cases, replies=replies, accounts=accounts, source=source),
        keep_answer=KeepAnswer(
            connection=connection, accounts=accounts, open_ticket=OpenTicket(Tickets(), replies), clock=clock
        ),
        rank=knows_its_topics(load_ranker()),
        clock=clock,
        hashed=hashed,
    )


def _draft_answer(
    settings: AnswerSettings,
    hashed: KeyedHash,
    cases: Cases,
    replies: CaseReplies,
    accounts: Accounts,
    source: AccountSource | None,
) -> DraftAnswer:
    from city.fines.talk.service.draft_answer import DraftAnswer
    from city.fines.talk.service.find_cases import FindCases
    from city.fines.talk.service.intents.advise import Advise
    from city.fines.talk.service.intents.ask_back import AskBack
    from city.fines.talk.service.intents.change_reminders import AgreeToReminders, StopReminders
    from city.fines.talk.service.intents.confirm_payment import ConfirmPayment
    from city.fines.talk.service.intents.give_accounts import GiveAccounts
    from city.fines.talk.service.intents.keep_words import KeepWords
    from city.fines.talk.service.intents.offer_choice import OfferChoice
    from city.fines.talk.service.intents.offer_opinion import OfferOpinion
    from city.fines.talk.service.intents.record_opinion import RecordOpinion
    from city.fines.talk.service.intents.say_nothing_due import SayNothingDue
    from city.fines.talk.service.intents.tell_amounts import TellAmounts
    from city.fines.talk.service.intents.tell_seizure import TellSeizure
    from city.fines.talk.service.intents.tell_ticket import TellTicket
    from city.fines.talk.tables.tickets import Tickets

    if source is None and settings.bank == "toss":
        source = open_toss_accounts(settings.bank_secret, settings.bank_of_accounts)
    say_nothing_due, record_opinion = SayNothingDue(replies), RecordOpinion(cases, replies)
    return DraftAnswer(
        find_cases=FindCases(cases=cases, replies=replies, hashed=hashed),
        say_nothing_due=say_nothing_due,
        tell_amounts=TellAmounts(replies),
        tell_seizure=TellSeizure(replies),
        confirm_payment=ConfirmPayment(replies, say_nothing_due),
        offer_choice=OfferChoice(replies),
        give_accounts=GiveAccounts(accounts=accounts, source=source or accounts, replies=replies),
        offer_opinion=OfferOpinion(replies, record_opinion),
        record_opinion=record_opinion,
        keep_words=KeepWords(cases, replies),
        agree_to_reminders=AgreeToReminders(replies),
        stop_reminders=StopReminders(replies),
        tell_ticket=TellTicket(Tickets(), replies),
        ask_back=AskBack(replies),
        advise=Advise(replies),
        replies=replies,
    )


@cache
def load_ranker() -> Ranker:
    """The trained intent model; its layer has nothing else."""
    from city.fines.talk.understanding import Guess, Intent
    from models.intent.model import IntentModel

    model = IntentModel.load()

    def rank(text: str) -> Guess:
        prediction = model.predict(text)
        return Guess(tuple(Intent(ranked.intent) for ranked in prediction.ranked), prediction.abstains, prediction.lead)

    return rank


def open_send_once(settings: CarrierSettings, clock: Clock, carrier: SmsCarrier | None = None) -> SendTextOnce:
    from city.fines.talk.service.send_text import SendText, SendTextOnce
    from city.fines.talk.tables.talks import Talks

    return SendTextOnce(SendText(carrier or open_carrier(settings, clock), Talks()), Talks())


def open_carrier(settings: CarrierSettings, clock: Clock) -> SmsCarrier:
    """The carrier that the settings name; every one but SNS and the sandbox has its keys in a secret."""
    if settings.sms_carrier == "sns":
        from city.fines.talk.adapters.sns_carrier import SnsCarrier

        return SnsCarrier(open_client("sns"))
    if settings.sms_carrier == "sandbox":
        from city.fines.talk.adapters.sandbox_carrier import SandboxCarrier

        return SandboxCarrier(clock, TEXT_TITLE)
    from city.aws.secrets import read_secret
    from city.fines.talk.adapters.gateways import Sender, fresh_nonce, open_post
    from city.fines.talk.settings import CarrierSecret

    secret = read_secret(open_client("secretsmanager"), settings.sms_carrier_secret)
    opened = CarrierSecret.model_validate_json(secret)
    sender, post = Sender(opened.sender, TEXT_TITLE), open_post(timeout_seconds=8)
    match settings.sms_carrier:
        case "message_hub":
            from city.fines.talk.adapters.message_hub import MessageHubCarrier, MessageHubKeys

            hub_keys = MessageHubKeys.model_validate(opened.keys)
            return MessageHubCarrier(keys=hub_keys, sender=sender, post=post, clock=clock, nonce=fresh_nonce)
        case "solapi":
            from city.fines.talk.adapters.solapi import SolapiCarrier, SolapiKeys

            solapi_keys = SolapiKeys.model_validate(opened.keys)
            return SolapiCarrier(keys=solapi_keys, sender=sender, post=post, clock=clock, nonce=fresh_nonce)
        case "nhn_cloud":
            from city.fines.talk.adapters.nhn_cloud import NhnCloudCarrier, NhnCloudKeys

            return NhnCloudCarrier(NhnCloudKeys.model_validate(opened.keys), sender, post)


@cache
def texts_from_env() -> TextUseCases:
    return build_texts(os.environ, SystemClock())


@cache
def chat_from_env() -> Chat:
    return build_chat(os.environ, SystemClock())


@cache
def reminders_from_env() -> RemindCitizens:
    return build_reminders(os.environ, SystemClock())


@cache
def open_words_from_env() -> KeepOpenWords:
    return build_open_words(os.environ, SystemClock())
