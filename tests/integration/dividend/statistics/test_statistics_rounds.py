"""Private statistics of rounds that differ from the usual, over moto."""

from typing import Any

import boto3
import pytest

from city.dividend.market.errors import RevisionRevoked
from city.dividend.rounds.tables.rounds import RoundsTable
from infra.dividend.story import USES, operator_file
from tests.integration.dividend.statistics.count_questions import DATA_SET, counts_of, query, register, silent
from tests.integration.dividend_in_moto import ROUND, opened, sold


def test_a_card_that_pays_in_two_operators_files_is_one_person(cloud) -> None:
    dividend = opened(cards=120)
    dividend.deliver(f"{ROUND}/other/again.csv", operator_file(range(30), 10, seed=5))
    dividend.prepare()
    dividend.approve()
    key = register(dividend, "gri")

    (cards,) = counts_of(dividend, silent).answer_count.answer(key, query()).answers
    (bounded,) = counts_of(dividend, silent).answer_count.answer(key, query("second", "payments", most=USES)).answers

    assert cards.answer == 120
    assert bounded.answer == 120 * USES


def test_a_round_prepared_again_keeps_the_same_statistics(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    s3 = boto3.client("s3")
    before = {o["Key"]: s3.get_object(Bucket="statistics", Key=o["Key"])["Body"].read() for o in _listed(s3)}
    for record in list(RoundsTable.query(ROUND)):
        if record.entry.startswith(("step#apply#", "step#verify#")):
            record.delete()

    dividend.prepare()

    assert {o["Key"]: s3.get_object(Bucket="statistics", Key=o["Key"])["Body"].read() for o in _listed(s3)} == before


def _listed(s3: Any) -> list[dict[str, Any]]:
    return list(s3.list_objects_v2(Bucket="statistics")["Contents"])


def test_a_revoked_revision_answers_nothing_more(cloud) -> None:
    dividend = sold()
    key = register(dividend, "gri")
    dividend.staff.sales.withdraw_revision.withdraw(DATA_SET, 1, "재식별 위험이 새로 발견되었습니다", "steward")

    with pytest.raises(RevisionRevoked):
        counts_of(dividend).answer_count.answer(key, query())
