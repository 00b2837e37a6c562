"""Builds what keeps the register of cameras and answers from it: the only place of this area that reads the environment.

For the viewing area: `build_lookup` (which cameras see a place) and `build_addresses` (where a camera's stream is fetched).
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from city.aws.clients import open_client
from city.aws.dynamo import bind, open_connection
from city.kernel.clock import Clock, SystemClock
from city.operations.cameras.settings import (
    AddressSettings,
    CameraApiSettings,
    CompareRegisterSettings,
    FileAddressSettings,
    ImportCamerasSettings,
    LookupSettings,
    RefreshCamerasSettings,
    SignCameraFileSettings,
)

if TYPE_CHECKING:
    from city.operations.cameras.service.addresses import FileAddress, ReadAddress
    from city.operations.cameras.service.camera_files import ListCameraFiles, ShowCameraFile, SignCameraFile
    from city.operations.cameras.service.compare import CompareRegister
    from city.operations.cameras.service.correct_view import CorrectCameraView
    from city.operations.cameras.service.import_cameras import ImportCameras
    from city.operations.cameras.service.lookup import CameraLookup
    from city.operations.cameras.service.refresh import RefreshCameras
    from city.operations.cameras.service.show_cameras import ExportCameras, ListCameras, ShowCamera, ShowSeeing
    from city.operations.cameras.tables.cameras import CamerasTable
    from city.operations.cameras.tables.packs import PacksTable


def build_lookup(environment: Mapping[str, str], clock: Clock | None = None) -> CameraLookup:
    """Which cameras see a place: `find(place, search)`. Build it once a worker: it holds the register in memory.

    Reads STAGE, AWS_REGION, CAMERA_PACKS_TABLE, CAMERA_SNAPSHOTS, CAMERA_GEOGRAPHY (`LookupSettings`). May: GetItem on the
    packs table, GetObject on the snapshots and on the geography bucket. Needs a layer with NumPy.
    """
    return _open_lookup(LookupSettings.from_environment(environment), clock or SystemClock())


def build_addresses(environment: Mapping[str, str]) -> ReadAddress:
    """Where a camera's stream is fetched: `read(camera_id)`.

    Reads STAGE, AWS_REGION, CAMERA_ADDRESSES_TABLE, CAMERA_ADDRESS_KEY (`AddressSettings`). May: GetItem on the addresses
    table, kms:Decrypt with their key; no other function of the city may either.
    """
    from city.operations.cameras.adapters.kms import AddressKey
    from city.operations.cameras.service.addresses import ReadAddress
    from city.operations.cameras.tables.addresses import AddressesTable, AddressRecord

    settings = AddressSettings.from_environment(environment)
    connection = open_connection(settings.aws_region)
    bind(AddressRecord, settings.camera_addresses_table, connection)
    return ReadAddress(
        addresses=AddressesTable(connection), key=AddressKey(open_client("kms"), settings.camera_address_key)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraDesk:
    """All that the staff's API of cameras asks for."""

    list_cameras: ListCameras
    export_cameras: ExportCameras
    show_camera: ShowCamera
    show_seeing: ShowSeeing
    correct_view: CorrectCameraView
    list_files: ListCameraFiles
    show_file: ShowCameraFile


def build_desk(environment: Mapping[str, str], clock: Clock) -> CameraDesk:
    from city.aws.store import Folder
    from city.operations.cameras.service.camera_files import ListCameraFiles, ShowCameraFile
    from city.operations.cameras.service.correct_view import CorrectCameraView
    from city.operations.cameras.service.show_cameras import ExportCameras, ListCameras, ShowCamera, ShowSeeing
    from city.operations.cameras.tables.address_filings import AddressFilingRecord, AddressFilingsTable

    settings = CameraApiSettings.from_environment(environment)
    lookup, cameras = _open_lookup(settings, clock), _open_cameras(settings.cameras_table, settings.aws_region)
    bind(AddressFilingRecord, settings.camera_address_filings_table, cameras.connection)
    reports = Folder(open_client("s3"), settings.camera_reports)
    show = ShowCamera(cameras=cameras, filings=AddressFilingsTable())
    return CameraDesk(
        list_cameras=ListCameras(lookup=lookup, cameras=cameras),
        export_cameras=ExportCameras(lookup=lookup, cameras=cameras),
        show_camera=show,
        show_seeing=ShowSeeing(lookup=lookup, cameras=cameras),
        correct_view=CorrectCameraView(cameras=cameras, show=show, clock=clock),
        list_files=ListCameraFiles(reports=reports),
        show_file=ShowCameraFile(reports=reports),
    )


