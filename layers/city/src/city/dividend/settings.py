"""What the dividend's functions are told by their environment. Each is told of what it works with, and nothing else."""

import json
from typing import Literal

from pydantic import Field, field_validator

from city.dividend.payout.rail_faults import Faults
from city.kernel.settings import Settings

RailName = Literal["sandbox", "file"]


class TableSettings(Settings):
    """The tables a function may be told of; a use that needs one declares it again, as required."""

    aws_region: str
    rounds_table: str | None = None
    ledger_table: str | None = None
    payouts_table: str | None = None
    carried_table: str | None = None
    opt_outs_table: str | None = None
    market_table: str | None = None
    budget_table: str | None = None


class RailSettings(Settings):
    """Which rail pays, and, for the make-believe one, how often it fails: `{"refused": 0.01}`."""

    rail: RailName = "sandbox"
    rail_bucket: str
    rail_faults: str = "{}"

    @field_validator("rail_faults")
    @classmethod
    def _known_faults(cls, told: str) -> str:
        Faults(**json.loads(told or "{}"))
        return told or "{}"

    def faults(self) -> Faults:
        return Faults(**json.loads(self.rail_faults))


class ReceiptSettings(TableSettings):
    rounds_table: str
    inbox_bucket: str
    reports_bucket: str


class RoundSettings(TableSettings):
    """The steps that move a round and read what others did."""

    rounds_table: str
    work_bucket: str


class ShelfSettings(Settings):
    """How many digits name a shelf of the linkage table and of the statements."""

    shelf_digits: int = Field(default=2, ge=1, le=4)


class DoorSettings(RoundSettings, ShelfSettings):
    """Making pseudonyms: the only step that sees cards in files, and it may only write the linkage table."""

    opt_outs_table: str
    inbox_bucket: str
    linkage_bucket: str
    round_key_prefix: str
    opt_out_secret: str


class ApplySettings(RoundSettings):
    statistics_bucket: str


class VerifySettings(ApplySettings):
    signing_key: str


class PanelSettings(TableSettings):
    rounds_table: str
    event_bus: str


class PublishSettings(RoundSettings):
    market_table: str
    catalogue_bucket: str
    event_bus: str


class ShareSettings(RoundSettings):
    ledger_table: str
    payouts_table: str


class PaySettings(TableSettings, RailSettings, ShelfSettings):
    """The payout step: the only one that knows whose card is behind a pseudonym."""

    rounds_table: str
    ledger_table: str
    payouts_table: str
    carried_table: str
    opt_outs_table: str
    linkage_bucket: str
    statements_bucket: str
    opt_out_secret: str
    statement_secret: str


class ReconcileSettings(TableSettings, RailSettings):
    rounds_table: str
    ledger_table: str
    payouts_table: str
    reports_bucket: str
    event_bus: str


class StaffSettings(TableSettings):
    rounds_table: str
    ledger_table: str
    payouts_table: str
    market_table: str
    opt_outs_table: str
    work_bucket: str
    reports_bucket: str
    round_key_prefix: str
    opt_out_secret: str
    round_machine: str
    payout_machine: str
    event_bus: str


class DeskSettings(Settings):
    staff_client_id: str
    # Where the page may post files besides the API it came from: addresses, space-separated.
    upload_origins: str = ""
    # The local cloud's address, which need not be the name under which the browser knows it.
    aws_endpoint_url: str = ""


class PayoutDeskSettings(TableSettings):
    """What people decide of a payout; no card and no buyer is known to them."""

    rounds_table: str
    ledger_table: str
    payouts_table: str
    payout_machine: str


class DestroySettings(TableSettings, ShelfSettings):
    """Destroying what leads back to people, by name: nothing of it is read."""

    rounds_table: str
    payouts_table: str
    linkage_bucket: str
    inbox_bucket: str
    rail_bucket: str
    statements_bucket: str
    work_bucket: str
    statistics_bucket: str
    round_key_prefix: str


class LapseSettings(TableSettings):
    """What a night makes of money that nobody claimed."""

    rounds_table: str
    ledger_table: str
    payouts_table: str
    carried_table: str
    market_table: str


class MarketSettings(TableSettings):
    market_table: str
    catalogue_bucket: str
    copies_queue_url: str


class CountSettings(TableSettings):
    """Answering with noise: the only function that reads the private statistics."""

    market_table: str
    budget_table: str
    statistics_bucket: str


class LeakSettings(TableSettings):
    """Reporting leaks: a case, and a form for its sample. The secret of the marks is not told here."""

    market_table: str
    catalogue_bucket: str
    copies_queue_url: str


class CopySettings(TableSettings):
    market_table: str
    catalogue_bucket: str
    mark_secret: str


class CitizenSettings(TableSettings, ShelfSettings):
    rounds_table: str
    ledger_table: str
    market_table: str
    opt_outs_table: str
    statements_bucket: str
    statement_secret: str
    opt_out_secret: str
