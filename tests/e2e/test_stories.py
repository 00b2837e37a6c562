"""Every domain's part of the demo is its story: it holds on a city that enforces permissions."""

from importlib import import_module

import pytest

from infra.local.city import City
from infra.manifest import read_manifests

STORIES = {name: manifest.story for name, manifest in read_manifests().items() if manifest.story}


@pytest.mark.parametrize("domain", STORIES)
def test_the_whole_story_of_a_domain_holds(city: City, domain: str) -> None:
    assert import_module(STORIES[domain]).play(city) == 0
