"""The composition root of the agencies: the only place of this area that reads the environment and builds clients."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.aws.dynamo import bind, open_connection
from city.aws.edge.door import DoorProof
from city.kernel.clock import Clock, SystemClock
from city.kernel.settings import SANDBOX, Stage
from city.operations.agencies.settings import (
    AgencyDeskSettings,
    ChooseAgenciesSettings,
    PlatformDoorSettings,
    TellAgencySettings,
)
from city.operations.agencies.tables.agencies import Agencies
from city.operations.agencies.tables.messages import Messages
from city.operations.agencies.tables.records import RECORDS

if TYPE_CHECKING:
    from pynamodb.connection import Connection

    from city.kernel.settings import Settings
    from city.operations.agencies.ports import AgencyKeys, AgencyLine
    from city.operations.agencies.service.change_agencies import ChangeAgencyTerms, ChangeCodes
    from city.operations.agencies.service.choose_agencies import ChooseAgencies
    from city.operations.agencies.service.credentials import DecideAgencyKey, ProposeAgencyKey
    from city.operations.agencies.service.receive_message import ReceivePlatformMessage
    from city.operations.agencies.service.show_agencies import (
        ReadMessageContent,
        ShowAgencies,
        ShowAgencyStatistics,
        ShowEventCodes,
        ShowMessages,
    )
    from city.operations.agencies.service.show_incident_messages import ShowIncidentMessages
    from city.operations.agencies.service.tell_agency import TellAgency

# Of the city among the systems that hand messages on: its operations room.
SYSTEM_CODE = "DNG"
_RANDOM_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformDoor:
    """The door that partners knock at, and how it knows the city's own."""

    receive: ReceivePlatformMessage
    proof: DoorProof


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyDesk:
    """What the staff's API of agencies calls."""

    show: ShowAgencies
    show_messages: ShowMessages
    show_incident_messages: ShowIncidentMessages
    read_message: ReadMessageContent
    show_statistics: ShowAgencyStatistics
    show_codes: ShowEventCodes
    change: ChangeAgencyTerms
    change_codes: ChangeCodes
    propose: ProposeAgencyKey
    decide: DecideAgencyKey


def build_door(environment: Mapping[str, str], clock: Clock) -> PlatformDoor:
    from city.aws.queues import Queue
    from city.aws.secrets import read_accepted
    from city.operations.agencies.service.admit_agency import AdmitAgency
    from city.operations.agencies.service.open_session import OpenSession
    from city.operations.agencies.service.receive_message import ReceivePlatformMessage
    from city.operations.agencies.service.take_event import TakeEvent
    from city.operations.agencies.tables.occurrences import Occurrences
    from city.operations.agencies.tables.sessions import Rates, Sessions
    from city.operations.agencies.wire_writing import Route

    settings = PlatformDoorSettings.from_environment(environment)
    connection = _open_tables(settings, settings.aws_region)
    kept = timedelta(days=settings.agency_audit_days)
    agencies, messages, sessions = Agencies(connection), Messages(connection, kept), Sessions()
    own = Route(send_code=settings.city_code, receive_code="", system_code=SYSTEM_CODE)
    receive = ReceivePlatformMessage(
        admit=AdmitAgency(agencies=agencies, sessions=sessions, rates=Rates()),
        sessions=OpenSession(
            sessions=sessions, lasts=timedelta(minutes=settings.agency_session_minutes), random=_random
        ),
        take=TakeEvent(
            agencies=agencies,
            occurrences=Occurrences(connection, kept),
            messages=messages,
            queue=Queue(open_client("sqs"), settings.city_events_queue_url),
            connection=connection,
        ),
        agencies=agencies,
        messages=messages,
        rates=Rates(),
        clock=clock,
        own_step=own.own_step,
        replay_window=timedelta(minutes=settings.agency_replay_minutes),
    )
    proof = DoorProof(lambda: read_accepted(open_client("secretsmanager"), settings.door_proof_secret), clock)
    return PlatformDoor(receive=receive, proof=proof)


