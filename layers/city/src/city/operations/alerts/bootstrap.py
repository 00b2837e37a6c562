"""The composition root of alerts: the only place of this area that reads the environment and builds clients."""

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
from city.aws.store import Folder
from city.kernel.clock import Clock, SystemClock
from city.operations.alerts.settings import AlertDoorSettings, AlertSettings, AlertStaffSettings, WatchSendersSettings

if TYPE_CHECKING:
    from pynamodb.connection import Connection

    from city.operations.alerts.drafting import AlertedIncident
    from city.operations.alerts.service.manage_senders import AddSender, EditSender, ListSenders, RenewKey
    from city.operations.alerts.service.publish_alert import (
        DraftAlert,
        FindIncident,
        ListPublishedAlerts,
        PublishAlertOfIncident,
        ShowAlertFeed,
    )
    from city.operations.alerts.service.receive_alert import ReceiveAlert
    from city.operations.alerts.service.show_alerts import ListAlerts, ShowAlert
    from city.operations.alerts.service.watch_senders import WatchSenders
    from city.operations.incidents.incident import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertStaffUseCases:
    list_alerts: ListAlerts
    show_alert: ShowAlert
    list_senders: ListSenders
    add_sender: AddSender
    edit_sender: EditSender
    renew_key: RenewKey
    draft_alert: DraftAlert
    publish_alert: PublishAlertOfIncident
    list_published: ListPublishedAlerts
    show_feed: ShowAlertFeed


def build_door(environment: Mapping[str, str], clock: Clock) -> ReceiveAlert:
    from city.aws.queues import Queue
    from city.operations.alerts.adapters.signatures import SignatureVerifier
    from city.operations.alerts.service.receive_alert import ReceiveAlert
    from city.operations.alerts.tables import ReceivedAlerts, Senders

    settings = AlertDoorSettings.from_environment(environment)
    _open_table(settings)
    return ReceiveAlert(
        senders=Senders(),
        alerts=ReceivedAlerts(),
        documents=_open_documents(settings),
        city_events=Queue(open_client("sqs"), settings.city_events_queue_url),
        verify=SignatureVerifier().verify,
        kept=timedelta(days=settings.alert_kept_days),
        clock=clock,
    )


def build_staff(
    environment: Mapping[str, str], clock: Clock, incidents: FindIncident | None = None
) -> AlertStaffUseCases:
    """`incidents`: by which an incident is found, where it is not by the table of incidents."""
    from city.operations.alerts.drafting import Speaker
    from city.operations.alerts.service.manage_senders import AddSender, EditSender, ListSenders, RenewKey
    from city.operations.alerts.service.publish_alert import (
        DraftAlert,
        ListPublishedAlerts,
        PublishAlertOfIncident,
        ShowAlertFeed,
    )
    from city.operations.alerts.service.show_alerts import ListAlerts, ShowAlert
    from city.operations.alerts.tables import PublishedAlerts, ReceivedAlerts, Senders

    settings = AlertStaffSettings.from_environment(environment)
    connection = _open_table(settings)
    find = incidents or _find_incidents(connection, settings.incidents_table)
    sign = None
    if settings.alert_certificate:
        from city.operations.alerts.adapters.kms import KmsAlertSigner

        sign = KmsAlertSigner(open_client("kms"), settings.alert_key, settings.alert_certificate).sign
    documents, senders, alerts, published = _open_documents(settings), Senders(), ReceivedAlerts(), PublishedAlerts()
    speaker = Speaker(sender=settings.alert_sender, name_ko=settings.city_name_ko, name_en=settings.city_name_en)

    return AlertStaffUseCases(
        list_alerts=ListAlerts(alerts=alerts),
        show_alert=ShowAlert(alerts=alerts, documents=documents),
        list_senders=ListSenders(senders=senders),
        add_sender=AddSender(senders=senders, new_key=_new_key, clock=clock),
        edit_sender=EditSender(senders=senders, clock=clock),
        renew_key=RenewKey(senders=senders, new_key=_new_key, clock=clock),
        draft_alert=DraftAlert(incidents=find, published=published, speaker=speaker, clock=clock),
        publish_alert=PublishAlertOfIncident(
            incidents=find, published=published, documents=documents, speaker=speaker, sign=sign, clock=clock
        ),
        list_published=ListPublishedAlerts(incidents=find, published=published, documents=documents),
        show_feed=ShowAlertFeed(published=published, documents=documents),
    )


def build_watch(environment: Mapping[str, str], clock: Clock) -> WatchSenders:
    from city.operations.alerts.service.watch_senders import WatchSenders
    from city.operations.alerts.tables import Senders

    _open_table(WatchSendersSettings.from_environment(environment))
    return WatchSenders(senders=Senders(), clock=clock)


def _find_incidents(connection: Connection, table: str) -> FindIncident:
    from city.operations.incidents.bootstrap import open_incidents

    incidents = open_incidents(connection, table)
    return lambda incident_id: _alerted(incidents.find(incident_id))


def _alerted(incident: Incident) -> AlertedIncident:
    from city.operations.alerts.drafting import AlertedIncident

    return AlertedIncident(
        incident_id=incident.incident_id,
        revision=incident.revision,
        state=incident.shown_state,
        category=incident.lead.category,
        kind=incident.lead.kind,
        severity=incident.severity,
        began_at=incident.began_at,
        place=incident.place,
        exercise=incident.exercise,
    )


def _open_table(settings: AlertSettings | WatchSendersSettings) -> Connection:
    from city.operations.alerts.tables import RECORDS

    connection = open_connection(settings.aws_region)
    for setting, record in RECORDS.items():
        bind(record, getattr(settings, setting), connection)
    return connection


def _open_documents(settings: AlertSettings) -> Folder:
    return Folder(open_client("s3"), settings.alerts_bucket)


def _new_key() -> str:
    return secrets.token_urlsafe(32)


@cache
def door_from_env() -> ReceiveAlert:
    return build_door(os.environ, SystemClock())


@cache
def watch_from_env() -> WatchSenders:
    return build_watch(os.environ, SystemClock())


@cache
def staff_from_env() -> AlertStaffUseCases:
    return build_staff(os.environ, SystemClock())
