"""The picture in the README shows the city there is."""

from infra.picture import PICTURE, draw
from infra.templates import ROOT


def test_the_picture_is_drawn_of_the_structure_as_it_is_now() -> None:
    assert (ROOT / PICTURE).read_text() == draw()
