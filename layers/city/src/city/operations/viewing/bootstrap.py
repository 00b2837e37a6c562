"""Builds what keeps grants, opens views and serves film: the only place of this area that reads the environment."""

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
from city.kernel.clock import Clock, SystemClock
from city.operations.viewing.settings import (
    ArchiveSettings,
    FollowSettings,
    GrantApiSettings,
    GrantSettings,
    TellGrantsSettings,
    VideoSettings,
)
from city.operations.viewing.tables.grants import Grants
from city.operations.viewing.tables.people import AgencyPeople
from city.operations.viewing.tables.records import RECORDS
from city.operations.viewing.tables.views import Views

if TYPE_CHECKING:
    from city.operations.viewing.adapters.logged_views import LoggedViews
    from city.operations.viewing.adapters.registry import RegisteredCameras
    from city.operations.viewing.adapters.standing import StandingIncidents
    from city.operations.viewing.ports import CameraStreams, VideoSource
    from city.operations.viewing.service.ask_for_grants import AskForGrant, AskForLonger
    from city.operations.viewing.service.clip_film import ClipFilm
    from city.operations.viewing.service.decide_grants import (
        DecideOnGrant,
        DecideOnLonger,
        RevokeGivenGrant,
    )
    from city.operations.viewing.service.follow_incidents import FollowIncident
    from city.operations.viewing.service.list_grants import (
        ListIncidentGrants,
        ListMyGrants,
        ListWaitingGrants,
        ShowGrant,
    )
    from city.operations.viewing.service.note_endings import EndGrants, NoteEndings
    from city.operations.viewing.service.open_view import OpenCameraView, ServePlaylist, ServeSegment
    from city.operations.viewing.service.place_people import (
        DecideOnPerson,
        EndAgencyPerson,
        ListAgencyPeople,
        ProposeAgencyPerson,
    )
    from city.operations.viewing.service.tell_grants import TellGrants


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantDesk:
    """All that the staff's API of grants asks for."""

    ask: AskForGrant
    ask_longer: AskForLonger
    decide: DecideOnGrant
    decide_longer: DecideOnLonger
    revoke: RevokeGivenGrant
    list_incident: ListIncidentGrants
    list_waiting: ListWaitingGrants
    list_mine: ListMyGrants
    show: ShowGrant
    list_people: ListAgencyPeople
    propose_person: ProposeAgencyPerson
    decide_person: DecideOnPerson
    end_person: EndAgencyPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoDoor:
    open_view: OpenCameraView
    playlist: ServePlaylist
    segment: ServeSegment


def build_desk(environment: Mapping[str, str], clock: Clock) -> GrantDesk:
    from city.operations.viewing.service.ask_for_grants import AskForGrant, AskForLonger
    from city.operations.viewing.service.decide_grants import DecideOnGrant, DecideOnLonger, RevokeGivenGrant
    from city.operations.viewing.service.list_grants import (
        ListIncidentGrants,
        ListMyGrants,
        ListWaitingGrants,
        ShowGrant,
    )
    from city.operations.viewing.service.place_people import (
        DecideOnPerson,
        EndAgencyPerson,
        ListAgencyPeople,
        ProposeAgencyPerson,
    )

    settings = GrantApiSettings.from_environment(environment)
    parts = _open_parts(settings, clock)
    grants, incidents, log, people = parts.grants, parts.incidents, parts.log, AgencyPeople()
    return GrantDesk(
        ask=AskForGrant(
            grants=grants,
            incidents=incidents,
            cameras=_open_cameras(settings, environment, clock),
            people=people,
            clock=clock,
        ),
        ask_longer=AskForLonger(grants=grants, incidents=incidents, clock=clock),
        decide=DecideOnGrant(grants=grants, incidents=incidents, log=log, clock=clock),
        decide_longer=DecideOnLonger(grants=grants, incidents=incidents, log=log, clock=clock),
        revoke=RevokeGivenGrant(grants=grants, incidents=incidents, endings=parts.endings, clock=clock),
        list_incident=ListIncidentGrants(grants=grants, incidents=incidents, clock=clock),
        list_waiting=ListWaitingGrants(grants=grants, incidents=incidents, clock=clock),
        list_mine=ListMyGrants(grants=grants, incidents=incidents, people=people, clock=clock),
        show=ShowGrant(grants=grants, incidents=incidents, clock=clock),
        list_people=ListAgencyPeople(people=people),
        propose_person=ProposeAgencyPerson(people=people, clock=clock),
        decide_person=DecideOnPerson(people=people, clock=clock),
        end_person=EndAgencyPerson(people=people, clock=clock),
    )


def build_follow(environment: Mapping[str, str], clock: Clock) -> FollowIncident:
    from city.operations.viewing.service.follow_incidents import FollowIncident

    settings = FollowSettings.from_environment(environment)
    parts = _open_parts(settings, clock)
    return FollowIncident(
        grants=parts.grants,
        incidents=parts.incidents,
        cameras=_open_cameras(settings, environment, clock),
        endings=parts.endings,
        log=parts.log,
        clock=clock,
    )


def build_end_grants(environment: Mapping[str, str], clock: Clock) -> EndGrants:
    from city.operations.viewing.service.note_endings import EndGrants

    parts = _open_parts(GrantSettings.from_environment(environment), clock)
    return EndGrants(grants=parts.grants, endings=parts.endings)


def build_tell_grants(environment: Mapping[str, str], clock: Clock) -> TellGrants:
    from city.aws.live.publisher import Publisher
    from city.operations.viewing.service.tell_grants import TellGrants

    settings = TellGrantsSettings.from_environment(environment)
    bind(RECORDS["grants_table"], settings.grants_table, open_connection(settings.aws_region))
    publisher = Publisher(open_client("sqs"), settings.live_queue_url)
    return TellGrants(grants=Grants(), publisher=publisher, clock=clock)


