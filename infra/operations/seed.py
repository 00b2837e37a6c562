"""Demo data of operations, whatever of it is missing."""

import os

from infra.local.city import City
from infra.operations.camera_seed import seed_cameras
from infra.operations.hiding_weights import WEIGHTS, put_weights
from models.detection.catalogue.cache import models_folder


def seed(city: City) -> list[tuple[str, str]]:
    """Lines of the table: what there is to try."""
    return [*seed_cameras(city), _seed_weights(city)]


def _seed_weights(city: City) -> tuple[str, str]:
    """What finds people in film, where `make models` has left it."""
    there = put_weights(city.client("s3"), city.output("HidingBucket"), models_folder(os.environ) / WEIGHTS)
    return "영상 가리기 (hiding people in film)", WEIGHTS if there else "no weights: make models"
