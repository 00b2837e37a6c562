"""The environment of the functions that take and settle money."""

from city.fines.law.settings import BankName
from city.fines.settings import FinesTableSettings
from city.fines.talk.settings import CarrierSettings


class SettlementSettings(FinesTableSettings, CarrierSettings):
    cases_table: str
    accounts_table: str
    deposits_table: str
    ledger_table: str
    talks_table: str
    desk_table: str
    outbox_table: str
    event_bus: str


class DoorSettings(FinesTableSettings):
    deposits_table: str
    bank: BankName
    bank_secret: str
    deposits_queue_url: str
    texts_queue_url: str
    texts_quarantine_url: str
    message_hub_secret: str
    # Which company the bank's telegrams are for.
    company_code: str = ""


class BankFileSettings(FinesTableSettings):
    accounts_table: str
    deposits_table: str
    ledger_table: str
    reports_bucket: str
