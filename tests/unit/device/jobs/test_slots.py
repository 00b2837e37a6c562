"""Slots and trials over power cuts, and packages that may not leave their slot."""

import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from iot.crosswalk_unit.profile import PART_FILES
from iot.device.jobs.slots import MOST_STARTS, PackageRefused, Slots, Trial
from tests.unit.device.jobs.packages import model_in, package, packed

TRIAL = Trial(job="job-1", execution=1, part="model", name="nanodet-h", before="", health_check_s=60.0)


def test_a_new_model_is_laid_beside_the_old_and_counts_only_once_it_is_switched(disk: Path) -> None:
    slots = Slots(disk, PART_FILES)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"old"), "old"))
    slots.end()

    slot = slots.lay("model", package(disk, b"new"), "new")
    assert model_in(slots) == b"old"
    slots.begin(TRIAL, slot)

    assert model_in(slots) == b"new"


def test_a_lost_trial_brings_the_old_model_back(disk: Path) -> None:
    slots = Slots(disk, PART_FILES)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"old"), "old"))
    slots.end()
    slots.begin(TRIAL, slots.lay("model", package(disk, b"new"), "new"))
    trial = slots.trial()
    assert trial is not None

    slots.lose(trial, "no new frame")

    assert model_in(slots) == b"old"
    trial = slots.trial()
    assert trial is not None
    assert trial.lost == "no new frame"


def test_the_first_model_of_a_unit_leaves_nothing_behind_when_it_is_lost(disk: Path) -> None:
    slots = Slots(disk, PART_FILES)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"new"), "new"))
    trial = slots.trial()
    assert trial is not None

    slots.lose(trial, "worse")

    assert slots.current("model") is None


def test_software_that_cannot_start_is_gone_after_three_starts(disk: Path) -> None:
    slots = Slots(disk, PART_FILES)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"old"), "old"))
    slots.end()
    slots.begin(TRIAL, slots.lay("model", package(disk, b"new"), "new"))

    for _ in range(MOST_STARTS):
        slots.count_start()
        assert model_in(slots) == b"new"
    last = slots.count_start()

    assert model_in(slots) == b"old"
    assert last is not None
    assert "starts" in last.lost


@pytest.mark.parametrize("step", range(6))
def test_a_power_cut_at_any_step_of_an_update_leaves_one_whole_model(disk: Path, step: int) -> None:
    """The steps one after the other, cut after `step` of them; whoever starts next has a whole model."""
    slots = Slots(disk, PART_FILES)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"old"), "old"))
    slots.end()
    laid: list[str] = []

    def trial() -> Trial:
        found = slots.trial()
        assert found is not None
        return found

    steps: list[Callable[[], object]] = [
        (disk / "model" / "b").mkdir,
        lambda: laid.append(slots.lay("model", package(disk, b"new"), "new")),
        lambda: slots._write(TRIAL),
        lambda: slots.begin(TRIAL, laid[0]),
        lambda: slots.win(trial()),
        slots.end,
    ]
    for take in steps[: step + 1]:
        take()

    after = Slots(disk, PART_FILES)
    after.count_start()
    assert model_in(after) == (b"new" if step >= 3 else b"old")


def test_half_a_trial_file_is_no_trial(disk: Path) -> None:
    slots = Slots(disk, PART_FILES)
    slots.begin(TRIAL, slots.lay("model", package(disk, b"old"), "old"))
    (disk / "trial.json").write_bytes((disk / "trial.json").read_bytes()[:20])

    assert slots.trial() is None


@pytest.mark.parametrize(
    "content",
    [
        b"no archive at all",
        packed(("../outside", b"x", {})),
        packed(("/etc/outside", b"x", {})),
        packed(("link", None, {"type": tarfile.SYMTYPE, "linkname": "/etc"}), ("link/outside", b"x", {})),
        packed(("hard", None, {"type": tarfile.LNKTYPE, "linkname": "/etc/passwd"})),
        packed(("device", None, {"type": tarfile.CHRTYPE})),
        packed(("iot/whole.py", b"x" * 10_000, {}))[:-200],
    ],
    ids=["no archive", "upwards", "absolute", "through a link", "hard link", "device", "cut off"],
)
def test_a_package_may_not_leave_its_slot(disk: Path, content: bytes) -> None:
    slots = Slots(disk / "slots", PART_FILES)

    with pytest.raises(PackageRefused):
        slots.lay("software", package(disk, content), "1.1")

    assert not list(disk.rglob("outside"))
    assert slots.current("software") is None


def test_a_package_is_unpacked_with_its_programs(disk: Path) -> None:
    slots = Slots(disk / "slots", PART_FILES)
    content = packed(("iot", None, {"type": tarfile.DIRTYPE}), ("iot/a.py", b"a", {}), ("run", b"r", {"mode": 0o777}))

    slots.begin(replace(TRIAL, part="software"), slots.lay("software", package(disk, content), "1.1"))

    slot = disk / "slots" / "software" / "a"
    assert (slot / "iot" / "a.py").read_bytes() == b"a"
    assert (slot / "run").stat().st_mode & 0o777 == 0o755
