"""The composition root of evidence: the only place of this area that reads the environment and builds clients."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.aws.dynamo import bind, open_connection
from city.kernel.calendar import PUBLIC_HOLIDAYS
from city.kernel.clock import SystemClock
from city.operations.evidence.settings import (
    CaseSettings,
    ExportSettings,
    FetchSettings,
    HidingAskSettings,
    HidingSettings,
    RequestWatchSettings,
    TidySettings,
)
from city.operations.viewlog.bootstrap import open_view_log

if TYPE_CHECKING:
    from city.kernel.clock import Clock
    from city.operations.evidence.service.answer_requests import (
        AnswerRequest,
        HoldVideo,
        ListRequests,
        PrepareRedactedCopy,
        ReceiveRequest,
        ReleaseRedactedCopy,
        ShowRequest,
        WatchRequests,
    )
    from city.operations.evidence.service.ask_for_hiding import AskForHiding, PointAtShown, ShowHiding
    from city.operations.evidence.service.export_video import (
        DecideOnExport,
        HandOutExport,
        ListExports,
        MakeArchive,
        RequestExport,
        ShowExport,
    )
    from city.operations.evidence.service.fetch_film import FetchFilm
    from city.operations.evidence.service.hide_others import Find, HideOthers
    from city.operations.evidence.service.order_film import OrderAccessFilm, OrderExportFilm, OrderFilm
    from city.operations.evidence.service.tidy_video import TidyVideo


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceUseCases:
    """What supervisors do for people who were seen, and to keep video for a suit."""

    receive: ReceiveRequest
    list: ListRequests
    show: ShowRequest
    answer: AnswerRequest
    prepare: PrepareRedactedCopy
    release: ReleaseRedactedCopy
    hold: HoldVideo
    fetch_again: OrderAccessFilm


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportUseCases:
    """What supervisors do to give a recorded piece out of the room."""

    request: RequestExport
    list: ListExports
    show: ShowExport
    fetch_again: OrderExportFilm
    decide: DecideOnExport
    make: MakeArchive
    hand_out: HandOutExport


@dataclass(frozen=True, slots=True, kw_only=True)
class HidingUseCases:
    """What supervisors do for a copy on which others are hidden."""

    ask: AskForHiding
    point: PointAtShown
    show: ShowHiding


def build_api(environment: Mapping[str, str], clock: Clock) -> EvidenceUseCases:
    from city.operations.evidence.service.answer_requests import (
        AnswerRequest,
        HoldVideo,
        ListRequests,
        PrepareRedactedCopy,
        ReceiveRequest,
        ReleaseRedactedCopy,
        ShowRequest,
    )
    from city.operations.evidence.service.order_film import OrderAccessFilm
    from city.operations.evidence.tables.cases import AccessRequests, Films, Holds

    settings = CaseSettings.from_environment(environment)
    _bind(settings.evidence_table, settings.aws_region)
    requests, holds, films, orders = AccessRequests(), Holds(), Films(), _open_orders(settings, clock)
    log = open_view_log(settings.viewlog_table, settings.aws_region, clock)
    return EvidenceUseCases(
        receive=ReceiveRequest(requests=requests, orders=orders, calendar=PUBLIC_HOLIDAYS, new_id=_new_id, clock=clock),
        list=ListRequests(requests=requests, films=films, clock=clock),
        show=ShowRequest(requests=requests, films=films, clock=clock),
        answer=AnswerRequest(requests=requests, films=films, log=log, holds=holds, clock=clock),
        prepare=PrepareRedactedCopy(requests=requests, films=films, clock=clock),
        release=ReleaseRedactedCopy(requests=requests, films=films, log=log, holds=holds, clock=clock),
        hold=HoldVideo(holds=holds, new_id=_new_id, clock=clock),
        fetch_again=OrderAccessFilm(requests=requests, orders=orders, clock=clock),
    )


def build_exports(environment: Mapping[str, str], clock: Clock) -> ExportUseCases:
    from city.aws.presigned import Presigner, open_presigning_client
    from city.aws.store import Folder
    from city.operations.evidence.adapters.granted import KeptGrants
    from city.operations.evidence.service.export_video import (
        DecideOnExport,
        HandOutExport,
        ListExports,
        MakeArchive,
        RequestExport,
        ShowExport,
    )
    from city.operations.evidence.service.order_film import OrderExportFilm
    from city.operations.evidence.tables.cases import Exports, Films, Holds
    from city.operations.viewing.tables.grants import Grants
    from city.operations.viewing.tables.records import GrantRecord
    from city.operations.viewlog.adapters.kms import KmsSigner, fetch_public_key
    from city.operations.viewlog.service.show_log import ProveEntry
    from city.operations.viewlog.tables.heads import SealedHeads

    settings = ExportSettings.from_environment(environment)
    _bind(settings.evidence_table, settings.aws_region)
    bind(GrantRecord, settings.grants_table, open_connection(settings.aws_region))
    exports, films, holds, orders = Exports(), Films(), Holds(), _open_orders(settings, clock)
    kms, s3 = open_client("kms"), open_client("s3")
    log = open_view_log(settings.viewlog_table, settings.aws_region, clock)
    heads = SealedHeads(s3, settings.viewlog_heads_bucket)
    return ExportUseCases(
        request=RequestExport(exports=exports, grants=KeptGrants(Grants()), orders=orders, new_id=_new_id, clock=clock),
        list=ListExports(exports=exports, films=films),
        show=ShowExport(exports=exports, films=films),
        fetch_again=OrderExportFilm(exports=exports, orders=orders, clock=clock),
        decide=DecideOnExport(exports=exports, films=films, holds=holds, log=log, clock=clock),
        make=MakeArchive(
            exports=exports,
            films=films,
            holds=holds,
            recordings=Folder(s3, settings.recordings_bucket),
            archives=Folder(s3, settings.archives_bucket),
            log=log,
            proofs=ProveEntry(log=log, heads=heads, key=fetch_public_key(kms, settings.viewlog_key_arn)),
            sign=KmsSigner(kms, settings.evidence_key_arn),
            clock=clock,
        ),
        hand_out=HandOutExport(
            exports=exports,
            log=log,
            presigner=Presigner(open_presigning_client(settings.stage)),
            bucket=settings.archives_bucket,
            clock=clock,
        ),
    )


def build_fetch(environment: Mapping[str, str], clock: Clock) -> FetchFilm:
    from city.aws.queues import Queue
    from city.aws.store import Folder
    from city.operations.evidence.retention import RecordingPurpose, kept_at_source
    from city.operations.evidence.service.fetch_film import FetchFilm
    from city.operations.evidence.tables.cases import Films, Holds
    from city.operations.viewing.bootstrap import build_clips

    settings = FetchSettings.from_environment(environment)
    _bind(settings.evidence_table, settings.aws_region)
    return FetchFilm(
        films=Films(),
        holds=Holds(),
        clips=build_clips(environment, clock, kept_at_source(RecordingPurpose.PUBLIC_PLACE, clock.now())),
        recordings=Folder(open_client("s3"), settings.recordings_bucket),
        queue=Queue(open_client("sqs"), settings.film_queue_url),
    )


def build_hiding_api(environment: Mapping[str, str], clock: Clock, cut_s: float | None = None) -> HidingUseCases:
    """`cut_s`: shorter cuts than the city's, for tests."""
    from city.aws.presigned import Presigner, open_presigning_client
    from city.aws.queues import Queue
    from city.aws.store import Folder
    from city.operations.evidence.service.ask_for_hiding import AskForHiding, PointAtShown, ShowHiding
    from city.operations.evidence.tables.cases import AccessRequests, Films, HidingJobs

    settings = HidingAskSettings.from_environment(environment)
    _bind(settings.evidence_table, settings.aws_region)
    requests, jobs, s3 = AccessRequests(), HidingJobs(), open_client("s3")
    queue = Queue(open_client("sqs"), settings.hiding_queue_url)
    return HidingUseCases(
        ask=AskForHiding(
            requests=requests,
            jobs=jobs,
            films=Films(),
            recordings=Folder(s3, settings.recordings_bucket),
            queue=queue,
            clock=clock,
            **({} if cut_s is None else {"cut_s": cut_s}),
        ),
        point=PointAtShown(jobs=jobs, queue=queue),
        show=ShowHiding(
            requests=requests,
            jobs=jobs,
            kept=Folder(s3, settings.hiding_bucket),
            presigner=Presigner(open_presigning_client(settings.stage)),
            log=open_view_log(settings.viewlog_table, settings.aws_region, clock),
            clock=clock,
        ),
    )


