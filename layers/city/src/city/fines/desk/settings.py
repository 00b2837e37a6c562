"""The environment of the functions that staff work with, and of those that keep the desk in order."""

from city.fines.settings import FinesTableSettings
from city.fines.talk.settings import CarrierSettings
from city.kernel.settings import Settings


class MeasurementSettings(FinesTableSettings):
    accounts_table: str
    deposits_table: str
    desk_table: str
    reports_bucket: str
    # Comma-separated: banks that send a statement of every day.
    statement_banks: str


class InstalmentWatchSettings(FinesTableSettings):
    cases_table: str
    desk_table: str


class BooksCheckSettings(FinesTableSettings):
    cases_table: str
    deposits_table: str
    ledger_table: str
    desk_table: str
    reports_bucket: str
    case_kept_days: int


class DeadlineSettings(FinesTableSettings):
    cases_table: str
    desk_table: str


class RetentionSettings(FinesTableSettings):
    cases_table: str
    accounts_table: str
    deposits_table: str
    desk_table: str
    case_kept_days: int
    ticket_kept_days: int
    view_kept_days: int


class FinesStaffSettings(FinesTableSettings, CarrierSettings):
    cases_table: str
    accounts_table: str
    deposits_table: str
    ledger_table: str
    talks_table: str
    desk_table: str
    files_table: str
    evidence_bucket: str
    privacy_key_secret: str
    reports_bucket: str
    outbox_table: str
    event_bus: str


class UploadSettings(Settings):
    notice_inbox: str
    bank_inbox: str
