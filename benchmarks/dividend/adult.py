"""The Adult benchmark: how fast the proven optimum is found, beside anjana, and whether pycanon agrees with us.

Needs `../shared/data/adult`, and for the comparison the peers in `.venv-peers`.
"""

import csv
import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.measurement import Absent, BenchmarkTrouble, Measurement
from city.dividend.anonymise.equivalence.grouping import CellFrame, frame_of
from city.dividend.anonymise.equivalence.histogram import count_rows
from city.dividend.anonymise.hierarchies.hierarchy import hierarchy_from_rows
from city.dividend.anonymise.metrics.entropy import Entropy
from city.dividend.anonymise.policy import read_policy
from city.dividend.anonymise.privacy.k_anonymity import KAnonymity
from city.dividend.anonymise.privacy.privacy import Privacy
from city.dividend.anonymise.release import make_release
from city.dividend.anonymise.search.optimum import evaluate, find_optimum
from city.dividend.anonymise.search.problem import Solution, problem_of

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
_RUNS = 5
# k, suppression in percent, seconds at most, ARX's expected loss.
CASES = (
    (5, 4, 1.0, 255_559.85455731067),
    (100, 4, 0.5, 379_417.3460570988),
    (5, 0, 0.15, 407_289.5388925293),
    (100, 0, 0.15, 453_196.8932458743),
)


def adult_folder() -> Path:
    folder = Path(os.environ.get("DONGNE_SHARED", ROOT.parent / "shared")) / "data" / "adult"
    if not folder.exists():
        raise Absent(
            f"the Adult data are not at {folder}: put them there, or name the folder above data/ in DONGNE_SHARED"
        )
    return folder


def measure(
    folder: Path, peers: Path = PEERS, cases: Sequence[tuple[int, int, float, float]] = CASES, runs: int = _RUNS
) -> Iterator[Measurement]:
    """Searches are timed alone, from a counted table; reading and counting it once is a line of its own. Raises Absent."""
    data = adult_folder()
    began = perf_counter()
    frame = _read(data)
    yield Measurement("Adult read and counted", perf_counter() - began, "s", detail=f"{frame.cells:,} combinations")
    losses: dict[tuple[int, int], float] = {}
    for k, percent, at_most_s, expected in cases:
        taken_s, solution = _search(frame, k, percent, runs)
        if not np.isclose(solution.loss, expected, rtol=1e-9, atol=0):
            raise BenchmarkTrouble(f"k={k}, {percent} %: loss {solution.loss}, not {expected}.")
        losses[k, percent] = solution.loss
        yield Measurement(
            f"Adult optimum, k={k}, {percent} % suppressed",
            min(taken_s),
            "s",
            at_most=at_most_s,
            detail=f"least of {runs}, median {median(taken_s):.2f}; {solution.checks} of {solution.nodes:,} nodes checked",
        )
    if not peers.exists():
        raise Absent("anjana and pycanon are not installed: make peers")
    for k, percent, _, _ in cases:
        found = _ask(peers, _ANJANA, str(data), str(k), str(percent))
        theirs = _loss_of(frame, tuple(found["levels"]))
        yield Measurement(
            f"anjana, k={k}, {percent} % suppressed",
            found["seconds"],
            "s",
            detail=f"its loss is {theirs / losses[k, percent]:.3f} times ours; its k is {found['k']}",
        )
    yield from _compare_certificates(data, folder, peers)


def _read(data: Path) -> CellFrame:
    with (data / "adult.csv").open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file, delimiter=";")
    hierarchies = []
    for name in heading:
        with (data / f"adult_hierarchy_{name}.csv").open(encoding="utf-8", newline="") as file:
            hierarchies.append(hierarchy_from_rows(name, csv.reader(file, delimiter=";")))
    columns = [h.encode(values) for h, values in zip(hierarchies, zip(*rows, strict=True), strict=True)]
    return frame_of(count_rows(heading, [h.labels[0] for h in hierarchies], columns), hierarchies)


def _search(frame: CellFrame, k: int, percent: int, runs: int) -> tuple[list[float], Solution]:
    taken_s = []
    for _ in range(runs):
        # A frame of its own for every run: none may profit from what the one before has kept.
        fresh = CellFrame(
            frame.hierarchies, frame.levels, codes=frame.codes, count=frame.count, population=None, sensitive={}
        )
        problem = problem_of(
            fresh, Privacy((KAnonymity(k),)), Entropy(ignores_suppression=True), frame.rows * percent // 100
        )
        began = perf_counter()
        solution = find_optimum(problem)
        taken_s.append(perf_counter() - began)
    return taken_s, solution


