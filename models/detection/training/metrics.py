"""A line of the training's log, and what SageMaker reads out of it."""

import re
from collections.abc import Sequence

# What SageMaker reads out of the log: name and the expression whose first group is the value.
METRIC_DEFINITIONS = [
    {"Name": "train:loss", "Regex": r"train_loss=([0-9.]+)"},
    {"Name": "holdout:AP50:person", "Regex": r"AP50_person=([0-9.]+)"},
    {"Name": "holdout:AP50:vehicle", "Regex": r"AP50_vehicle=([0-9.]+)"},
    {"Name": "train:seconds_per_epoch", "Regex": r"seconds=([0-9.]+)"},
]


def read_metrics(lines: Sequence[str]) -> dict[str, list[float]]:
    """What SageMaker would read out of a log."""
    found: dict[str, list[float]] = {definition["Name"]: [] for definition in METRIC_DEFINITIONS}
    for line in lines:
        for definition in METRIC_DEFINITIONS:
            found[definition["Name"]] += [float(value) for value in re.findall(definition["Regex"], line)]
    return found
