"""What the pages of dashboards call things: domains by their manifests, their queues and metrics by their `dashboard.toml`."""

import json
import tomllib
from pathlib import Path

from infra.dashboards.domain import SHOWN
from infra.manifest import ROOT, read_manifests

NAMES_JSON = Path("web", "watch", "names.json")


def names_json(root: Path = ROOT) -> str:
    """The text of web/watch/names.json. Raises ValueError where two domains call one thing differently."""
    queues, metrics = dict[str, dict[str, str]](), dict[str, str]()
    manifests = read_manifests(root / "infra")
    for name in manifests:
        file = root / "infra" / name / SHOWN
        said = tomllib.loads(file.read_text()) if file.exists() else {}
        for queue, names in said.get("queues", {}).items():
            if queues.setdefault(queue, names) != names or names.keys() != {"ko", "en"}:
                raise ValueError(f"{name}, {SHOWN}: the queue {queue} is called in ko and en, and everywhere the same")
        for metric, korean in said.get("metrics", {}).items():
            if metrics.setdefault(metric, korean) != korean:
                raise ValueError(f"{name}, {SHOWN}: {metric} is {metrics[metric]} elsewhere")
    domains = {name: {"ko": each.names.ko, "en": each.names.en} for name, each in manifests.items()}
    text = {"domains": domains, "metrics": metrics, "queues": queues}
    return json.dumps(text, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
