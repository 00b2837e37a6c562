"""Builds what the web chat has besides the chat: files, progress, and answers that are read later."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.aws.edge.door import DoorProof
from city.aws.secrets import read_accepted
from city.fines.bootstrap import open_hash, open_tables
from city.fines.law.tables import records as law
from city.fines.law.tables.cases import Cases
from city.fines.talk.settings import (
    DoorProofSettings,
    FileSettings,
    ForgetFilesSettings,
    OwnTalkSettings,
    ProgressSettings,
)
from city.fines.talk.tables import records as talk
from city.kernel.clock import Clock, SystemClock
from city.kernel.settings import Stage

if TYPE_CHECKING:
    from city.aws.incoming import IncomingFiles
    from city.fines.talk.web.service.check_file import CheckFiles
    from city.fines.talk.web.service.forget_files import ForgetFiles
    from city.fines.talk.web.service.forget_talk import ForgetTalk
    from city.fines.talk.web.service.read_answer import ReadAnswer
    from city.fines.talk.web.service.show_own_talk import ShowOwnTalk
    from city.fines.talk.web.service.show_progress import ShowProgress
    from city.fines.talk.web.service.sign_file import SignFile


@dataclass(frozen=True, slots=True, kw_only=True)
class FileUseCases:
    """What a citizen does with one file."""

    sign_file: SignFile
    check_files: CheckFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressUseCases:
    """What a citizen comes back for."""

    show_progress: ShowProgress
    read_answer: ReadAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTalkUseCases:
    """What a citizen may do with what is kept of them."""

    show_own_talk: ShowOwnTalk
    forget_talk: ForgetTalk


def open_evidence(stage: Stage, bucket: str) -> IncomingFiles:
    from city.aws.incoming import IncomingFiles
    from city.aws.presigned import Presigner, open_presigning_client

    s3 = open_presigning_client(stage)
    return IncomingFiles(s3, Presigner(s3), bucket)


def build_files(environment: Mapping[str, str], clock: Clock) -> FileUseCases:
    from city.fines.talk.tables.files import Files
    from city.fines.talk.web.service.check_file import CheckFiles
    from city.fines.talk.web.service.sign_file import SignFile
    from city.fines.talk.web.service.visits import CountVisits

    settings = FileSettings.from_environment(environment)
    cases = Cases(open_tables(settings, law.RECORDS, talk.RECORDS))
    hashed, files = open_hash(settings.privacy_key_secret), Files()
    store = open_evidence(settings.stage, settings.evidence_bucket)
    return FileUseCases(
        sign_file=SignFile(
            files=files,
            store=store,
            visits=CountVisits(cases, hashed, clock),
            hashed=hashed,
            clock=clock,
            new_id=lambda: secrets.token_hex(16),
        ),
        check_files=CheckFiles(files=files, store=store, hashed=hashed),
    )


def build_progress(environment: Mapping[str, str], clock: Clock) -> ProgressUseCases:
    from city.fines.talk.replies import Replies, SigningOffice
    from city.fines.talk.tables.tickets import Tickets
    from city.fines.talk.web.service.read_answer import ReadAnswer
    from city.fines.talk.web.service.show_progress import ShowProgress
    from city.fines.talk.web.service.visits import CountVisits

    settings = ProgressSettings.from_environment(environment)
    cases = Cases(open_tables(settings, law.RECORDS, talk.RECORDS))
    hashed, tickets = open_hash(settings.privacy_key_secret), Tickets()
    visits = CountVisits(cases, hashed, clock)
    return ProgressUseCases(
        show_progress=ShowProgress(cases=cases, tickets=tickets, visits=visits, hashed=hashed, clock=clock),
        read_answer=ReadAnswer(tickets=tickets, replies=Replies(SigningOffice()), visits=visits, hashed=hashed),
    )


def build_door(environment: Mapping[str, str], clock: Clock) -> DoorProof:
    secret_id = DoorProofSettings.from_environment(environment).door_proof_secret
    return DoorProof(lambda: read_accepted(open_client("secretsmanager"), secret_id), clock)


def build_forget_files(environment: Mapping[str, str], clock: Clock) -> ForgetFiles:
    from city.fines.talk.tables.files import Files
    from city.fines.talk.web.service.forget_files import ForgetFiles

    settings = ForgetFilesSettings.from_environment(environment)
    return ForgetFiles(
        files=Files(),
        store=open_evidence(settings.stage, settings.evidence_bucket),
        cases=Cases(open_tables(settings, law.RECORDS, talk.RECORDS)),
        clock=clock,
    )


def build_own_talk(environment: Mapping[str, str], clock: Clock) -> OwnTalkUseCases:
    from city.fines.talk.tables.files import Files
    from city.fines.talk.tables.memory import Conversations
    from city.fines.talk.tables.talks import Talks
    from city.fines.talk.tables.tickets import Tickets
    from city.fines.talk.web.service.forget_talk import ForgetTalk
    from city.fines.talk.web.service.own_talk import FindOwnTalk
    from city.fines.talk.web.service.show_own_talk import ShowOwnTalk
    from city.fines.talk.web.service.visits import CountVisits

    settings = OwnTalkSettings.from_environment(environment)
    cases = Cases(open_tables(settings, law.RECORDS, talk.RECORDS))
    hashed, files, talks = open_hash(settings.privacy_key_secret), Files(), Talks()
    visits, find = CountVisits(cases, hashed, clock), FindOwnTalk(talks=talks, files=files, tickets=Tickets())
    return OwnTalkUseCases(
        show_own_talk=ShowOwnTalk(find_own_talk=find, conversations=Conversations(), visits=visits, hashed=hashed),
        forget_talk=ForgetTalk(
            find_own_talk=find,
            conversations=Conversations(),
            talks=talks,
            files=files,
            store=open_evidence(settings.stage, settings.evidence_bucket),
            visits=visits,
            hashed=hashed,
        ),
    )


@cache
def files_from_env() -> FileUseCases:
    return build_files(os.environ, SystemClock())


@cache
def progress_from_env() -> ProgressUseCases:
    return build_progress(os.environ, SystemClock())


@cache
def door_from_env() -> DoorProof:
    """By which the city's door is known; the secret is read when the door first shows its proof."""
    return build_door(os.environ, SystemClock())


@cache
def forget_files_from_env() -> ForgetFiles:
    return build_forget_files(os.environ, SystemClock())


@cache
def own_talk_from_env() -> OwnTalkUseCases:
    return build_own_talk(os.environ, SystemClock())
