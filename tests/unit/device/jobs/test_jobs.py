"""Jobs without a cloud: orders carried out, trials over restarts, and what the city hears of them."""

import json
import shutil
from pathlib import Path

import pytest

from iot.device.jobs.updates import RestartNeeded
from tests.unit.device.jobs.job_bench import bench, order
from tests.unit.device.jobs.packages import packed
from tests.unit.device.jobs.shop import Shop


def test_an_update_says_each_step(disk: Path, shop: str) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))

    there.jobs.work()

    assert [(status, list(details.values())) for status, details in there.cloud.updates] == [
        ("IN_PROGRESS", ["downloading"]),
        ("IN_PROGRESS", ["on trial"]),
        ("SUCCEEDED", ["nanodet-h"]),
    ]
    assert there.running.loaded == [b"a good model"]
    assert not list((disk / "scratch").iterdir())


def test_a_model_that_does_not_load_is_rolled_back(disk: Path, shop: str) -> None:
    Shop.content = b"a broken model"
    there = bench(disk, order(shop, Shop.content))

    there.jobs.work()

    assert there.cloud.updates[-1] == ("FAILED", {"reason": "rolled back: it does not load"})
    assert there.slots.current("model") is None


def test_a_version_that_moved_on_is_taken_over(disk: Path, shop: str) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    there.cloud.somebody_else_moved_it = True

    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"


def test_a_job_cancelled_in_the_cloud_is_not_carried_out(disk: Path, shop: str) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    given_out = there.jobs.executions.start_next()
    assert given_out is not None
    there.cloud.status = "CANCELED"

    there.jobs.do(given_out)

    assert there.cloud.updates == []
    assert there.running.loaded == []


def test_an_answer_that_was_lost_does_not_end_a_job_twice(disk: Path, shop: str) -> None:
    """The city heard, and its answer did not come back: asked again, it says that the job is over."""
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content, health_check_s=1))
    updates = there.cloud.updates
    original = there.cloud.respond

    def lose_the_last_answer(topic: str, payload: bytes) -> None:
        if json.loads(payload).get("status") == "SUCCEEDED":
            there.cloud.silent_for = 1
        original(topic, payload)

    there.cloud.respond = lose_the_last_answer
    there.jobs.work()

    assert [status for status, _ in updates].count("SUCCEEDED") == 1
    assert there.slots.trial() is None


def test_a_restart_in_the_middle_of_a_trial_finishes_it(disk: Path, shop: str) -> None:
    Shop.content = packed(("iot/a.py", b"a", {}))
    there = bench(disk, order(shop, Shop.content, operation="update_software"))
    with pytest.raises(RestartNeeded):
        there.jobs.work()
    assert there.cloud.status == "IN_PROGRESS"

    there.jobs.finish_trial()
    trial = there.slots.trial()
    assert trial is not None
    assert trial.won
    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"
    assert there.slots.trial() is None


def test_software_lost_on_trial_goes_back_and_asks_for_a_restart(disk: Path, shop: str) -> None:
    Shop.content = packed(("iot/a.py", b"a", {}))
    there = bench(disk, order(shop, Shop.content, operation="update_software"))
    with pytest.raises(RestartNeeded):
        there.jobs.work()
    there.running.faults = frozenset({"detector_failed"})

    with pytest.raises(RestartNeeded):
        there.jobs.finish_trial()
    there.jobs.work()

    assert there.slots.current("software") is None
    assert there.cloud.updates[-1] == ("FAILED", {"reason": "rolled back: new fault: detector_failed"})


def test_what_was_wrong_before_the_restart_is_not_the_new_softwares_doing(disk: Path, shop: str) -> None:
    Shop.content = packed(("iot/a.py", b"a", {}))
    there = bench(disk, order(shop, Shop.content, operation="update_software"))
    there.running.faults = frozenset({"lamp_stuck_off"})
    with pytest.raises(RestartNeeded):
        there.jobs.work()

    there.jobs.finish_trial()
    there.jobs.work()

    assert there.cloud.status == "SUCCEEDED"


def test_a_full_disk_fails_the_job_and_nothing_else(disk: Path, shop: str) -> None:
    Shop.content = b"a good model"
    there = bench(disk, order(shop, Shop.content))
    (disk / "scratch").write_text("a file where the folder should be")

    there.jobs.work()

    assert there.cloud.updates[-1][0] == "FAILED"
    assert "disk" in there.cloud.updates[-1][1]["reason"]
    shutil.rmtree(disk / "slots", ignore_errors=True)
