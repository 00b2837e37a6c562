"""Every record of private statistics, under the setting that names its table."""

from pynamodb.models import Model

from city.dividend.statistics.tables.budget import BudgetRecord

RECORDS: dict[str, type[Model]] = {"budget_table": BudgetRecord}
