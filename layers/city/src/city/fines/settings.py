"""What the fines functions are told by their environment. Each use is told of the tables it works with, and no others."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, SecretStr

from city.kernel.settings import Settings

CarrierName = Literal["sns", "message_hub", "solapi", "nhn_cloud", "sandbox"]
BankName = Literal["sandbox", "telegram", "toss"]


class TableSettings(Settings):
    """The tables a function may be told of; a use that needs one declares it again, as required."""

    aws_region: str
    cases_table: str | None = None
    accounts_table: str | None = None
    deposits_table: str | None = None
    ledger_table: str | None = None
    talks_table: str | None = None
    desk_table: str | None = None


class CarrierSettings(Settings):
    """Which carrier takes our texts; every one but SNS and the sandbox has its keys in a secret."""

    sms_carrier: CarrierName = "sns"
    sms_carrier_secret: str = ""


class CarrierSecret(BaseModel):
    """What the secret of a carrier holds: `{"sender": "0233960000", "keys": {…}}`."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    sender: str
    keys: dict[str, SecretStr]


class AnswerSettings(TableSettings):
    cases_table: str
    accounts_table: str
    desk_table: str
    talks_table: str
    privacy_key_secret: str
    # Where the bank issues accounts itself, asking for one needs the bank; a pool needs nobody.
    bank: BankName = "sandbox"
    bank_secret: str = ""
    bank_of_accounts: str = "NH"


class TextSettings(AnswerSettings, CarrierSettings):
    idempotency_table: str


class ChatSettings(AnswerSettings):
    pass


class ImportSettings(TableSettings):
    cases_table: str
    privacy_key_secret: str
    reports_bucket: str


class SettlementSettings(TableSettings, CarrierSettings):
    cases_table: str
    accounts_table: str
    deposits_table: str
    ledger_table: str
    talks_table: str
    desk_table: str
    event_bus: str


class DoorSettings(TableSettings):
    deposits_table: str
    bank: BankName
    bank_secret: str
    deposits_queue_url: str
    texts_queue_url: str
    texts_quarantine_url: str
    message_hub_secret: str
    # Which company the bank's telegrams are for.
    company_code: str = ""


class BankFileSettings(TableSettings):
    accounts_table: str
    deposits_table: str
    ledger_table: str
    reports_bucket: str


class ReminderSettings(TableSettings, CarrierSettings):
    cases_table: str
    talks_table: str


class MeasurementSettings(TableSettings):
    accounts_table: str
    deposits_table: str
    desk_table: str
    reports_bucket: str
    # Comma-separated: banks that send a statement of every day.
    statement_banks: str


class InstalmentWatchSettings(TableSettings):
    cases_table: str
    desk_table: str


class RetentionSettings(TableSettings):
    cases_table: str
    accounts_table: str
    deposits_table: str
    desk_table: str
    case_kept_days: int
    ticket_kept_days: int
    view_kept_days: int


class StaffSettings(TableSettings, CarrierSettings):
    cases_table: str
    accounts_table: str
    deposits_table: str
    ledger_table: str
    talks_table: str
    desk_table: str
    privacy_key_secret: str
    reports_bucket: str
    event_bus: str


class DeskSettings(Settings):
    staff_client_id: str
    # Where the page may post files besides the API it came from: the inboxes' addresses, space-separated.
    upload_origins: str = ""
    # The local cloud's address, which need not be the name under which the browser knows it.
    aws_endpoint_url: str = ""


class UploadSettings(Settings):
    notice_inbox: str
    bank_inbox: str
