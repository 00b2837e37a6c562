"""Builds the functions that publish, sell, mark and trace."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.dividend.bootstrap import Environment, open_folder, open_outbox, open_secret, open_tables
from city.dividend.market import settings as settings_of
from city.dividend.market.tables.records import RECORDS
from city.dividend.market.tables.revisions import Revisions
from city.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from city.dividend.market.service.buy import AddBuyer, MakeLink, ShowOrder, SubmitOrder
    from city.dividend.market.service.leak_cases import ListLeakCases, OpenLeakCase, RequestTrace, ShowLeakCase
    from city.dividend.market.service.make_copy import MakeCopy
    from city.dividend.market.service.publish_round import PublishRound
    from city.dividend.market.service.show_market import ShowCatalogue
    from city.dividend.market.service.trace_leak import TraceLeak
    from city.office.service.know_people import KnowPeople


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketUseCases:
    """What buyers do by themselves."""

    add_buyer: AddBuyer
    show_catalogue: ShowCatalogue
    submit_order: SubmitOrder
    show_order: ShowOrder
    make_link: MakeLink


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakUseCases:
    """What staff do with leaked samples."""

    people: KnowPeople
    open_case: OpenLeakCase
    list_cases: ListLeakCases
    show_case: ShowLeakCase
    request_trace: RequestTrace


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkUseCases:
    """What is done with the secret of the marks."""

    make_copy: MakeCopy
    trace_leak: TraceLeak


def build_publish_round(environment: Environment, clock: Clock) -> PublishRound:
    from city.dividend.market.service.publish_round import PublishRound
    from city.dividend.rounds.tables.records import RECORDS as ROUND_RECORDS
    from city.dividend.rounds.tables.rounds import Rounds
    from city.dividend.rounds.tables.steps import RoundSteps
    from city.dividend.rounds.tables.voices import PanelVoices

    settings = settings_of.PublishSettings.from_environment(environment)
    connection = open_tables(settings, ROUND_RECORDS, RECORDS)
    return PublishRound(
        rounds=Rounds(connection),
        steps=RoundSteps(),
        voices=PanelVoices(connection),
        revisions=Revisions(),
        work=open_folder(settings.work_bucket),
        catalogue=open_folder(settings.catalogue_bucket),
        outbox=open_outbox(settings, connection, clock),
        clock=clock,
    )


def build_market(environment: Environment, clock: Clock) -> MarketUseCases:
    from city.aws.presigned import Presigner, open_presigning_client
    from city.aws.queues import Queue
    from city.dividend.market.service.buy import AddBuyer, MakeLink, ShowOrder, SubmitOrder
    from city.dividend.market.service.show_market import ShowCatalogue
    from city.dividend.market.tables.buyers import Buyers
    from city.dividend.market.tables.copies import Copies
    from city.dividend.market.tables.orders import Orders

    settings = settings_of.MarketSettings.from_environment(environment)
    buyers, revisions, orders = Buyers(), Revisions(), Orders(open_tables(settings, RECORDS))
    return MarketUseCases(
        add_buyer=AddBuyer(buyers=buyers, new_key=lambda: secrets.token_urlsafe(32)),
        show_catalogue=ShowCatalogue(revisions=revisions),
        submit_order=SubmitOrder(buyers=buyers, revisions=revisions, orders=orders, clock=clock),
        show_order=ShowOrder(buyers=buyers, revisions=revisions, orders=orders),
        make_link=MakeLink(
            buyers=buyers,
            revisions=revisions,
            orders=orders,
            copies=Copies(),
            presigner=Presigner(open_presigning_client(settings.stage)),
            bucket=settings.catalogue_bucket,
            queue=Queue(open_client("sqs"), settings.copies_queue_url),
            clock=clock,
        ),
    )


def build_marks(environment: Environment, clock: Clock) -> MarkUseCases:
    from city.dividend.market.service.make_copy import MakeCopy
    from city.dividend.market.service.trace_leak import TraceLeak
    from city.dividend.market.tables.buyers import Buyers
    from city.dividend.market.tables.copies import Copies
    from city.dividend.market.tables.leaks import Leaks

    settings = settings_of.CopySettings.from_environment(environment)
    open_tables(settings, RECORDS)
    catalogue, mark_secret = open_folder(settings.catalogue_bucket), open_secret(settings.mark_secret)
    return MarkUseCases(
        make_copy=MakeCopy(
            revisions=Revisions(), copies=Copies(), catalogue=catalogue, mark_secret=mark_secret, clock=clock
        ),
        trace_leak=TraceLeak(
            leaks=Leaks(),
            buyers=Buyers(),
            revisions=Revisions(),
            catalogue=catalogue,
            mark_secret=mark_secret,
            clock=clock,
        ),
    )


def build_leaks(environment: Environment, clock: Clock) -> LeakUseCases:
    from city.aws.presigned import Presigner, open_presigning_client
    from city.aws.queues import Queue
    from city.dividend.market.service.leak_cases import ListLeakCases, OpenLeakCase, RequestTrace, ShowLeakCase
    from city.dividend.market.tables.leaks import Leaks
    from city.dividend.tables import NAMES
    from city.dividend.tables import RECORDS as DESK_RECORDS
    from city.office.service.know_people import KnowPeople

    settings = settings_of.LeakSettings.from_environment(environment)
    open_tables(settings, RECORDS, DESK_RECORDS)
    leaks, revisions = Leaks(), Revisions()
    return LeakUseCases(
        people=KnowPeople(names=NAMES, clock=clock),
        open_case=OpenLeakCase(
            leaks=leaks,
            revisions=revisions,
            presigner=Presigner(open_presigning_client(settings.stage)),
            bucket=settings.catalogue_bucket,
            clock=clock,
        ),
        list_cases=ListLeakCases(leaks=leaks, revisions=revisions),
        show_case=ShowLeakCase(leaks=leaks),
        request_trace=RequestTrace(leaks=leaks, queue=Queue(open_client("sqs"), settings.copies_queue_url)),
    )


# --- from the environment --------------------------------------------------------------------------


@cache
def publish_round_from_env() -> PublishRound:
    return build_publish_round(os.environ, SystemClock())


@cache
def market_from_env() -> MarketUseCases:
    return build_market(os.environ, SystemClock())


@cache
def marks_from_env() -> MarkUseCases:
    return build_marks(os.environ, SystemClock())


@cache
def leaks_from_env() -> LeakUseCases:
    return build_leaks(os.environ, SystemClock())
