"""Every record of the dividend, under the setting that names its table.

Apart from the package: whoever imports one table would import them all.
"""

from pynamodb.models import Model

from city.dividend.tables.budget import BudgetRecord
from city.dividend.tables.carried import CarriedRecord
from city.dividend.tables.ledger import LedgerRecord
from city.dividend.tables.market import MarketTable
from city.dividend.tables.opt_outs import OptOutRecord
from city.dividend.tables.payouts import BatchRecord
from city.dividend.tables.rounds import RoundsTable

RECORDS: dict[str, type[Model]] = {
    "rounds_table": RoundsTable,
    "ledger_table": LedgerRecord,
    "payouts_table": BatchRecord,
    "carried_table": CarriedRecord,
    "opt_outs_table": OptOutRecord,
    "market_table": MarketTable,
    "budget_table": BudgetRecord,
}
