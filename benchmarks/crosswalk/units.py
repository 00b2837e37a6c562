"""Five hundred crosswalk units on a running local city for five minutes: nothing lost, nothing counted twice, and the cost.

The rates are those of this machine and the local cloud, not of AWS; what must hold anywhere is that every message that a
unit numbered is in the city once. The cost is reckoned from what was measured here and from list prices.
"""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.measurement import BenchmarkTrouble, Measurement
from benchmarks.queues import messages_in, queue_urls
from city.crosswalk.bootstrap import open_tables
from city.crosswalk.settings import CrosswalkTableSettings
from city.crosswalk.tables.units import NewUnit, Units
from infra.local.city import ROOT, City
from infra.local.machine.environment import REGION
from iot.simulators.units import unit_name

UNITS, SECONDS = 500, 300.0
PREFIX = "sim"
# Said twice under one number, as lines that break make units do.
AGAIN = 0.02
_PATIENCE_S = 180.0


def measure(
    city: City, folder: Path, units: int = UNITS, seconds: float = SECONDS, faster: float = 1.0
) -> Iterator[Measurement]:
    """Raises BenchmarkTrouble."""
    register = move_in(city, folder, units)
    summary = play(city, folder, units=units, seconds=seconds, faster=faster)
    wanted: dict[str, int] = summary["last_numbers"]
    journal = str(summary["journal"])
    lag_s = wait_for_all(register, journal, wanted, time.monotonic())
    states = {record.unit: record.state for record in register.list_all() if record.unit in wanted}
    journals = {unit: states[unit].journals.get(journal) for unit in wanted}
    missing = sum(wanted[unit] for unit, kept in journals.items() if kept is None) + sum(
        wanted[unit] - sum(last - first + 1 for first, last in kept.runs)
        for unit, kept in journals.items()
        if kept is not None
    )
    heard_again = sum(kept.doubles for kept in journals.values() if kept is not None)
    dead = dead_letters(city)
    about = f"{units} units, {seconds:.0f} s: {summary['by_kind']}"
    yield Measurement("messages said", float(summary["said"]), "", detail=about)
    yield Measurement("messages the city does not have", float(missing), "", at_most=0)
    for what, counted in count_in(city).items():
        # Had one of those that were said twice been counted twice, the city's sums would be larger than what was seen.
        yield Measurement(f"{what} counted too many or too few", abs(float(counted - summary[what])), "", at_most=0)
    yield Measurement("dead letters", float(dead), "", at_most=0)
    yield Measurement(
        "heard again, and known for it", float(heard_again), "", detail=f"{summary['resent']} sent again by units"
    )
    yield Measurement("unacknowledged at the end", float(summary["unacknowledged"]), "", at_most=0)
    yield Measurement(
        "acknowledged, p95", summary["acknowledged_ms_p95"], "ms", detail=f"p50 {summary['acknowledged_ms_p50']:.0f} ms"
    )
    yield Measurement("all taken in, after the last unit had left", lag_s, "s")
    yield Measurement("mean message", summary["payload_bytes_mean"], "B")
    yield from cost_of(summary["payload_bytes_mean"])


def move_in(city: City, folder: Path, units: int) -> Units:
    """Registers the units, makes their things, and gives all of them one certificate: five hundred keys take minutes."""
    tables = city.client("dynamodb").list_tables()["TableNames"]
    (desk,) = [name for name in tables if "Crosswalk" in name and "DeskTable" in name]
    settings = CrosswalkTableSettings.model_validate(
        {
            "stage": "local",
            "aws_region": REGION,
            "units_table": city.output("CrosswalkUnitsTable"),
            "desk_table": desk,
        }
    )
    register = Units(open_tables(settings, host=city.url()))
    iot = city.client("iot")
    made = iot.create_keys_and_certificate(setAsActive=True)
    (folder / "all.pem").write_text(made["certificatePem"])
    (folder / "all.key").write_text(made["keyPair"]["PrivateKey"])
    for policy in city.output("CrosswalkUnitPolicyNames").split(","):
        iot.attach_policy(policyName=policy, target=made["certificateArn"])
    for number in range(1, units + 1):
        name = unit_name(PREFIX, number)
        register.register(
            NewUnit(
                unit=name,
                serial=f"SIM-{number:04d}",
                name_ko=f"모의 {number}",
                name_en="",
                latitude=36.1,
                longitude=128.4,
                ring="rest",
            ),
            "benchmark",
            datetime.now(UTC),
        )
        iot.create_thing(thingName=name)
        iot.attach_thing_principal(thingName=name, principal=made["certificateArn"])

    with urllib.request.urlopen(city.url("/_ministack/iot/ca.pem"), timeout=10) as answer:  # noqa: S310  # our own
        (folder / "ca.pem").write_bytes(answer.read())
    return register


