"""What dashboards call things is said by the domains themselves."""

import json
import tomllib
from pathlib import Path

import pytest

from infra.dashboards.domain import SHOWN
from infra.dashboards.names import names_json
from infra.manifest import ROOT

# In Korean too: what the city counts in every domain.
IN_EVERY_DOMAIN = {"ItemFailed", "RequestFailed"}


def written(infra: Path, **shown: str) -> Path:
    for domain, text in shown.items():
        (infra / "infra" / domain).mkdir(parents=True)
        (infra / "infra" / domain / "domain.toml").write_text(
            f'name = "{domain}"\nnames = {{ ko = "공원", en = "parks" }}\n'
        )
        (infra / "infra" / domain / SHOWN).write_text(text)
    return infra


def test_a_new_domain_is_called_by_its_own_folder(tmp_path: Path) -> None:
    text = '[metrics]\nTreeWatered = "물 준 나무"\n[queues]\nTrees = { ko = "나무", en = "trees" }\n'

    assert json.loads(names_json(written(tmp_path, parks=text))) == {
        "domains": {"parks": {"ko": "공원", "en": "parks"}},
        "metrics": {"TreeWatered": "물 준 나무"},
        "queues": {"Trees": {"ko": "나무", "en": "trees"}},
    }


@pytest.mark.parametrize(
    ("one", "other", "refused"),
    [
        ('[metrics]\nFelled = "벤"\n', '[metrics]\nFelled = "쓰러진"\n', "Felled"),
        (
            '[queues]\nTrees = { ko = "나무", en = "trees" }\n',
            '[queues]\nTrees = { ko = "숲", en = "trees" }\n',
            "Trees",
        ),
        ('[queues]\nTrees = { ko = "나무" }\n', "", "Trees"),
    ],
)
def test_one_thing_has_one_name(tmp_path: Path, one: str, other: str, refused: str) -> None:
    with pytest.raises(ValueError, match=refused):
        names_json(written(tmp_path, parks=one, trees=other))


@pytest.mark.parametrize("file", sorted(ROOT.glob(f"infra/*/{SHOWN}")), ids=lambda file: file.parent.name)
def test_whatever_a_chart_draws_has_a_korean_name(file: Path) -> None:
    shown = tomllib.loads(file.read_text())
    drawn = {
        metric.split(" ")[0]
        for chart in shown["charts"]
        for metric in (*chart.get("metrics", []), *chart.get("right", []))
    }

    assert drawn - shown.get("metrics", {}).keys() - IN_EVERY_DOMAIN == set()