def build_hiding(environment: Mapping[str, str], find: Find | None = None) -> HideOthers:
    """`find`: another detector than the city's, for tests."""
    from city.aws.queues import Queue
    from city.aws.store import Folder
    from city.operations.evidence.adapters import film
    from city.operations.evidence.adapters.people import KeptDetector
    from city.operations.evidence.service.hide_others import FilmTools, HideOthers
    from city.operations.evidence.tables.cases import HidingJobs

    settings = HidingSettings.from_environment(environment)
    _bind(settings.evidence_table, settings.aws_region)
    s3 = open_client("s3")
    kept = Folder(s3, settings.hiding_bucket)
    return HideOthers(
        jobs=HidingJobs(),
        recordings=Folder(s3, settings.recordings_bucket),
        kept=kept,
        film=FilmTools(
            pictures=film.pictures, write_copy=film.write_copy, join_copies=film.join_copies, still=film.still
        ),
        find=find or KeptDetector(kept).find,
        queue=Queue(open_client("sqs"), settings.hiding_queue_url),
    )


def build_watch(environment: Mapping[str, str], clock: Clock) -> WatchRequests:
    from city.operations.evidence.service.answer_requests import WatchRequests
    from city.operations.evidence.tables.cases import AccessRequests

    settings = RequestWatchSettings.from_environment(environment)
    _bind(settings.evidence_table, settings.aws_region)
    return WatchRequests(requests=AccessRequests(), clock=clock)