def _loss_of(frame: CellFrame, levels: tuple[int, ...]) -> float:
    problem = problem_of(frame, Privacy(), Entropy(ignores_suppression=True), 0)
    found = evaluate(problem, levels)
    assert found is not None
    return found[0]


def _compare_certificates(data: Path, folder: Path, peers: Path) -> Iterator[Measurement]:
    """pycanon and our verification read the same released file."""
    names = (data / "adult.csv").read_text(encoding="utf-8").splitlines()[0].split(";")
    quasi = [name for name in names if name != "occupation"]
    columns = "".join(
        f"  - {{column: {name}, hierarchy: {{kind: file, path: adult_hierarchy_{name}.csv}}}}\n" for name in quasi
    )
    policy = read_policy(
        f"name: Adult\nquasi_identifiers:\n{columns}"
        "sensitive:\n  - column: occupation\n    models:\n"
        "      - {kind: distinct_l_diversity, l: 3}\n      - {kind: entropy_l_diversity, l: 2}\n"
        "      - {kind: t_closeness, t: 0.6}\n      - {kind: b_likeness, beta: 12}\n"
        "privacy: {k: 5}\nsuppression: 0.05\n"
    )
    made = make_release(policy, data, data / "adult.csv", out=folder / "adult", seed=1)
    theirs = _ask(peers, _PYCANON, str(made.data), json.dumps(quasi), "occupation")
    ours = made.measured.sensitive[0]
    compared = {
        "k": (made.measured.k, theirs["k"]),
        "l": (ours.distinct_l, theirs["l"]),
        # pycanon rounds the entropy's l down.
        "entropy l": (int(ours.entropy_l + 1e-9), theirs["entropy_l"]),
        "t": (ours.equal_t, theirs["t"]),
        "β": (ours.basic_beta, theirs["beta"]),
    }
    agree = [name for name, (one, two) in compared.items() if np.isclose(one, two, rtol=1e-9)]
    detail = ", ".join(f"{name} {one:.6g}/{two:.6g}" for name, (one, two) in compared.items())
    yield Measurement(
        "numbers of five that pycanon measures otherwise", len(compared) - len(agree), "", at_most=0, detail=detail
    )


def _ask(python: Path, program: str, *arguments: str) -> dict[str, Any]:
    done = subprocess.run([str(python), "-c", program, *arguments], text=True, capture_output=True, check=False)
    if done.returncode:
        raise BenchmarkTrouble(f"A peer failed: {done.stderr.strip().splitlines()[-1] if done.stderr else 'silently'}")
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


# anjana works on data frames and takes hierarchies as a column per level; its levels are read off what it returns.
_ANJANA = """
import json, sys, time
from pathlib import Path
import pandas as pd
from anjana.anonymity import k_anonymity
folder, k, percent = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
data = pd.read_csv(folder / "adult.csv", sep=";", dtype=str)
names = list(data.columns)
hierarchies, columns = {}, {}
for name in names:
    table = pd.read_csv(folder / f"adult_hierarchy_{name}.csv", sep=";", header=None, dtype=str)
    columns[name] = table
    hierarchies[name] = {level: table[level].values for level in table.columns}
began = time.perf_counter()
done = k_anonymity(data, [], names, k, percent, hierarchies)
seconds = time.perf_counter() - began
levels = []
for name in names:
    values = set(done[name].astype(str)) - ({"*"} if columns[name].shape[1] > 2 else set())
    level = next((n for n in columns[name].columns if values and values <= set(columns[name][n])), columns[name].shape[1] - 1)
    levels.append(int(level))
size = int(done.groupby(names).size().min())
print(json.dumps({"seconds": seconds, "levels": levels, "k": size, "rows": len(done)}))
"""
_PYCANON = """
import json, sys
import pandas as pd
from pycanon import anonymity
data = pd.read_csv(sys.argv[1], dtype=str, keep_default_na=False)
quasi, sensitive = json.loads(sys.argv[2]), [sys.argv[3]]
print(json.dumps({
    "k": int(anonymity.k_anonymity(data, quasi)),
    "l": int(anonymity.l_diversity(data, quasi, sensitive)),
    "entropy_l": int(anonymity.entropy_l_diversity(data, quasi, sensitive)),
    "t": float(anonymity.t_closeness(data, quasi, sensitive)),
    "beta": float(anonymity.basic_beta_likeness(data, quasi, sensitive)),
}))
"""
