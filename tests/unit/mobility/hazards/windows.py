"""The golden windows, and how the constants of the judgement were made of them: no script, the same at every run.

250 windows of González et al. (IEEE T-ITS 18(11), 2017), fifty of each of five classes, 50 Hz. Their makers cut them
by hand, a hole in two seconds and a regular road in six: the length alone tells holes from road with an AUC of 0.99.
That says nothing of roads. So regular and worn-out windows are also shown cut down to lengths that jolts have, around
their strongest second; a model that counts on the length fails on those.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from city.mobility.hazards.signal import features_of, read_window, roughness_of

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

CUTS = 6
_JOLTS = ("potholes", "asphalt_bumps", "metal_bumps")
# Of the jolts that are learnt from, this share is given up.
_GIVEN_UP = 0.035
_GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Windows:
    """`whole`: (n, 6) features as published. `cut`: CUTS times the same, regular and worn-out roads cut down."""

    kinds: npt.NDArray[np.str_]
    samples: tuple[Floats, ...]
    whole: Floats
    cut: tuple[Floats, ...]
    roughness: Floats

    @property
    def jolt(self) -> Bools:
        return np.isin(self.kinds, _JOLTS)

    @property
    def worn(self) -> Bools:
        return np.asarray(self.kinds == "worn_out_road")


def read_windows(shared: Path) -> Windows:
    with (shared / "data/mobility/pothole/gonzalez2017_acc_z_50hz.csv").open() as file:
        rows = list(csv.DictReader(file))
    samples = tuple(np.array(row["acc_z"].split(), np.float64) for row in rows)
    kinds = np.array([row["class"] for row in rows])
    jolt = np.isin(kinds, _JOLTS)
    lengths = sorted(len(each) for each, is_jolt in zip(samples, jolt, strict=True) if is_jolt)
    cut = [
        _features([each if jolt[at] else _cut(each, lengths, at * CUTS + turn) for at, each in enumerate(samples)])
        for turn in range(CUTS)
    ]
    roughness = np.array([roughness_of(read_window(each, 50)) for each in samples])
    return Windows(kinds, samples, _features(samples), tuple(cut), roughness)


def _features(samples: tuple[Floats, ...] | list[Floats]) -> Floats:
    return np.array([features_of(read_window(each, 50)).row() for each in samples])


def _cut(window: Floats, lengths: list[int], turn: int) -> Floats:
    length = min(len(window), lengths[int(turn * _GOLDEN % 1 * len(lengths))])
    second = np.convolve((window - np.median(window)) ** 2, np.ones(50), "valid")
    begin = int(second.argmax()) + 25 - length * (0.25 + 0.5 * (turn * _GOLDEN**2 % 1))
    begin = int(np.clip(begin, 0, len(window) - length))
    return window[begin : begin + length]


@dataclass(frozen=True)
class Fitted:
    """A jolt where `rows @ coefficients + intercept` is above 0."""

    coefficients: Floats
    intercept: float

    def score(self, rows: Floats) -> Floats:
        scores: Floats = rows @ self.coefficients + self.intercept
        return scores


def fit_jolts(windows: Windows, learnt: Bools) -> Fitted:
    """Ridge logistic regression of standardised features (weight 1), whole and cut windows counting the same."""
    rows = np.concatenate([windows.whole[learnt]] * CUTS + [each[learnt] for each in windows.cut])
    jolt = np.tile(windows.jolt[learnt], 2 * CUTS)
    mean, spread = rows.mean(0), rows.std(0)
    design = np.column_stack([np.ones(len(rows)), (rows - mean) / spread])
    ridge = np.diag([0.0] + [1.0] * rows.shape[1])
    beta = np.zeros(design.shape[1])
    for _ in range(30):
        chance = 1 / (1 + np.exp(-design @ beta))
        slope = design.T @ (jolt - chance) / (2 * CUTS) - ridge @ beta
        curve = (design.T * (chance * (1 - chance))) @ design / (2 * CUTS) + ridge
        beta = beta + np.linalg.solve(curve, slope)
    coefficients = beta[1:] / spread
    scores = windows.whole[learnt & windows.jolt] @ coefficients
    return Fitted(coefficients, -float(np.quantile(scores, _GIVEN_UP)))


def fit_worn(windows: Windows, learnt: Bools) -> float:
    """The roughness (m/s^2) that best tells regular from worn-out roads, both counting the same."""
    road = learnt & ~windows.jolt
    rough, worn = windows.roughness[road], windows.worn[road]
    cuts = np.sort(rough)
    cuts = (cuts[1:] + cuts[:-1]) / 2
    right = [(rough[worn] > cut).mean() + (rough[~worn] <= cut).mean() for cut in cuts]
    return float(cuts[int(np.argmax(right))])


def folds_of(windows: Windows, seed: int) -> npt.NDArray[np.int64]:
    """The fold of each window, 0 to 4: ten of each class in each."""
    random = np.random.default_rng(seed)
    fold = np.zeros(len(windows.kinds), np.int64)
    for kind in np.unique(windows.kinds):
        rows = np.flatnonzero(windows.kinds == kind)
        fold[random.permutation(rows)] = np.arange(len(rows)) % 5
    return fold


@dataclass(frozen=True)
class Judged:
    """Precision and recall of jolts: against regular roads; against these and worn-out ones."""

    regular_precision: float
    recall: float
    precision: float


def judge(windows: Windows, said: Bools) -> Judged:
    right = int((said & windows.jolt).sum())
    return Judged(right / int((said & ~windows.worn).sum()), right / int(windows.jolt.sum()), right / int(said.sum()))


def cross_validate(windows: Windows, seed: int) -> tuple[Judged, Judged, float]:
    """Of whole windows; of windows cut down; and how many regular and worn-out roads are told apart rightly."""
    fold = folds_of(windows, seed)
    whole, cut, told = (np.zeros(len(fold), bool) for _ in range(3))
    for at in range(5):
        learnt, asked = fold != at, fold == at
        fitted = fit_jolts(windows, learnt)
        whole[asked] = fitted.score(windows.whole[asked]) > 0
        cut[asked] = fitted.score(windows.cut[seed % CUTS][asked]) > 0
        told[asked] = (windows.roughness[asked] > fit_worn(windows, learnt)) == windows.worn[asked]
    road = ~windows.jolt
    return judge(windows, whole), judge(windows, cut), float(told[road].mean())
