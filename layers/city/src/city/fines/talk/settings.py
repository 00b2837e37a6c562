"""The environment of the functions that talk with citizens."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, SecretStr

from city.fines.law.settings import BankName
from city.fines.settings import FinesTableSettings
from city.kernel.settings import Settings

CarrierName = Literal["sns", "message_hub", "solapi", "nhn_cloud", "sandbox"]


class CarrierSettings(Settings):
    """Which carrier takes our texts; every one but SNS and the sandbox has its keys in a secret."""

    sms_carrier: CarrierName = "sns"
    sms_carrier_secret: str = ""


class CarrierSecret(BaseModel):
    """What the secret of a carrier holds: `{"sender": "0233960000", "keys": {…}}`."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    sender: str
    keys: dict[str, SecretStr]


class AnswerSettings(FinesTableSettings):
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


class DoorProofSettings(Settings):
    """Of what bounds its callers by their address, and has to know the city's door."""

    door_proof_secret: str


class ChatSettings(AnswerSettings, DoorProofSettings):
    files_table: str


class FileSettings(FinesTableSettings, DoorProofSettings):
    """Of what signs and looks at citizens' files."""

    cases_table: str
    files_table: str
    evidence_bucket: str
    privacy_key_secret: str


class ForgetFilesSettings(FinesTableSettings):
    cases_table: str
    files_table: str
    evidence_bucket: str


class ProgressSettings(FinesTableSettings, DoorProofSettings):
    cases_table: str
    desk_table: str
    privacy_key_secret: str


class OwnTalkSettings(FinesTableSettings, DoorProofSettings):
    """Of what shows a citizen their own talk and has it forgotten."""

    cases_table: str
    desk_table: str
    talks_table: str
    files_table: str
    evidence_bucket: str
    privacy_key_secret: str


class OpenWordsSettings(FinesTableSettings):
    desk_table: str


class ReminderSettings(FinesTableSettings, CarrierSettings):
    cases_table: str
    talks_table: str
