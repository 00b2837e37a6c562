import re
from pathlib import Path

import numpy as np
import pytest

from models.detection.catalogue.cache import models_folder, weights_path
from models.detection.catalogue.detectors import CATALOGUE, KINDS, PROFILES, find_adapter
from models.detection.catalogue.weights import read_weights
from models.detection.errors import ModelUnknown, PictureUnreadable, WeightsDiffer, WeightsMissing, WeightsRefused
from models.detection.inference.decoding import DECODERS
from models.detection.inference.detector import load_detector


@pytest.mark.parametrize("adapter", CATALOGUE.values(), ids=list(CATALOGUE))
def test_an_adapter_says_where_it_comes_from_and_what_it_is(adapter):
    assert adapter.licence
    assert len(adapter.provenance) > 40
    assert adapter.decoder in DECODERS
    assert re.fullmatch(r"[0-9a-f]{64}", adapter.weights_sha256)
    assert set(adapter.thresholds) == set(KINDS)
    assert all(0 < threshold < 1 for threshold in adapter.thresholds.values())
    for source in adapter.sources:
        assert re.fullmatch(r"[0-9a-f]{64}", source.sha256)
    assert bool(adapter.package) == bool(adapter.conversion) == bool(adapter.tensors_sha256)


def test_the_model_without_a_licence_says_so():
    assert find_adapter("centernet").licence == "none stated"
    assert "no licence" in find_adapter("centernet").provenance


@pytest.mark.parametrize("profile", PROFILES.values(), ids=list(PROFILES))
def test_a_profile_looks_with_models_of_the_catalogue(profile):
    for adapter in profile.adapters:
        assert CATALOGUE[adapter.name] == adapter
    assert all(look.side % 32 == 0 for look in profile.passes)


def test_names_of_models_and_profiles_do_not_meet():
    assert not set(CATALOGUE) & set(PROFILES)


def test_an_unknown_model_is_named_with_those_that_are_known():
    with pytest.raises(ModelUnknown, match="yolox-nano"):
        load_detector("yolox-huge", Path("x.onnx"))


def test_weights_that_are_not_there_are_named(tmp_path):
    with pytest.raises(WeightsMissing, match="absent"):
        load_detector("yolox-nano", tmp_path / "absent.onnx")


def test_weights_with_another_hash_are_refused(tmp_path):
    (tmp_path / "w.onnx").write_bytes(b"something else")

    with pytest.raises(WeightsDiffer):
        load_detector("yolox-nano", tmp_path / "w.onnx")


def test_bytes_that_are_no_network_are_refused_even_with_their_own_hash(tmp_path):
    import hashlib

    (tmp_path / "w.onnx").write_bytes(b"something else")

    with pytest.raises(WeightsRefused):
        load_detector("yolox-nano", tmp_path / "w.onnx", sha256=hashlib.sha256(b"something else").hexdigest())


def test_a_profile_of_two_models_needs_two_files(tmp_path):
    with pytest.raises(WeightsMissing, match="centernet"):
        load_detector("thorough", tmp_path / "w.onnx")


def test_the_cache_is_where_the_environment_says():
    assert models_folder({"DONGNE_MODELS": "/there"}) == Path("/there")
    assert models_folder({"XDG_CACHE_HOME": "/cache"}) == Path("/cache/dongne/models")
    assert weights_path(find_adapter("centernet"), {"DONGNE_MODELS": "/there"}) == Path("/there/centernet.onnx")


@pytest.fixture(scope="module")
def yolox(shared):
    return load_detector("yolox-nano", shared / "data" / "detection" / "yolox_nano.onnx")


@pytest.mark.parametrize(
    "picture",
    [np.zeros((5, 5), np.uint8), np.zeros((5, 5, 4), np.uint8), np.zeros((5, 5, 3)), np.zeros((0, 5, 3), np.uint8)],
    ids=["grey", "alpha", "floats", "empty"],
)
def test_an_array_that_is_no_picture_is_refused(yolox, picture):
    with pytest.raises(PictureUnreadable):
        yolox.detect(picture)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 3000, 3), (2000, 2, 3), (37, 53, 3)])
def test_a_picture_of_any_shape_is_looked_at(yolox, shape):
    assert yolox.detect(np.full(shape, 127, np.uint8)) == []


def test_weights_are_read_once_their_hash_is_right(shared):
    path = shared / "data" / "detection" / "yolox_nano.onnx"

    assert len(read_weights(path, find_adapter("yolox-nano").weights_sha256)) == path.stat().st_size


def test_the_image_holds_the_versions_that_are_tested():
    root = Path(__file__).resolve().parents[3]
    wanted = {
        line for line in (root / "models/detection/requirements-serving.txt").read_text().splitlines() if "==" in line
    }
    pinned = {
        line.split(" ")[0] for line in (root / "requirements/project.txt").read_text().splitlines() if "==" in line
    }

    assert wanted
    assert wanted <= pinned
