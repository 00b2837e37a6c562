"""What buyers ask of counts with noise, and what the API answers."""

from typing import Annotated, Literal

from pydantic import Field

from city.contracts.base import AwareMoment, Contract
from city.contracts.dividend.fields import DataSet, Word
from city.contracts.staff import RequestBody

# The name of a column, or a label in it.
Label = Annotated[str, Field(min_length=1, max_length=100)]
MostOfAPerson = Annotated[int, Field(ge=1, le=1_000_000_000)]


class CountQuestion(RequestBody):
    """What a count is asked of, whoever asks it under whatever name."""

    data_set: DataSet
    revision: Annotated[int, Field(ge=1)]
    of: Literal["cards", "payments", "amount_krw"]
    where: Annotated[dict[Label, Label], Field(max_length=8)] = Field(default_factory=dict)
    by: Label | None = None
    most_per_person: MostOfAPerson
    epsilon_milli: Annotated[int, Field(ge=1, le=10_000)]


class CountQuery(CountQuestion):
    """How many cards, payments or won have these labels, told with noise. `query_id` names the query: asked again, the same
    answer.

    With `by`, as many answers as that column has labels, for the cost of one. Each person counts for at most
    `most_per_person` in all of them together: so many groups for `cards`, payments for `payments`, won for `amount_krw`. The
    more, the more noise; the less, the more is cut off. `epsilon_milli`: thousandths of ε, at most what is spent.
    """

    query_id: Word


class BudgetQuery(RequestBody):
    """What is left, what may be asked, and how near the truth answers would be. Costs nothing."""

    data_set: DataSet
    revision: Annotated[int, Field(ge=1)]
    most_per_person: MostOfAPerson = 1
    epsilon_milli: Annotated[int, Field(ge=1, le=10_000)] | None = None


class GroupAnswer(Contract):
    """`label` is null for payments whose label is not public, and for a question without `by`."""

    label: str | None
    answer: int


class AccountLine(Contract):
    """A privacy budget: `set#…` of the data set, `year#…` of a year in which its payments were made."""

    account: str
    total_milli: int
    left_milli: int


class CountAnswer(Contract):
    """Answers with noise: each is less than `plus_minus` away from the exact one with `certainty_percent`, cut-off aside.

    They may be negative: a number that was made zero would spoil averages.
    """

    query_id: str
    answers: tuple[GroupAnswer, ...]
    plus_minus: int
    certainty_percent: int
    epsilon_milli: int
    budgets: tuple[AccountLine, ...]


class ColumnLine(Contract):
    """A column that may be asked about, and all of its labels. Payments with any other label are counted under none."""

    column: str
    labels: tuple[str, ...]


class AccuracyLine(Contract):
    epsilon_milli: int
    plus_minus: int


class AnsweredLine(Contract):
    """An entry of the privacy ledger: who asked what, what it cost by the noise's own account, and what they were told."""

    buyer_id: str
    query_id: str
    question: CountQuestion
    epsilon_milli: int
    answers: tuple[int, ...]
    plus_minus: int
    at: AwareMoment


class PrivacyLedger(Contract):
    """A data set's budget, and its answers, the newest first. `answered`: how many there are in all."""

    data_set: str
    spent_milli: int
    total_milli: int
    answered: int
    entries: tuple[AnsweredLine, ...]


class BudgetPage(Contract):
    data_set: str
    revision: int
    budgets: tuple[AccountLine, ...]
    columns: tuple[ColumnLine, ...]
    units: tuple[str, ...]
    most_per_person: int
    certainty_percent: int
    accuracy: tuple[AccuracyLine, ...]
