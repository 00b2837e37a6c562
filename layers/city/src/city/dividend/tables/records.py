"""Every record of the dividend, under the setting that names its table.

Apart from the package: whoever imports one table would import them all.
"""

from pynamodb.models import Model

from city.dividend.books.tables.ledger import LedgerRecord
from city.dividend.market.tables.carried import CarriedRecord
from city.dividend.market.tables.market import MarketTable
from city.dividend.payout.tables.payouts import BatchRecord
from city.dividend.rounds.tables.opt_outs import OptOutRecord
from city.dividend.rounds.tables.rounds import RoundsTable
from city.dividend.statistics.tables.budget import BudgetRecord

RECORDS: dict[str, type[Model]] = {
    "rounds_table": RoundsTable,
    "ledger_table": LedgerRecord,
    "payouts_table": BatchRecord,
    "carried_table": CarriedRecord,
    "opt_outs_table": OptOutRecord,
    "market_table": MarketTable,
    "budget_table": BudgetRecord,
}
