"""What the functions that pay citizens, and show them what they were paid, are given by their environment."""

import json
from typing import Literal

from pydantic import field_validator

from city.dividend.payout.rail_faults import Faults
from city.dividend.rounds.settings import RoundSettings
from city.dividend.settings import OutboxSettings, RegionSettings, ShelfSettings
from city.kernel.settings import Settings

RailName = Literal["sandbox", "file"]


class RailSettings(Settings):
    """Which rail pays, and, for the make-believe one, how often it fails: `{"refused": 0.01}`."""

    rail: RailName = "sandbox"
    rail_bucket: str
    rail_faults: str = "{}"

    @field_validator("rail_faults")
    @classmethod
    def _known_faults(cls, text: str) -> str:
        Faults(**json.loads(text or "{}"))
        return text or "{}"

    def faults(self) -> Faults:
        return Faults(**json.loads(self.rail_faults))


class ShareSettings(RoundSettings):
    ledger_table: str
    payouts_table: str


class PaySettings(RegionSettings, RailSettings, ShelfSettings):
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


class ReconcileSettings(OutboxSettings, RailSettings):
    rounds_table: str
    ledger_table: str
    payouts_table: str
    reports_bucket: str


class LapseSettings(RegionSettings):
    """What a night makes of money that nobody claimed."""

    rounds_table: str
    ledger_table: str
    payouts_table: str
    carried_table: str
    market_table: str


class CitizenSettings(RegionSettings, ShelfSettings):
    rounds_table: str
    ledger_table: str
    market_table: str
    opt_outs_table: str
    statements_bucket: str
    statement_secret: str
    opt_out_secret: str