def build_tidy(environment: Mapping[str, str], clock: Clock) -> TidyVideo:
    from city.aws.store import Folder
    from city.operations.evidence.service.tidy_video import TidyVideo
    from city.operations.evidence.tables.cases import Holds

    settings = TidySettings.from_environment(environment)
    _bind(settings.evidence_table, settings.aws_region)
    return TidyVideo(
        recordings=Folder(open_client("s3"), settings.recordings_bucket),
        holds=Holds(),
        log=open_view_log(settings.viewlog_table, settings.aws_region, clock),
        clock=clock,
    )


def _open_orders(settings: CaseSettings, clock: Clock) -> OrderFilm:
    from city.aws.queues import Queue
    from city.operations.evidence.service.order_film import OrderFilm
    from city.operations.evidence.tables.cases import Films, Holds

    queue = Queue(open_client("sqs"), settings.film_queue_url)
    return OrderFilm(films=Films(), holds=Holds(), queue=queue, clock=clock)


def _bind(table: str, region: str) -> None:
    from city.operations.evidence.tables.cases import CaseRecord

    bind(CaseRecord, table, open_connection(region))


def _new_id() -> str:
    return secrets.token_hex(8)


@cache
def api_from_env() -> EvidenceUseCases:
    return build_api(os.environ, SystemClock())


@cache
def hiding_api_from_env() -> HidingUseCases:
    return build_hiding_api(os.environ, SystemClock())


@cache
def hiding_from_env() -> HideOthers:
    return build_hiding(os.environ)


@cache
def exports_from_env() -> ExportUseCases:
    return build_exports(os.environ, SystemClock())


@cache
def fetch_from_env() -> FetchFilm:
    return build_fetch(os.environ, SystemClock())


@cache
def watch_from_env() -> WatchRequests:
    return build_watch(os.environ, SystemClock())


@cache
def tidy_from_env() -> TidyVideo:
    return build_tidy(os.environ, SystemClock())
