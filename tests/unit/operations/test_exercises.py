"""A drill never leaves the city."""

from dataclasses import dataclass

import pytest

from city.contracts.operations.city_event import CityEventV1
from city.contracts.operations.events import IncidentChangedV1, IncidentOpenedV1
from city.operations.exercises import ExerciseStaysInside, require_real
from infra.templates import ROOT

SAMPLES = ROOT / "tests/unit/contracts/samples"


@dataclass(frozen=True)
class Told:
    exercise: bool


def test_a_drill_is_refused_and_what_is_meant_passes() -> None:
    with pytest.raises(ExerciseStaysInside):
        require_real(Told(exercise=True))
    require_real(Told(exercise=False))


@pytest.mark.parametrize(
    ("sample", "kind"),
    [
        ("city-event.v1", CityEventV1),
        ("incident-opened.v1", IncidentOpenedV1),
        ("incident-changed.v1", IncidentChangedV1),
    ],
)
def test_whatever_the_city_tells_of_says_whether_it_is_a_drill(
    sample: str, kind: type[CityEventV1] | type[IncidentOpenedV1] | type[IncidentChangedV1]
) -> None:
    told = kind.model_validate_json((SAMPLES / f"{sample}.json").read_text())

    require_real(told.model_copy(update={"exercise": False}))
    with pytest.raises(ExerciseStaysInside):
        require_real(told.model_copy(update={"exercise": True}))
