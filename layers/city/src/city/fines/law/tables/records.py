"""The records of this area, under the setting that names their table."""

from pynamodb.models import Model

from city.fines.law.tables.accounts import AccountRecord
from city.fines.law.tables.case_records import CasesTable
from city.fines.law.tables.orders import BankOrderRecord
from city.fines.law.tables.worklist import DeskTable

RECORDS: dict[str, type[Model]] = {
    "cases_table": CasesTable,
    "accounts_table": AccountRecord,
    "deposits_table": BankOrderRecord,
    "desk_table": DeskTable,
}