def play(city: City, folder: Path, *, units: int, seconds: float, faster: float) -> dict[str, Any]:
    """Runs the simulator as a program of its own. Raises BenchmarkTrouble."""
    done = subprocess.run(
        [
            sys.executable,
            *("-m", "iot.simulators.units", "--credentials", str(folder), "--root-ca", str(folder / "ca.pem")),
            *("--port", str(city.mqtt_port), "--prefix", PREFIX, "--units", str(units)),
            *("--seconds", str(seconds), "--faster", str(faster), "--again", str(AGAIN)),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": f"{ROOT / 'layers' / 'city' / 'src'}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BenchmarkTrouble(f"the simulator ended: {done.stderr.strip().splitlines()[-1:]}")
    summary: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return summary


def wait_for_all(register: Units, journal: str, wanted: dict[str, int], left: float) -> float:
    """Until the city has every number, or patience ends; how long after the units had left that was."""
    deadline = time.monotonic() + _PATIENCE_S
    while time.monotonic() < deadline:
        kept = {record.unit: record.state.journals.get(journal) for record in register.list_all()}
        if all(
            (found := kept.get(unit)) is not None and found.runs == ((1, last),)
            for unit, last in wanted.items()
            if last
        ):
            break
        time.sleep(1)
    return time.monotonic() - left


_SUMMED = {"people_left_to_right": "people", "people_right_to_left": "people", "vehicles": "vehicles"}


def count_in(city: City) -> dict[str, int]:
    """People, vehicles and conflicts in the city's own sums, over all simulated units and days."""
    pages = city.client("dynamodb").get_paginator("scan").paginate(TableName=city.output("CrosswalkReportsTable"))
    sums = {"people": 0, "vehicles": 0, "conflicts": 0}
    for page in pages:
        for item in page["Items"]:
            stream = item["stream"]["S"]
            if stream.startswith(f"days#{PREFIX}-"):
                for name, what in _SUMMED.items():
                    sums[what] += int(float(item.get(name, {"N": "0"})["N"]))
            elif stream.startswith(f"heat#{PREFIX}-"):
                sums["conflicts"] += int(float(item["incidents"]["N"]))
    return sums


def dead_letters(city: City) -> int:
    """Reports that no function could take."""
    return messages_in(city, queue_urls(city, "Reports").dead_letters)


# --- what it costs ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Prices:
    """List prices of Seoul (ap-northeast-2) in dollars, as last known in June 2026; check before a budget rests on them."""

    # AWS IoT Core: a million minutes of connection, messages (5 KB each), shadow operations (1 KB), rules and actions.
    connection_minutes: float = 0.096
    messages: float = 1.20
    shadow_operations: float = 1.50
    rules: float = 0.18
    actions: float = 0.18
    # A million requests (64 KB each), a million invocations, a GB-second, a million write and read units.
    sqs_requests: float = 0.40
    invocations: float = 0.20
    gb_second: float = 0.0000166667
    write_units: float = 0.68
    read_units: float = 0.1355


@dataclass(frozen=True, slots=True)
class Month:
    """What 1,000 units do in 30 days. Assumed, except where it is measured."""

    units: int = 1_000
    minutes: int = 30 * 1440
    # A unit and day: a telemetry a minute, and changes beside them; statistics; incidents; faults begun and ended.
    telemetry: int = 1_440
    changes: int = 480
    statistics: int = 288
    incidents: int = 50
    faults: int = 4
    # State shadow once a minute at most, on the days' average every third; the configuration shadow next to never.
    shadow_updates: int = 480
    # Of one SQS receive: what Lambda took at once, measured on a busy city it is more.
    batch: float = 5.0
    # Memory and time of a batch (512 MB; ms of waiting for DynamoDB).
    batch_s: float = 0.08
    # A unit's state is one item of about 2 KB; telemetry kept beside it below 1 KB.
    state_write_units: float = 2.0
    state_read_units: float = 1.0
    # Statistics and incidents are transactions of three to five items, which count double.
    transaction_write_units: float = 10.0


def cost_of(payload_bytes: float, prices: Prices | None = None, month: Month | None = None) -> Iterator[Measurement]:
    """Dollars a month for 1,000 units, in parts."""
    prices, month = prices or Prices(), month or Month()
    said = month.units * 30 * (month.telemetry + month.changes + month.statistics + month.incidents + month.faults)
    heavy = month.units * 30 * (month.statistics + month.incidents + month.faults)
    metered = -(-int(payload_bytes + 60) // 5_000)  # the topic is metered too
    shadows = month.units * 30 * month.shadow_updates
    batches = said / month.batch
    parts = {
        "connections": month.units * month.minutes / 1e6 * prices.connection_minutes,
        # The shadow's answer is delivered to nobody; its request is a message too.
        "messages": (said * metered + shadows) / 1e6 * prices.messages,
        "shadow": shadows / 1e6 * prices.shadow_operations,
        "rules": said / 1e6 * (prices.rules + prices.actions) * metered,
        # One send for each message, a receive and a delete for each batch.
        "SQS": (said + 2 * batches) / 1e6 * prices.sqs_requests,
        "Lambda": batches / 1e6 * prices.invocations + batches * month.batch_s * 0.5 * prices.gb_second,
        "DynamoDB": (
            (said - heavy) * (1 + month.state_write_units)
            + heavy * (month.state_write_units * 2 + month.transaction_write_units)
        )
        / 1e6
        * prices.write_units
        + said * month.state_read_units / 1e6 * prices.read_units,
    }
    detail = ", ".join(f"{name} {dollars:.2f}" for name, dollars in parts.items())
    yield Measurement("1,000 units a month, list prices of Seoul", sum(parts.values()), "$", detail=detail)


if __name__ == "__main__":
    for measurement in cost_of(700.0):
        sys.stdout.write(f"{measurement.name}: {measurement.value:.2f} {measurement.unit}  {measurement.detail}\n")
