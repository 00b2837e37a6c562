"""Batches taken owner by owner: what fails is redelivered, and takes nobody along."""

from collections.abc import Sequence
from typing import Any

from city.aws.batches import process_queue_by_owner
from city.kernel.errors import Rejected, Transient


def batch(*bodies: str) -> dict[str, Any]:
    return {
        "Records": [
            {"messageId": body, "body": body, "attributes": {"ApproximateReceiveCount": "1"}} for body in bodies
        ]
    }


class Taker:
    """Owners are the first letters; what contains `bad` cannot be taken, and what contains `busy` not now."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, tuple[str, ...]]] = []

    def read(self, number: str, body: str) -> str:
        if body.startswith("?"):
            raise ValueError(body)
        return body

    def take(self, owner: str, items: Sequence[str]) -> None:
        self.taken.append((owner, tuple(items)))
        if any("bad" in item for item in items):
            raise Rejected
        if any("busy" in item for item in items):
            raise Transient

    def run(self, *bodies: str) -> list[str]:
        answer = process_queue_by_owner(self.read, lambda item: item[0], self.take, batch(*bodies))
        return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_the_items_of_an_owner_are_taken_together_in_their_order() -> None:
    taker = Taker()

    assert taker.run("a1", "b1", "a2", "a3") == []
    assert taker.taken == [("a", ("a1", "a2", "a3")), ("b", ("b1",))]


def test_what_cannot_be_read_fails_alone() -> None:
    assert Taker().run("a1", "?", "b1") == ["?"]


def test_a_bad_item_does_not_take_its_neighbours_along() -> None:
    taker = Taker()

    assert taker.run("a1", "a2-bad", "a3", "b1") == ["a2-bad"]
    assert ("a", ("a1",)) in taker.taken
    assert ("a", ("a3",)) in taker.taken


def test_when_the_world_fails_the_owners_items_come_again_and_others_do_not() -> None:
    taker = Taker()

    assert taker.run("a1", "a2-busy", "b1") == ["a1", "a2-busy"]
    assert [owner for owner, _ in taker.taken] == ["a", "b"]


def test_an_empty_owner_is_an_owner() -> None:
    assert Taker().run() == []
