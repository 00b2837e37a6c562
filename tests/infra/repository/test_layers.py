"""Layers of other people's packages: whatever machine builds, pip is asked for wheels that Lambda's machines can load."""

import platform
import re
import shutil
import subprocess
import sys
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from infra.templates import ROOT, ROOT_TEMPLATE, read_template, resources_of

# Of Amazon Linux 2023, which Lambda's Python runs on from 3.12.
LAMBDA_GLIBC = (2, 34)
# What pip takes for manylinux2014 beside itself.
OLDER = ("manylinux2010", "manylinux1", "manylinux_2_17", "manylinux_2_12", "manylinux_2_5")
LAYERS = {
    logical_id: ROOT / layer["ContentUri"]
    for logical_id, layer in resources_of(read_template(ROOT_TEMPLATE), "AWS::Serverless::LayerVersion").items()
    if (ROOT / layer["ContentUri"] / "requirements.txt").is_file()
}


def platforms_asked(logical_id: str, machine: str) -> list[str]:
    """What the layer's Makefile asks pip for, without building anything."""
    make = shutil.which("make")
    assert make
    printed = subprocess.run(
        [make, "--dry-run", f"build-{logical_id}", f"WHEELS_FOR=manylinux2014_{machine}", "ARTIFACTS_DIR=nowhere"],
        cwd=LAYERS[logical_id],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "--only-binary=:all:" in printed
    return re.findall(r"--platform (\S+)", printed)


def packages_of(logical_id: str) -> list[str]:
    lines = (LAYERS[logical_id] / "requirements.txt").read_text().splitlines()
    pins = [Requirement(line.rstrip("\\ ")) for line in lines if line and not line[0].isspace()]
    return [pin.name for pin in pins if pin.marker is None or pin.marker.evaluate()]


def test_every_layer_of_packages_is_looked_at() -> None:
    assert {folder.parent.name for folder in ROOT.glob("layers/*/requirements.txt")} == {
        folder.name for folder in LAYERS.values()
    }


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
@pytest.mark.parametrize("logical_id", LAYERS)
def test_a_layer_asks_for_what_lambda_can_load_and_nothing_else(logical_id: str, machine: str) -> None:
    asked = platforms_asked(logical_id, machine)

    assert f"manylinux2014_{machine}" in asked
    glibc = [(int(new[1]), int(new[2])) for tag in asked if (new := re.match(r"manylinux_(\d+)_(\d+)_", tag))]
    assert glibc == sorted(glibc, reverse=True), "pip prefers what it is given first"
    assert set(glibc) == {(2, minor) for minor in range(17, LAMBDA_GLIBC[1] + 1)}
    assert all(tag.endswith(f"_{machine}") for tag in asked)


@pytest.mark.skipif(sys.platform != "linux", reason="this machine's wheels are not of Lambda's kind")
@pytest.mark.parametrize("logical_id", LAYERS)
def test_the_wheels_that_are_locked_are_among_those_that_a_layer_asks_for(logical_id: str) -> None:
    """The lock holds hashes only, so the tags are read off the same pins, installed here."""
    machine = platform.machine()
    asked = {*platforms_asked(logical_id, machine), *(f"{older}_{machine}" for older in OLDER), "any"}
    refused = {}
    for package in packages_of(logical_id):
        wheel = distribution(package).read_text("WHEEL") or ""
        tags = {line.rpartition("-")[2] for line in wheel.splitlines() if line.startswith("Tag: ")}
        if not tags & asked:
            refused[package] = tags

    assert packages_of(logical_id)
    assert refused == {}


@pytest.mark.parametrize("logical_id", LAYERS)
def test_on_a_laptop_pip_takes_the_laptops_wheels(logical_id: str) -> None:
    make = shutil.which("make")
    assert make
    printed = subprocess.run(
        [make, "--dry-run", f"build-{logical_id}", "WHEELS_FOR=", "ARTIFACTS_DIR=nowhere"],
        cwd=LAYERS[logical_id],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "pip install" in printed
    assert "--platform" not in printed


@pytest.mark.parametrize("shared", ["wheels.mk", "strip_symbols.py"])
def test_what_layers_share_is_one_file_that_sam_sees_change_in_each(shared: str) -> None:
    """SAM builds a layer again when something in its folder changed, and follows links."""
    copies = list(ROOT.glob(f"layers/*/{shared}"))

    assert copies
    assert {copy.resolve() for copy in copies} == {Path(ROOT / "layers" / shared).resolve()}
    for folder in LAYERS.values():
        assert (shared in (folder / "Makefile").read_text()) == (folder / shared).exists()
