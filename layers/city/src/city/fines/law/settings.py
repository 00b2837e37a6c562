"""The environment of the functions that file cases."""

from typing import Literal

from city.fines.settings import FinesTableSettings

BankName = Literal["sandbox", "telegram", "toss"]


class ImportSettings(FinesTableSettings):
    accounts_table: str
    cases_table: str
    desk_table: str
    privacy_key_secret: str
    reports_bucket: str
