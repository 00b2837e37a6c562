"""Every record of the books, under the setting that names its table."""

from pynamodb.models import Model

from city.dividend.books.tables.ledger import LedgerRecord

RECORDS: dict[str, type[Model]] = {"ledger_table": LedgerRecord}
