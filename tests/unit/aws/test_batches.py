"""A batch taken item by item: what fails comes back alone, and so does what there was no time for."""

from typing import Any

from city.aws.batches import process_queue
from tests.integration.moto_city import Context


class Hurried(Context):
    """A worker with half a second left after its items."""

    def __init__(self, items_in_time: int) -> None:
        super().__init__()
        self.items_in_time = items_in_time

    def get_remaining_time_in_millis(self) -> int:  # type: ignore[override]  # static there, a method in Lambda
        self.items_in_time -= 1
        return 20_000 if self.items_in_time >= 0 else 500


def batch(*bodies: str) -> dict[str, Any]:
    return {
        "Records": [
            {"messageId": body, "body": body, "attributes": {"ApproximateReceiveCount": "1"}} for body in bodies
        ]
    }


def come_back(answer: dict[str, Any]) -> list[str]:
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_an_item_that_fails_comes_back_alone() -> None:
    def take(body: str) -> None:
        if body == "b":
            raise ValueError

    assert come_back(process_queue(take, batch("a", "b", "c"), Context())) == ["b"]


def test_what_there_is_no_time_left_for_comes_back_untouched() -> None:
    taken: list[str] = []

    answer = process_queue(taken.append, batch("a", "b", "c", "d"), Hurried(items_in_time=2))

    assert (taken, come_back(answer)) == (["a", "b"], ["c", "d"])
