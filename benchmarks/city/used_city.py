"""A city after a day's use: how long it takes to stop, and to be READY again, beside its first start.

The first start builds what SAM's cache does not hold. The later ones are `make run` without `make`: the same command, from
its first import to the word READY, and from Ctrl-C to its end.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.measurement import BenchmarkTrouble, Measurement
from infra.fines.street import Phone
from infra.local.city import ROOT, City
from infra.local.own_city import own_city

ITEMS = 200_000
READY_AT_MOST_S, STOP_AT_MOST_S = 15, 10
_IN_ONE_CALL = 25  # BatchWriteItem's quota
_ITEMS_AN_OBJECT = 100
_PHONES = 6
_TABLE = "used-city"


def measure(folder: Path, items: int = ITEMS) -> Iterator[Measurement]:
    began = time.monotonic()
    with own_city(folder / "city", "bench") as city:
        yield Measurement(
            "a new city READY", time.monotonic() - began, "s", detail="cloud, build, deployment, demo data"
        )
        use(city, items)
        began = time.monotonic()
        city.stop()
        stopped_s = time.monotonic() - began
        size = sum(file.stat().st_size for file in (city.home / "state").rglob("*") if file.is_file())
        used = f"{items:,} items, {size / 1e6:.0f} MB of state"
        yield Measurement("the used city stopped", stopped_s, "s", at_most=STOP_AT_MOST_S, detail=used)
        ready_s, stopped_s = _run_once(city)
        if not _is_still_used(city):
            raise BenchmarkTrouble("The used city has lost what it was used for.")
        yield Measurement(
            "the used city READY again", ready_s, "s", at_most=READY_AT_MOST_S, detail="the whole command"
        )
        yield Measurement(
            "and stopped again", stopped_s, "s", at_most=STOP_AT_MOST_S, detail="the whole command, by Ctrl-C"
        )


def use(city: City, items: int) -> None:
    """Items as long as a case's, an object for each hundred of them, and six citizens who text at once."""
    dynamodb, s3 = city.client("dynamodb"), city.client("s3")
    dynamodb.create_table(
        TableName=_TABLE,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    s3.create_bucket(Bucket=_TABLE, CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    with ThreadPoolExecutor(4) as hands:
        for _ in hands.map(lambda first: _put(dynamodb, first, items), range(0, items, _IN_ONE_CALL)):
            pass
        for number in range(items // _ITEMS_AN_OBJECT):
            hands.submit(s3.put_object, Bucket=_TABLE, Key=f"files/{number}.csv", Body=b"used " * 200)
    with ThreadPoolExecutor(_PHONES) as people:
        list(people.map(lambda number: Phone(city, f"0106677{number:04d}").ask("안녕하세요"), range(_PHONES)))


def _put(dynamodb: Any, first: int, items: int) -> None:
    puts = [
        {
            "PutRequest": {
                "Item": {"pk": {"S": f"{number:012d}"}, "paid_krw": {"N": str(number)}, "note": {"S": "길" * 60}}
            }
        }
        for number in range(first, min(first + _IN_ONE_CALL, items))
    ]
    while puts:
        puts = dynamodb.batch_write_item(RequestItems={_TABLE: puts})["UnprocessedItems"].get(_TABLE, [])


def _run_once(city: City) -> tuple[float, float]:
    """Seconds until READY, and from Ctrl-C until the end."""
    ports = ["--port", str(city.port), "--mqtt-port", str(city.mqtt_port), "--door-port", str(city.door_port)]
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "infra.local", "run", *ports],
        cwd=ROOT,
        env={**os.environ, "DONGNE_CITY": str(city.home)},
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    ) as command:
        said = []
        assert command.stdout is not None
        for line in command.stdout:
            said.append(line)
            if line.startswith("READY"):
                break
        else:
            raise BenchmarkTrouble(f"The used city did not start: {' '.join(said)[-300:]}")
        ready_s = time.monotonic() - began
        if any("sam build" in line for line in said):
            raise BenchmarkTrouble("An unchanged city was built again.")
        began = time.monotonic()
        command.send_signal(signal.SIGINT)
        command.communicate()
        return ready_s, time.monotonic() - began


def _is_still_used(city: City) -> bool:
    return any((city.home / "s3").rglob(_TABLE)) and any(
        _TABLE.encode() in file.read_bytes() for file in (city.home / "state").rglob("dynamodb.json")
    )