def build_file_address(environment: Mapping[str, str], clock: Clock) -> FileAddress:
    """Files addresses. Needs `kms:Encrypt` alone, and can read none."""
    from city.operations.cameras.adapters.kms import AddressKey
    from city.operations.cameras.service.addresses import FileAddress
    from city.operations.cameras.tables.address_filings import AddressFilingRecord
    from city.operations.cameras.tables.addresses import AddressesTable, AddressRecord

    settings = FileAddressSettings.from_environment(environment)
    connection = open_connection(settings.aws_region)
    bind(AddressRecord, settings.camera_addresses_table, connection)
    bind(AddressFilingRecord, settings.camera_address_filings_table, connection)
    return FileAddress(
        cameras=_open_cameras(settings.cameras_table, settings.aws_region),
        addresses=AddressesTable(connection),
        key=AddressKey(open_client("kms"), settings.camera_address_key),
        clock=clock,
    )


def build_sign_file(environment: Mapping[str, str], clock: Clock) -> SignCameraFile:
    from city.aws.presigned import Presigner, open_presigning_client
    from city.operations.cameras.service.camera_files import SignCameraFile

    settings = SignCameraFileSettings.from_environment(environment)
    presigner = Presigner(open_presigning_client(settings.stage))
    return SignCameraFile(presigner=presigner, inbox=settings.camera_inbox, clock=clock)


def build_import(environment: Mapping[str, str], clock: Clock) -> ImportCameras:
    from city.aws.store import Folder, ObjectStore
    from city.operations.cameras.service.import_cameras import ImportCameras

    settings = ImportCamerasSettings.from_environment(environment)
    s3 = open_client("s3")
    return ImportCameras(
        cameras=_open_cameras(settings.cameras_table, settings.aws_region),
        lookup=_open_lookup(settings, clock),
        objects=ObjectStore(s3),
        reports=Folder(s3, settings.camera_reports),
        geography=Folder(s3, settings.camera_geography),
        clock=clock,
    )


def build_refresh(environment: Mapping[str, str], clock: Clock) -> RefreshCameras:
    return _open_refresh(RefreshCamerasSettings.from_environment(environment), clock)


def build_compare(environment: Mapping[str, str], clock: Clock) -> CompareRegister:
    from city.operations.cameras.service.compare import CompareRegister

    settings = CompareRegisterSettings.from_environment(environment)
    refresh = _open_refresh(settings, clock)
    return CompareRegister(cameras=refresh.cameras, lookup=_open_lookup(settings, clock), refresh=refresh)


def _open_refresh(settings: RefreshCamerasSettings, clock: Clock) -> RefreshCameras:
    from city.aws.store import Folder
    from city.operations.cameras.service.refresh import RefreshCameras

    return RefreshCameras(
        cameras=_open_cameras(settings.cameras_table, settings.aws_region),
        packs=_open_packs(settings.camera_packs_table, settings.aws_region),
        snapshots=Folder(open_client("s3"), settings.camera_snapshots),
        clock=clock,
        pause=_pause,
    )


def _pause(attempt: int) -> None:
    """Up to a tenth of a second, and twice as long with every try, by chance: two workers do not meet again and again."""
    time.sleep(random.SystemRandom().uniform(0, min(2.0, 0.1 * 2**attempt)))


def _open_cameras(table: str, region: str) -> CamerasTable:
    from city.operations.cameras.tables.cameras import CameraItem, CamerasTable

    connection = open_connection(region)
    bind(CameraItem, table, connection)
    return CamerasTable(connection)


def _open_lookup(settings: LookupSettings, clock: Clock) -> CameraLookup:
    from city.aws.store import Folder
    from city.operations.cameras.service.lookup import CameraLookup

    s3 = open_client("s3")
    return CameraLookup(
        packs=_open_packs(settings.camera_packs_table, settings.aws_region),
        snapshots=Folder(s3, settings.camera_snapshots),
        geography=Folder(s3, settings.camera_geography),
        clock=clock,
    )


def _open_packs(table: str, region: str) -> PacksTable:
    from city.operations.cameras.tables.packs import PackRecord, PacksTable

    bind(PackRecord, table, open_connection(region))
    return PacksTable()


@cache
def desk_from_env() -> CameraDesk:
    return build_desk(os.environ, SystemClock())


@cache
def file_address_from_env() -> FileAddress:
    return build_file_address(os.environ, SystemClock())


@cache
def sign_file_from_env() -> SignCameraFile:
    return build_sign_file(os.environ, SystemClock())


@cache
def import_from_env() -> ImportCameras:
    return build_import(os.environ, SystemClock())


@cache
def refresh_from_env() -> RefreshCameras:
    return build_refresh(os.environ, SystemClock())


@cache
def compare_from_env() -> CompareRegister:
    return build_compare(os.environ, SystemClock())
