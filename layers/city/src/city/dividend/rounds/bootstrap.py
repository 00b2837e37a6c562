"""Builds the functions that receive, prepare and stop rounds."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.dividend.bootstrap import Environment, open_folder, open_outbox, open_secret, open_tables
from city.dividend.rounds import settings as settings_of
from city.dividend.rounds.tables.records import RECORDS
from city.dividend.rounds.tables.rounds import Rounds
from city.kernel.clock import Clock, SystemClock

if TYPE_CHECKING:
    from city.dividend.rounds.service.ask_panel import AskPanel
    from city.dividend.rounds.service.preparing.apply_shard import ApplyShard
    from city.dividend.rounds.service.preparing.count_shard import CountShard
    from city.dividend.rounds.service.preparing.decide_round import DecideRound
    from city.dividend.rounds.service.preparing.plan_round import PlanFiles, PlanShards
    from city.dividend.rounds.service.preparing.pseudonymise_file import PseudonymiseFile
    from city.dividend.rounds.service.preparing.verify_round import VerifyRound
    from city.dividend.rounds.service.receive_file import ReceiveFile
    from city.dividend.rounds.service.state_machines import PanelWait
    from city.dividend.rounds.service.stop_round import StopRound


def build_receive_file(environment: Environment, clock: Clock) -> ReceiveFile:
    from city.dividend.rounds.service.receive_file import ReceiveFile
    from city.dividend.rounds.tables.files import RoundFiles

    settings = settings_of.ReceiptSettings.from_environment(environment)
    connection = open_tables(settings, RECORDS)
    return ReceiveFile(
        rounds=Rounds(connection),
        files=RoundFiles(connection),
        inbox=open_folder(settings.inbox_bucket),
        reports=open_folder(settings.reports_bucket),
        clock=clock,
    )


def build_plan_files(environment: Environment, clock: Clock) -> PlanFiles:
    from city.dividend.rounds.service.preparing.plan_round import PlanFiles
    from city.dividend.rounds.tables.files import RoundFiles

    settings = settings_of.RoundSettings.from_environment(environment)
    connection = open_tables(settings, RECORDS)
    return PlanFiles(
        rounds=Rounds(connection),
        files=RoundFiles(connection),
        work=open_folder(settings.work_bucket),
        clock=clock,
    )


def build_plan_shards(environment: Environment) -> PlanShards:
    from city.dividend.rounds.service.preparing.plan_round import PlanShards
    from city.dividend.rounds.tables.steps import RoundSteps

    settings = settings_of.RoundSettings.from_environment(environment)
    open_tables(settings, RECORDS)
    return PlanShards(steps=RoundSteps(), work=open_folder(settings.work_bucket))


def build_pseudonymise_file(environment: Environment, clock: Clock) -> PseudonymiseFile:
    from city.dividend.rounds.service.preparing.pseudonymise_file import PseudonymiseFile
    from city.dividend.rounds.shelves import Shelves
    from city.dividend.rounds.tables.opt_outs import OptOuts
    from city.dividend.rounds.tables.steps import RoundSteps

    settings = settings_of.PseudonymiseSettings.from_environment(environment)
    return PseudonymiseFile(
        rounds=Rounds(open_tables(settings, RECORDS)),
        steps=RoundSteps(),
        opt_outs=OptOuts(),
        inbox=open_folder(settings.inbox_bucket),
        work=open_folder(settings.work_bucket),
        linkage=open_folder(settings.linkage_bucket),
        round_key=lambda round_id: open_secret(f"{settings.round_key_prefix}{round_id}"),
        opt_out_secret=open_secret(settings.opt_out_secret),
        shelves=Shelves(settings.shelf_digits),
        clock=clock,
    )


def build_count_shard(environment: Environment, clock: Clock) -> CountShard:
    from city.dividend.rounds.service.preparing.count_shard import CountShard
    from city.dividend.rounds.tables.steps import RoundSteps

    settings = settings_of.RoundSettings.from_environment(environment)
    return CountShard(
        rounds=Rounds(open_tables(settings, RECORDS)),
        steps=RoundSteps(),
        work=open_folder(settings.work_bucket),
        clock=clock,
    )


def build_decide_round(environment: Environment, clock: Clock) -> DecideRound:
    from city.dividend.rounds.service.preparing.decide_round import DecideRound
    from city.dividend.rounds.tables.steps import RoundSteps

    settings = settings_of.RoundSettings.from_environment(environment)
    return DecideRound(
        rounds=Rounds(open_tables(settings, RECORDS)),
        steps=RoundSteps(),
        work=open_folder(settings.work_bucket),
        clock=clock,
    )


def build_apply_shard(environment: Environment, clock: Clock) -> ApplyShard:
    from city.dividend.rounds.service.preparing.apply_shard import ApplyShard
    from city.dividend.rounds.tables.steps import RoundSteps

    settings = settings_of.ApplySettings.from_environment(environment)
    return ApplyShard(
        rounds=Rounds(open_tables(settings, RECORDS)),
        steps=RoundSteps(),
        work=open_folder(settings.work_bucket),
        statistics=open_folder(settings.statistics_bucket),
        clock=clock,
    )


def build_verify_round(environment: Environment, clock: Clock) -> VerifyRound:
    from city.dividend.rounds.adapters.kms import KmsSigner
    from city.dividend.rounds.service.preparing.verify_round import VerifyRound
    from city.dividend.rounds.tables.files import RoundFiles
    from city.dividend.rounds.tables.steps import RoundSteps

    settings = settings_of.VerifySettings.from_environment(environment)
    connection = open_tables(settings, RECORDS)
    return VerifyRound(
        rounds=Rounds(connection),
        files=RoundFiles(connection),
        steps=RoundSteps(),
        work=open_folder(settings.work_bucket),
        statistics=open_folder(settings.statistics_bucket),
        signer=KmsSigner(open_client("kms"), settings.signing_key),
        clock=clock,
    )


def build_ask_panel(environment: Environment, clock: Clock, wait: PanelWait | None = None) -> AskPanel:
    from city.dividend.rounds.service.ask_panel import AskPanel
    from city.dividend.rounds.service.state_machines import PanelWait
    from city.dividend.rounds.tables.voices import PanelVoices

    settings = settings_of.PanelSettings.from_environment(environment)
    connection = open_tables(settings, RECORDS)
    return AskPanel(
        rounds=Rounds(connection),
        voices=PanelVoices(connection),
        outbox=open_outbox(settings, connection, clock),
        wait=wait or PanelWait(open_client("stepfunctions")),
        clock=clock,
    )


def build_stop_round(environment: Environment, clock: Clock) -> StopRound:
    from city.dividend.rounds.service.stop_round import StopRound

    settings = settings_of.PanelSettings.from_environment(environment)
    connection = open_tables(settings, RECORDS)
    return StopRound(rounds=Rounds(connection), outbox=open_outbox(settings, connection, clock), clock=clock)


# --- from the environment --------------------------------------------------------------------------


@cache
def receive_file_from_env() -> ReceiveFile:
    return build_receive_file(os.environ, SystemClock())


@cache
def plan_files_from_env() -> PlanFiles:
    return build_plan_files(os.environ, SystemClock())


@cache
def plan_shards_from_env() -> PlanShards:
    return build_plan_shards(os.environ)


@cache
def pseudonymise_file_from_env() -> PseudonymiseFile:
    return build_pseudonymise_file(os.environ, SystemClock())


@cache
def count_shard_from_env() -> CountShard:
    return build_count_shard(os.environ, SystemClock())


@cache
def decide_round_from_env() -> DecideRound:
    return build_decide_round(os.environ, SystemClock())


@cache
def apply_shard_from_env() -> ApplyShard:
    return build_apply_shard(os.environ, SystemClock())


@cache
def verify_round_from_env() -> VerifyRound:
    return build_verify_round(os.environ, SystemClock())


@cache
def ask_panel_from_env() -> AskPanel:
    return build_ask_panel(os.environ, SystemClock())


@cache
def stop_round_from_env() -> StopRound:
    return build_stop_round(os.environ, SystemClock())