def build_video(environment: Mapping[str, str], clock: Clock) -> VideoDoor:
    from city.operations.viewing.service.judge_looks import JudgeLook, JudgeView
    from city.operations.viewing.service.open_view import OpenCameraView, ServePlaylist, ServeSegment

    settings = VideoSettings.from_environment(environment)
    parts, views = _open_parts(settings, clock), Views()
    looks = JudgeLook(grants=parts.grants, incidents=parts.incidents, people=AgencyPeople(), log=parts.log, clock=clock)
    judged = JudgeView(views=views, grants=parts.grants, looks=looks)
    source, streams = _open_video(settings, environment, clock)
    return VideoDoor(
        open_view=OpenCameraView(
            looks=looks,
            streams=streams,
            source=source,
            views=views,
            log=parts.log,
            new_id=lambda: secrets.token_urlsafe(24),
            clock=clock,
        ),
        playlist=ServePlaylist(judged=judged, streams=streams, source=source, views=views, clock=clock),
        segment=ServeSegment(judged=judged, source=source),
    )


def build_clips(environment: Mapping[str, str], clock: Clock, kept: timedelta) -> ClipFilm:
    """For the area of evidence: `clip(camera_id, starts, ends)`. `kept`: how long drawn film is there.

    Reads ArchiveSettings. May: GetItem on the addresses table, kms:Decrypt with their key, kinesisvideo:GetDataEndpoint
    and GetClip on the city's streams. One function does: it has no route, and answers nobody.
    """
    from city.operations.viewing.adapters.streams import DrawnStreams, FiledStreams
    from city.operations.viewing.service.clip_film import ClipFilm

    settings = ArchiveSettings.from_environment(environment)
    if settings.video == "sandbox":
        from city.operations.viewing.adapters.sandbox_archive import SandboxArchive

        return ClipFilm(streams=DrawnStreams(), archive=SandboxArchive(clock, kept))
    from city.operations.cameras.bootstrap import build_addresses
    from city.operations.viewing.adapters.kinesis_archive import ClipArchive, KinesisArchive

    def archive(endpoint: str) -> ClipArchive:
        client: ClipArchive = open_client("kinesis-video-archived-media", endpoint_url=endpoint)
        return client

    return ClipFilm(
        streams=FiledStreams(build_addresses(environment), "kvs"),
        archive=KinesisArchive(open_client("kinesisvideo"), archive),
    )


# --- parts -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    grants: Grants
    incidents: StandingIncidents
    log: LoggedViews
    endings: NoteEndings


def _open_parts(settings: GrantSettings, clock: Clock) -> _Parts:
    from city.operations.incidents.bootstrap import open_incidents
    from city.operations.viewing.adapters.logged_views import LoggedViews
    from city.operations.viewing.adapters.standing import StandingIncidents
    from city.operations.viewing.service.note_endings import NoteEndings
    from city.operations.viewlog.bootstrap import open_view_log

    connection = open_connection(settings.aws_region)
    for field, record in RECORDS.items():
        if table := getattr(settings, field, None):
            bind(record, table, connection)
    grants, incidents = Grants(), StandingIncidents(open_incidents(connection, settings.incidents_table))
    log = LoggedViews(open_view_log(settings.viewlog_table, settings.aws_region, clock))
    endings = NoteEndings(grants=grants, incidents=incidents, log=log, clock=clock)
    return _Parts(grants=grants, incidents=incidents, log=log, endings=endings)


def _open_cameras(
    settings: GrantApiSettings | FollowSettings, environment: Mapping[str, str], clock: Clock
) -> RegisteredCameras:
    from city.operations.cameras.bootstrap import build_lookup
    from city.operations.cameras.tables.cameras import CameraItem, CamerasTable
    from city.operations.viewing.adapters.registry import RegisteredCameras

    connection = open_connection(settings.aws_region)
    bind(CameraItem, settings.cameras_table, connection)
    return RegisteredCameras(build_lookup(environment, clock), CamerasTable(connection))


def _open_video(
    settings: VideoSettings, environment: Mapping[str, str], clock: Clock
) -> tuple[VideoSource, CameraStreams]:
    from city.operations.viewing.adapters.streams import DrawnStreams, FiledStreams

    if settings.video == "sandbox":
        from city.operations.viewing.adapters.sandbox_film import SandboxFilm

        return SandboxFilm(clock), DrawnStreams()
    from city.operations.cameras.bootstrap import build_addresses
    from city.operations.viewing.adapters.fetching import open_fetch
    from city.operations.viewing.adapters.kinesis_video import Archive, KinesisVideo

    def archive(endpoint: str) -> Archive:
        client: Archive = open_client("kinesis-video-archived-media", endpoint_url=endpoint)
        return client

    source = KinesisVideo(open_client("kinesisvideo"), archive, open_fetch(), clock)
    return source, FiledStreams(build_addresses(environment), "kvs")


@cache
def desk_from_env() -> GrantDesk:
    return build_desk(os.environ, SystemClock())


@cache
def follow_from_env() -> FollowIncident:
    return build_follow(os.environ, SystemClock())


@cache
def end_grants_from_env() -> EndGrants:
    return build_end_grants(os.environ, SystemClock())


@cache
def tell_grants_from_env() -> TellGrants:
    return build_tell_grants(os.environ, SystemClock())


@cache
def video_from_env() -> VideoDoor:
    return build_video(os.environ, SystemClock())
