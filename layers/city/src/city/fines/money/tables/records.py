"""The records of this area, under the setting that names their table."""

from pynamodb.models import Model

from city.fines.money.tables.deposit_records import DepositRecord
from city.fines.money.tables.ledger import DepositLedgerRecord

RECORDS: dict[str, type[Model]] = {"deposits_table": DepositRecord, "ledger_table": DepositLedgerRecord}
