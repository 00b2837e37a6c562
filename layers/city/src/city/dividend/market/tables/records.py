"""Every record of the market, under the setting that names its table.

Apart from the package: whoever imports one table would import them all.
"""

from pynamodb.models import Model

from city.dividend.market.tables.buyers import BuyerRecord
from city.dividend.market.tables.copies import CopyRecord
from city.dividend.market.tables.leaks import LeakRecord
from city.dividend.market.tables.market import MarketTable
from city.dividend.market.tables.orders import DownloadRecord, OrderRecord
from city.dividend.market.tables.revisions import DataSetRevisionRecord
from city.dividend.market.tables.sales import CountedRecord

RECORDS: dict[str, type[Model]] = {"market_table": MarketTable}
# What shares the market's table: its kinds are known once their classes are.
SHARING = (BuyerRecord, CopyRecord, CountedRecord, DownloadRecord, LeakRecord, OrderRecord, DataSetRevisionRecord)