def build_desk(environment: Mapping[str, str], clock: Clock) -> AgencyDesk:
    from city.office.tables.access_log import AccessLog
    from city.operations.agencies.adapters.secret_keys import SecretKeys
    from city.operations.agencies.service.change_agencies import ChangeAgencyTerms, ChangeCodes
    from city.operations.agencies.service.credentials import DecideAgencyKey, ProposeAgencyKey
    from city.operations.agencies.service.show_agencies import (
        ReadMessageContent,
        ShowAgencies,
        ShowAgencyStatistics,
        ShowEventCodes,
        ShowMessages,
    )
    from city.operations.agencies.service.show_incident_messages import ShowIncidentMessages
    from city.operations.agencies.tables.proposals import KeyProposals
    from city.operations.agencies.tables.records import MessageViewRecord
    from city.operations.incidents.bootstrap import open_agency_reports

    settings = AgencyDeskSettings.from_environment(environment)
    connection = _open_tables(settings, settings.aws_region)
    agencies, proposals = Agencies(connection), KeyProposals(connection)
    messages = Messages(connection, timedelta(days=settings.agency_audit_days))
    show = ShowAgencies(agencies=agencies, messages=messages, proposals=proposals, clock=clock)
    return AgencyDesk(
        show=show,
        show_messages=ShowMessages(agencies=agencies, messages=messages, clock=clock),
        show_incident_messages=ShowIncidentMessages(
            agencies=agencies,
            messages=messages,
            reports=open_agency_reports(connection, settings.incidents_table, settings.city_events_table),
        ),
        read_message=ReadMessageContent(messages=messages, views=AccessLog(MessageViewRecord), clock=clock),
        show_statistics=ShowAgencyStatistics(messages=messages, clock=clock),
        show_codes=ShowEventCodes(agencies=agencies),
        change=ChangeAgencyTerms(
            agencies=agencies,
            show=show,
            hosts=_hosts(settings.agency_hosts),
            is_local=settings.stage is Stage.LOCAL,
            clock=clock,
        ),
        change_codes=ChangeCodes(agencies=agencies, clock=clock),
        propose=ProposeAgencyKey(agencies=agencies, proposals=proposals, clock=clock),
        decide=DecideAgencyKey(
            agencies=agencies,
            proposals=proposals,
            keys=SecretKeys(open_client("secretsmanager"), settings.agency_keys_secret, clock),
            random=_random,
            clock=clock,
        ),
    )


def build_chooser(environment: Mapping[str, str], clock: Clock) -> ChooseAgencies:  # noqa: ARG001  # as all are built
    from city.operations.agencies.adapters.notice_queue import DelayedQueue
    from city.operations.agencies.service.choose_agencies import ChooseAgencies

    settings = ChooseAgenciesSettings.from_environment(environment)
    connection = _open_tables(settings, settings.aws_region)
    queue = DelayedQueue(open_client("sqs"), settings.agency_notices_queue_url)
    return ChooseAgencies(agencies=Agencies(connection), queue=queue)


def build_teller(environment: Mapping[str, str], clock: Clock, line: AgencyLine | None = None) -> TellAgency:
    from city.operations.agencies.adapters.notice_queue import DelayedQueue
    from city.operations.agencies.adapters.secret_keys import SecretKeys
    from city.operations.agencies.adapters.ways import PlatformWay, WebhookWay
    from city.operations.agencies.service.tell_agency import TellAgency
    from city.operations.agencies.tables.sessions import Lines
    from city.operations.agencies.tables.tellings import Tellings

    settings = TellAgencySettings.from_environment(environment)
    connection = _open_tables(settings, settings.aws_region)
    kept = timedelta(days=settings.agency_audit_days)
    keys = SecretKeys(open_client("secretsmanager"), settings.agency_keys_secret, clock)
    line = line or _open_line(settings, keys, clock)
    return TellAgency(
        agencies=Agencies(connection),
        tellings=Tellings(kept),
        messages=Messages(connection, kept),
        ways={
            "webhook": WebhookWay(line=line, keys=keys, clock=clock),
            "platform": PlatformWay(
                line=line,
                keys=keys,
                lines=Lines(),
                clock=clock,
                city_code=settings.city_code,
                system_code=SYSTEM_CODE,
            ),
        },
        queue=DelayedQueue(open_client("sqs"), settings.agency_notices_queue_url),
        clock=clock,
    )


def _open_line(settings: TellAgencySettings, keys: AgencyKeys, clock: Clock) -> AgencyLine:
    if settings.agency_gateway == SANDBOX:
        from city.operations.agencies.adapters.sandbox_partner import SandboxPartner

        return SandboxPartner(clock, keys)
    from city.operations.agencies.adapters.https_line import HttpsLine

    return HttpsLine(hosts=_hosts(settings.agency_hosts), is_local=settings.stage is Stage.LOCAL)


def _open_tables(settings: Settings, region: str) -> Connection:
    connection = open_connection(region)
    for setting, record in RECORDS.items():
        if (name := getattr(settings, setting, None)) is not None:
            bind(record, name, connection)
    return connection


def _hosts(named: str) -> frozenset[str]:
    return frozenset(host.strip().lower() for host in named.split(",") if host.strip())


def _random() -> str:
    """43 letters of base64url: 256 bits."""
    return secrets.token_urlsafe(_RANDOM_BYTES)


@cache
def door_from_env() -> PlatformDoor:
    return build_door(os.environ, SystemClock())


@cache
def desk_from_env() -> AgencyDesk:
    return build_desk(os.environ, SystemClock())


@cache
def chooser_from_env() -> ChooseAgencies:
    return build_chooser(os.environ, SystemClock())


@cache
def teller_from_env() -> TellAgency:
    return build_teller(os.environ, SystemClock())
