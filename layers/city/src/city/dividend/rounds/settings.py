"""What the functions that receive, prepare and stop rounds are given by their environment."""

from city.dividend.settings import OutboxSettings, RegionSettings, ShelfSettings


class ReceiptSettings(RegionSettings):
    rounds_table: str
    inbox_bucket: str
    reports_bucket: str


class RoundSettings(RegionSettings):
    """The steps that move a round and read what others did."""

    rounds_table: str
    work_bucket: str


class PseudonymiseSettings(RoundSettings, ShelfSettings):
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


class PanelSettings(OutboxSettings):
    """Asking the panel, and saying why a round stopped."""

    rounds_table: str
