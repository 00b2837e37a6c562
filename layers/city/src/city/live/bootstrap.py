"""The composition root of live updates: the only place that reads the environment and builds clients."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from city.aws.dynamo import bind, open_connection
from city.kernel.clock import Clock, SystemClock
from city.live.settings import FanOutSettings, SocketSettings, TicketSettings

if TYPE_CHECKING:
    from pynamodb.connection import Connection

    from city.live.service.admit_connection import AdmitConnection
    from city.live.service.answer_page import AnswerPage
    from city.live.service.fan_out import FanOut
    from city.live.service.give_ticket import GiveTicket
    from city.live.service.keep_connections import CloseConnection, OpenConnection
    from city.live.service.show_changes import ShowChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class SocketUseCases:
    open_connection: OpenConnection
    answer_page: AnswerPage
    close_connection: CloseConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class PollUseCases:
    give_ticket: GiveTicket
    show_changes: ShowChanges


def open_tables(settings: TicketSettings) -> Connection:
    """Points the records at the tables that the settings name."""
    from city.live.tables import RECORDS

    connection = open_connection(settings.aws_region)
    for field, record in RECORDS.items():
        if table := getattr(settings, field, None):
            bind(record, table, connection)
    return connection


def build_admission(environment: Mapping[str, str], clock: Clock) -> AdmitConnection:
    from city.live.service.admit_connection import AdmitConnection
    from city.live.tables.connections import Connections

    connection = open_tables(TicketSettings.from_environment(environment))
    return AdmitConnection(connections=Connections(connection), clock=clock)


def build_socket(environment: Mapping[str, str], clock: Clock) -> SocketUseCases:
    from city.live.service.answer_page import AnswerPage
    from city.live.service.keep_connections import CloseConnection, OpenConnection
    from city.live.service.show_changes import ShowChanges
    from city.live.tables.connections import Connections
    from city.live.topics import read_rights

    settings = SocketSettings.from_environment(environment)
    connections = Connections(open_tables(settings))
    show_changes = ShowChanges(rights=read_rights(settings.live_topics))
    return SocketUseCases(
        open_connection=OpenConnection(connections=connections, clock=clock),
        answer_page=AnswerPage(connections=connections, show_changes=show_changes, clock=clock),
        close_connection=CloseConnection(connections=connections),
    )


def build_poll(environment: Mapping[str, str], clock: Clock) -> PollUseCases:
    from secrets import token_urlsafe

    from city.live.service.give_ticket import GiveTicket
    from city.live.service.show_changes import ShowChanges
    from city.live.tables.connections import Connections
    from city.live.topics import read_rights

    settings = SocketSettings.from_environment(environment)
    connections = Connections(open_tables(settings))
    return PollUseCases(
        give_ticket=GiveTicket(connections=connections, clock=clock, fresh_ticket=lambda: token_urlsafe(32)),
        show_changes=ShowChanges(rights=read_rights(settings.live_topics)),
    )


def build_fan_out(environment: Mapping[str, str], clock: Clock) -> FanOut:
    from city.aws.live.sockets import open_sockets
    from city.live.service.fan_out import FanOut
    from city.live.tables.changes import Changes
    from city.live.tables.connections import Connections

    settings = FanOutSettings.from_environment(environment)
    connection = open_tables(settings)
    return FanOut(
        changes=Changes(connection, timedelta(hours=settings.change_kept_hours), pause),
        connections=Connections(connection),
        sockets=open_sockets(settings.connections_url),
        clock=clock,
    )


def pause(attempt: int) -> None:
    """Waits up to 10 ms, up to 20, 40, …; a quarter of a second at most. Chance parts those who met."""
    import random
    import time

    time.sleep(random.SystemRandom().uniform(0, min(0.25, 0.01 * 2**attempt)))


@cache
def admission_from_env() -> AdmitConnection:
    return build_admission(os.environ, SystemClock())


@cache
def socket_from_env() -> SocketUseCases:
    return build_socket(os.environ, SystemClock())


@cache
def poll_from_env() -> PollUseCases:
    return build_poll(os.environ, SystemClock())


@cache
def fan_out_from_env() -> FanOut:
    return build_fan_out(os.environ, SystemClock())
