"""A round that is killed at every step, execution and workers both, ends as one that never was.

The operator fails too: one batch in five in each of its ways. In the local cloud the items of a stopped execution's map run
on beside the next execution's, so every step is also done by two at once.
"""

import io
import json
import os
import random
import re
import signal
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from botocore.exceptions import ClientError

from benchmarks.dividend.round import spoil_the_rail
from city.dividend.payout.model import LineState
from city.dividend.payout.rail_faults import Faults
from infra.dividend.local_round import LocalRound, batches_of, booked, newest_execution, payments_csv, undisturbed
from infra.dividend.story import COSTS_KRW, DONGS, TERMS
from infra.local.city import ROOT, City
from infra.local.patience import wait_on
from tests.e2e.workers import workers

CARDS, USES = 6_000, 3
FAULTS = {"unreachable": 0.2, "lost_answers": 0.2, "refused": 0.2, "told_twice": 0.2, "late": 0.2, "returned": 0.01}
_FUNCTION = re.compile(r"\$\{(\w+)FunctionArn\}")


@pytest.fixture
def bad_rail(city: City) -> Iterator[City]:
    spoil_the_rail(city, FAULTS)
    yield city
    spoil_the_rail(city, {})


def as_parquet(csv: bytes) -> bytes:
    out = io.BytesIO()
    pq.write_table(pacsv.read_csv(io.BytesIO(csv)), out)
    return out.getvalue()


def steps_of(machine: str) -> dict[str, str]:
    """The states of a machine that do something, in the order of an undisturbed round, and whose function does it."""
    definition = json.loads((ROOT / "infra" / "dividend" / f"{machine}.asl.json").read_text())
    name, found = definition["StartAt"], dict[str, str]()
    while name in definition["States"] and name != "It differs":
        state = definition["States"][name]
        if function := _FUNCTION.search(json.dumps(state)):
            found[name] = function[1]
        name = state.get("Next") or state.get("Default")
    return found


def kill_at(city: City, machine: str, round_id: str, step: str, function: str, chance: random.Random) -> bool:
    """Stops the round's execution once it is in a step, and kills whoever does it. False if it ended before."""
    client = city.client("stepfunctions")
    newest = newest_execution(city, machine, round_id)

    def look() -> bool | None:
        """Whether it came to the step; None while that is open."""
        events = client.get_execution_history(executionArn=newest["executionArn"], maxResults=1000)["events"]
        if any(event.get("stateEnteredEventDetails", {}).get("name") == step for event in events):
            return True
        running = client.describe_execution(executionArn=newest["executionArn"])["status"] == "RUNNING"
        return None if running else False

    if not wait_on(city, f"the step {step} of {round_id}", look, pause_s=0.05):
        return False
    time.sleep(chance.uniform(0, 0.5))
    try:
        client.stop_execution(executionArn=newest["executionArn"], error="Killed")
    except ClientError:
        if client.describe_execution(executionArn=newest["executionArn"])["status"] == "RUNNING":
            raise
        return False
    for pid in workers(city.function(f"{function}Function")):
        os.kill(pid, signal.SIGKILL)
    return True


@pytest.mark.exhaustive
def test_a_round_killed_at_every_step_ends_as_one_that_never_was(bad_rail: City) -> None:
    city, chance = bad_rail, random.Random(20200220)
    one = LocalRound(city, "2020-7")
    one.open(TERMS)
    days = [f"2026-10-{day:02d}" for day in range(1, 32)]
    files = [payments_csv(range(n, CARDS, 3), USES, DONGS, days, n) for n in range(3)]
    one.bring({"0.csv": files[0], "1.csv": files[1], "2.parquet": as_parquet(files[2])})
    killed = []

    def kill_each(machine: str, steps: dict[str, str], start: Callable[[], Any]) -> None:
        for step, function in steps.items():
            start()
            if kill_at(city, machine, one.round_id, step, function, chance):
                killed.append(step)
        start()

    before_panel = steps_of("round")
    publication = before_panel.pop("Publish")
    kill_each("RoundMachineArn", before_panel, one.start)
    one.wait_for("awaiting_panel")
    one.speak()
    if kill_at(city, "RoundMachineArn", one.round_id, "Publish", publication, chance):
        killed.append("Publish")
        # Refused if the round was published all the same.
        one.steward.ask("POST", f"{one.path}/preparation")
    one.wait_for("published")
    one.sell(one.register_buyer(), TERMS["price_krw"])
    kill_each("PayoutMachineArn", steps_of("payout"), lambda: one.pay(COSTS_KRW))
    one.wait_for_payout()
    paid = one.wait_for("paid")

    assert set(killed) >= {*before_panel, "Share the revenue", "Pay every batch", "Compare with the operator"}
    batches = batches_of(city, one.round_id)
    lines = [line for batch in batches for line in batch.lines]
    assert len({line.pseudonym for line in lines}) == len(lines) == CARDS
    assert sum(line.amount_krw for line in lines) == TERMS["price_krw"] - COSTS_KRW
    assert {line.state for line in lines} == {LineState.PAID, LineState.RETURNED}
    entries = booked(city, one.round_id)
    expected = undisturbed(batches, Faults(**FAULTS), 0, datetime.now(UTC))
    assert {key: digest for key, digest in entries.items() if not key.startswith(("sale:", "close:"))} == expected
    assert len([key for key in entries if key.startswith("sale:")]) == 1
    assert f"close:{one.round_id}" in entries
    _, books = one.steward.ask("GET", f"{one.path}/ledger")
    assert sum(books["trial_balance"].values()) == 0
    assert paid["certificate"]["measured"]["rows"] + paid["certificate"]["decided"]["suppressed"] == CARDS * USES
    release = (
        city.client("s3")
        .get_object(Bucket=city.output("DataCatalogue"), Key=f"releases/dividend-{one.round_id}/1.parquet")["Body"]
        .read()
    )
    assert paid["certificate"]["digests"]["output"] == sha256(release).hexdigest()
