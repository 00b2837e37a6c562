"""What the fines functions are told by their environment. Each use asks for what it needs beside the tables."""

from typing import Literal

from city.kernel.settings import Settings


class TableSettings(Settings):
    aws_region: str
    cases_table: str
    accounts_table: str
    deposits_table: str


class TextSettings(TableSettings):
    idempotency_table: str
    privacy_key_secret: str
    sms_carrier: Literal["sns"] = "sns"


class ImportSettings(TableSettings):
    privacy_key_secret: str
    reports_bucket: str


class SettlementSettings(TableSettings):
    event_bus: str
    sms_carrier: Literal["sns"] = "sns"


class ApiSettings(TableSettings):
    bank: Literal["sandbox"]
    bank_secret: str
    deposits_queue_url: str
