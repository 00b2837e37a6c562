"""What the functions that staff work with are given by their environment."""

from city.dividend.settings import OutboxSettings, RegionSettings, ShelfSettings


class DividendStaffSettings(OutboxSettings):
    people_table: str
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


class DecisionSettings(RegionSettings):
    """What two people decide of a payout and of a round's end; no card and no buyer is known to them."""

    people_table: str
    rounds_table: str
    ledger_table: str
    payouts_table: str
    payout_machine: str


class DestroySettings(RegionSettings, ShelfSettings):
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
