"""Millions of transactions through the steward's tool: time, memory, and whether both grow no faster than the rows.

Every run is a process of its own, as a steward's is. DuckDB, where `.venv-peers` has it, groups the same columns and
writes the same file anew, on the same machine a moment later.
"""

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from benchmarks.measurement import BenchmarkTrouble, Measurement
from city.dividend import generator

ROOT = Path(__file__).parents[1]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
FEW, MANY = 1_000_000, 10_000_000
_SEED = 7
_QUASI = ("성별", "나이", "거주지", "업종", "가맹점 소재지", "금액", "이용일", "시간대")
POLICY = """
name: 지역화폐 2026년 10월
quasi_identifiers:
  - {column: 성별, hierarchy: {kind: as_it_is}}
  - {column: 나이, hierarchy: {kind: bands, widths: [5, 10, 20], above: 80}}
  - {column: 거주지, hierarchy: {kind: region}}
  - {column: 업종, hierarchy: {kind: as_it_is}}
  - {column: 가맹점 소재지, hierarchy: {kind: region}}
  - {column: 금액, hierarchy: {kind: bands, widths: [5000, 10000, 50000], above: 200000}}
  - {column: 이용일, hierarchy: {kind: calendar, finest: week}}
  - {column: 시간대, hierarchy: {kind: bands, widths: [3, 6, 12]}}
privacy: {k: 5}
suppression: 0.05
"""


def measure(folder: Path, peers: Path = PEERS, rows: tuple[int, int] = (FEW, MANY)) -> Iterator[Measurement]:
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    taken: dict[int, tuple[float, float]] = {}
    for number in rows:
        source = folder / f"{number}.parquet"
        began = perf_counter()
        generator.write(number, _SEED, source)
        yield Measurement(f"{number:,} transactions invented", perf_counter() - began, "s")
        taken[number] = run = _run(folder, source)
        yield Measurement(f"{number:,} transactions de-identified", run[0], "s", 90 if number == MANY else None)
        peak = Measurement(f"peak memory, {number:,}", run[1], "MiB", 2048 if number == MANY else None)
        yield peak
    few, many = rows
    yield Measurement(f"time, {many // few} times the rows", taken[many][0] / taken[few][0], "x", many / few * 1.1)
    if not peers.exists():
        yield Measurement("DuckDB", 0, "s", detail="not measured: no .venv-peers")
        return
    source = folder / f"{many}.parquet"
    theirs = _ask(peers, str(source), str(folder / "rewritten.parquet"), json.dumps(_QUASI))
    together = theirs["group_s"] + theirs["rewrite_s"]
    detail = f"group {theirs['group_s']:.1f} s, rewrite {theirs['rewrite_s']:.1f} s, {theirs['groups']:,.0f} groups"
    yield Measurement(f"DuckDB, {many:,}: group and rewrite", together, "s", detail=detail)
    yield Measurement("our time over DuckDB's", taken[many][0] / together, "x", 3)


def _run(folder: Path, source: Path) -> tuple[float, float]:
    """Seconds and peak MiB of one run of the tool."""
    out = folder / f"release-{source.stem}"
    command = [sys.executable, "-m", "city.dividend.deidentify", "--input", str(source), "--out", str(out)]
    before = perf_counter()
    done = subprocess.Popen(
        [*command, "--policy", str(folder / "policy.yaml"), "--seed", "1"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "layers" / "city" / "src")},
    )
    _, status, usage = os.wait4(done.pid, 0)
    done.returncode = os.waitstatus_to_exitcode(status)
    if done.returncode:
        raise BenchmarkTrouble(f"The tool ended with {done.returncode}.")
    return perf_counter() - before, _peak_mib(usage)


def _peak_mib(usage: resource.struct_rusage) -> float:
    # Bytes on a Mac, KiB elsewhere.
    return usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _ask(python: Path, *arguments: str) -> dict[str, float]:
    done = subprocess.run([str(python), "-c", _DUCKDB, *arguments], text=True, capture_output=True, check=False)
    if done.returncode:
        raise BenchmarkTrouble(f"DuckDB failed: {done.stderr.strip().splitlines()[-1] if done.stderr else 'silently'}")
    answer: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


_DUCKDB = """
import json, sys, time
import duckdb
source, target, columns = sys.argv[1], sys.argv[2], ", ".join(f'"{name}"' for name in json.loads(sys.argv[3]))
began = time.perf_counter()
query = f"select count(*) from (select {columns}, count(*) from read_parquet('{source}') group by all)"
groups = duckdb.sql(query).fetchall()[0][0]
grouped = time.perf_counter()
duckdb.sql(f"copy (select {columns} from read_parquet('{source}')) to '{target}' (format parquet)")
print(json.dumps({"group_s": grouped - began, "rewrite_s": time.perf_counter() - grouped, "groups": groups}))
"""
