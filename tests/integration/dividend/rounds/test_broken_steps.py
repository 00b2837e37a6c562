"""What steps of a round leave for one another, broken or late, over moto."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import boto3
import pytest

from city.contracts.dividend.rounds import RoundDecided
from city.contracts.dividend.staff.rounds import Speak
from city.dividend.anonymise.errors import VerificationFailed
from city.dividend.market.bootstrap import build_publish_round
from city.dividend.rounds.bootstrap import build_apply_shard, build_decide_round, build_verify_round
from city.dividend.rounds.errors import RoundWorkUnreadable
from city.dividend.rounds.service import paths
from city.dividend.rounds.steps import APPLY
from city.dividend.rounds.tables.rounds import RoundsTable
from city.dividend.rounds.tables.steps import RoundSteps
from tests.integration.dividend.round_states import forget, leave_decision
from tests.integration.dividend_in_moto import ROUND, opened


@pytest.mark.parametrize("content", [b"", b"{", b'{"version": 2}', None])
def test_whoever_reads_a_broken_decision_stops_under_its_name(cloud, content: bytes | None) -> None:
    dividend = opened()
    dividend.prepare()
    for member in ("lee", "kim"):
        dividend.staff.rounds.hear_panel.hear(
            ROUND, Speak(approves=True, reason="증명서의 수치를 확인했습니다"), member
        )
    shard = next(iter(RoundSteps().by_shard(ROUND, APPLY)))
    if content is None:
        boto3.client("s3").delete_object(Bucket="work", Key=paths.decision_name(ROUND))
    else:
        leave_decision(content)
    unreadable = pytest.raises(RoundWorkUnreadable, match=paths.decision_name(ROUND))

    with unreadable:
        dividend.build(build_publish_round).publish(ROUND)
    forget("verify")
    with unreadable:
        dividend.build(build_verify_round).verify(ROUND)
    forget("apply")
    with unreadable:
        dividend.build(build_apply_shard).apply(ROUND, shard)
    if content is not None:
        # Where there is none, it is decided again.
        forget("decide")
        with unreadable:
            dividend.build(build_decide_round).decide(ROUND)


def test_a_step_that_was_written_down_broken_stops_whoever_hears_of_it(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    record = next(r for r in RoundsTable.query(ROUND) if r.entry == "step#verify#-")
    record.result = '{"rows": "many"}'
    record.save()
    for member in ("lee", "kim"):
        dividend.staff.rounds.hear_panel.hear(
            ROUND, Speak(approves=True, reason="증명서의 수치를 확인했습니다"), member
        )

    with pytest.raises(RoundWorkUnreadable, match="step#verify#-: rows"):
        dividend.build(build_publish_round).publish(ROUND)


@dataclass
class Passing:
    """A clock on which time goes by with every look: a search of nine minutes may look once."""

    moment: datetime
    step: timedelta = timedelta(minutes=5)

    def now(self) -> datetime:
        self.moment += self.step
        return self.moment


def test_a_search_that_runs_out_of_time_certifies_the_best_it_found_and_its_gap_and_keeps_to_it(cloud) -> None:
    dividend = opened()
    usual = dividend.clock
    dividend.clock = Passing(usual.now())
    dividend.prepare()
    found = forget("decide")

    again = build_decide_round(dividend.environment, usual).decide(ROUND)

    dividend.clock = usual
    certificate = dividend.staff.rounds.show.show(ROUND).certificate
    assert certificate is not None
    decided = certificate["decided"]
    assert decided["optimal"] is False
    assert decided["lower_bound"] < decided["loss"]
    assert again == RoundDecided.model_validate(found)


def test_an_output_that_breaks_its_promise_publishes_nothing(cloud) -> None:
    dividend = opened()
    dividend.prepare()
    s3 = boto3.client("s3")
    records = {r.entry: r for r in RoundsTable.query(ROUND)}
    records["step#verify#-"].delete()
    # Somebody tampers with a part: rows that nobody decided to release.
    part = next(o["Key"] for o in s3.list_objects_v2(Bucket="work", Prefix=f"{ROUND}/parts/")["Contents"])
    s3.put_object(
        Bucket="work", Key=part, Body=_with_a_unique_row(s3.get_object(Bucket="work", Key=part)["Body"].read())
    )

    with pytest.raises(VerificationFailed):
        dividend.build(build_verify_round).verify(ROUND)


def _with_a_unique_row(content: bytes) -> bytes:
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pq.read_table(io.BytesIO(content))
    plain = pa.table(
        {n: [str(v) if n != "금액" else v for v in table.column(n).to_pylist()] for n in table.column_names}
    )
    rows = [*plain.to_pylist(), {**plain.to_pylist()[0], "거주지": "김포시 유일동"}]
    out = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows, plain.schema), out)
    return out.getvalue()
