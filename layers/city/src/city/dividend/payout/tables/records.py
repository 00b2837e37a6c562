"""Every record of payouts, under the setting that names its table."""

from pynamodb.models import Model

from city.dividend.payout.tables.carried import CarriedRecord
from city.dividend.payout.tables.payouts import BatchRecord

RECORDS: dict[str, type[Model]] = {"payouts_table": BatchRecord, "carried_table": CarriedRecord}
