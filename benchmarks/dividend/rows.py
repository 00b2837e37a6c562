"""Millions of transactions through the steward's tool: time, memory, and whether both grow no faster than the rows.

    python -m benchmarks.dividend.rows [--rows N …]

Every run is a process of its own, as a steward's is. DuckDB, where `.venv-peers` has it, groups the same columns and
writes the same file anew, on the same machine a moment later; both do so several times in turn, and the least time of
each counts, because neighbours on a shared machine only ever add to it.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

from benchmarks.measurement import Absent, BenchmarkTrouble, Measurement
from city.dividend.anonymise import generator

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
ROWS = (1_000_000, 2_000_000, 5_000_000, 10_000_000)
MANY = 10_000_000
# In turn with DuckDB.
_RUNS = 2
# Time per row may be so much more than at the fewest rows, which is what linear means here.
_LINEAR = 1.1
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


def measure(folder: Path, peers: Path = PEERS, rows: Sequence[int] = ROWS) -> Iterator[Measurement]:
    """Raises Absent after our own part where DuckDB is not installed."""
    (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
    rows = sorted(rows)
    taken: dict[int, tuple[float, float]] = {}
    theirs: list[dict[str, float]] = []
    for number in rows:
        source = folder / f"{number}.parquet"
        began = perf_counter()
        generator.write(number, _SEED, source)
        yield Measurement(f"{number:,} transactions invented", perf_counter() - began, "s")
        runs = []
        for run in range(_RUNS if number == rows[-1] else 1):
            runs.append(_run(folder, source, run))
            if number == rows[-1] and peers.exists():
                theirs.append(_ask(peers, str(source), str(folder / "rewritten.parquet"), json.dumps(_QUASI)))
        taken[number] = (min(seconds for seconds, _ in runs), max(peak for _, peak in runs))
        yield Measurement(
            f"{number:,} transactions de-identified", taken[number][0], "s", at_most=90 if number == MANY else None
        )
        yield Measurement(f"peak memory, {number:,}", taken[number][1], "MiB", at_most=2048 if number == MANY else None)
        if number != rows[0]:
            times, slower = number / rows[0], taken[number][0] / taken[rows[0]][0]
            yield Measurement(f"time, {times:g} times the rows of {rows[0]:,}", slower, "x", at_most=times * _LINEAR)
        if number != rows[-1]:
            source.unlink()
    if not theirs:
        raise Absent("DuckDB is not installed: make peers")
    group_s, rewrite_s = (min(run[part] for run in theirs) for part in ("group_s", "rewrite_s"))
    detail = f"group {group_s:.1f} s, rewrite {rewrite_s:.1f} s, {theirs[0]['groups']:,.0f} groups"
    yield Measurement(f"DuckDB, {rows[-1]:,}: group and rewrite", group_s + rewrite_s, "s", detail=detail)
    yield Measurement("our time over DuckDB's", taken[rows[-1]][0] / (group_s + rewrite_s), "x", at_most=3)


def _run(folder: Path, source: Path, number: int) -> tuple[float, float]:
    """Seconds and peak MiB of one run of the tool."""
    out = folder / f"release-{source.stem}-{number}"
    command = [sys.executable, "-m", "city.dividend.anonymise.deidentify", "--input", str(source), "--out", str(out)]
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


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dividend.rows", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS, metavar="N")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for taken in measure(Path(folder), rows=asked.rows):
            bound = "" if taken.at_most is None else f"  (at most {taken.at_most:g}: {'yes' if taken.met else 'no'})"
            print(f"{taken.name:45} {taken.value:10.2f} {taken.unit}{bound}  {taken.detail}", flush=True)


if __name__ == "__main__":
    main()
