"""The rails: a make-believe operator with bad days, and an operator who takes files."""

import random
from collections.abc import Iterator

from city.contracts.base import Contract
from city.dividend.payout.errors import KeyReused, RailContradicts, RailFileInvalid, RailUnreachable
from city.dividend.payout.ports import RailStore
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.rail_file import (
    ResultFile,
    read_batch_file,
    read_result_file,
    write_batch_file,
    write_text_file,
)
from city.dividend.payout.rail_orders import OperatorLine, RailAnswer, RailOrder, RailResult, RailState, RailTexts

# Position, won, whether it was paid, why not, and the operator's own number for it.
_Result = tuple[int, int, bool, str | None, str]


class _Books(Contract):
    """What the make-believe operator wrote down of an order."""

    digest: str
    late: bool
    refused: str | None
    results: tuple[_Result, ...]


class SandboxRail:
    """A make-believe operator that keeps its own books. Refused when the stage is prod.

    What it does with an order depends on the seed and the order's key alone. Everything it did stands in its store, so
    that it remembers from one process to the next, as an operator does.
    """

    def __init__(self, store: RailStore, faults: Faults | None = None, seed: int = 0) -> None:
        self._store, self._faults, self._seed = store, faults or Faults(), seed

    def submit(self, order: RailOrder) -> RailAnswer:
        chance = random.Random(f"{self._seed}/{order.key}")  # noqa: S311  # a toy's mood
        # Always drawn in the same order, whether used or not.
        unreachable, lost, refused, told_twice, late = (
            chance.random() < share
            for share in (
                self._faults.unreachable,
                self._faults.lost_answers,
                self._faults.refused,
                self._faults.told_twice,
                self._faults.late,
            )
        )
        if unreachable and self._store.write_new(f"{order.key}.unreachable", b""):
            raise RailUnreachable("the call was lost")
        # Only the first key of a batch is refused as a whole, or a share of 1 would never pay anybody.
        books = self._decide(
            order, chance, refused=refused and order.key.endswith("-1"), told_twice=told_twice, late=late
        )
        if self._store.write_new(f"{order.key}.order", books):
            if lost:
                raise RailUnreachable("the answer was lost")
        else:
            known = self._books(order.key)
            if known.digest != order.digest:
                raise KeyReused(order.key)
        answer = self.ask(order.key)
        assert answer is not None, "it was just written down"
        return answer

    def _decide(self, order: RailOrder, chance: random.Random, *, refused: bool, told_twice: bool, late: bool) -> bytes:
        results: list[_Result] = []
        for line in order.lines:
            paid = chance.random() >= self._faults.returned
            results.append(
                (line.position, line.amount_krw, paid, None if paid else "card_closed", f"S{order.key}-{line.position}")
            )
        if told_twice:
            results.append(results[-1])
        books = _Books(
            digest=order.digest,
            late=late,
            refused="operator_busy" if refused else None,
            results=() if refused else tuple(results),
        )
        return books.model_dump_json().encode()

    def ask(self, key: str) -> RailAnswer | None:
        if self._store.read(f"{key}.order") is None:
            return None
        books = self._books(key)
        if books.late and self._store.write_new(f"{key}.asked", b""):
            return RailAnswer(key, RailState.ACCEPTED)
        if books.refused:
            return RailAnswer(key, RailState.REFUSED, reason=books.refused)
        return RailAnswer(key, RailState.DONE, tuple(RailResult(*result) for result in books.results))

    def text(self, texts: RailTexts) -> bool:
        """Keeps the texts that it would send in its outbox, where the local city shows them."""
        return self._store.write_new(f"outbox/{texts.key}.msg", write_text_file(texts))

    def record_of(self, round_id: str) -> Iterator[OperatorLine]:
        for name in self._store.names(f"{round_id}-"):
            if name.endswith(".order"):
                key = name.removesuffix(".order")
                for position, amount_krw, paid, _, reference in sorted(set(self._books(key).results)):
                    yield OperatorLine(
                        rail_key=key, position=position, amount_krw=amount_krw, paid=paid, reference=reference
                    )

    def _books(self, key: str) -> _Books:
        return _Books.model_validate_json(self._store.read(f"{key}.order") or b"")


class FileRail:
    """An operator who collects batch files from `out/` and leaves result files in `in/` (`rail_file` has the format).

    The answer to an order is read from its result files, so it is late by nature.
    """

    def __init__(self, store: RailStore) -> None:
        self._store = store

    def submit(self, order: RailOrder) -> RailAnswer:
        content = write_batch_file(order)
        if not self._store.write_new(f"out/{order.key}.pay", content):
            known = self._store.read(f"out/{order.key}.pay")
            if known != content:
                raise KeyReused(order.key)
        return self.ask(order.key) or RailAnswer(order.key, RailState.ACCEPTED)

    def ask(self, key: str) -> RailAnswer | None:
        if self._store.read(f"out/{key}.pay") is None:
            return None
        results: dict[int, RailResult] = {}
        first: ResultFile | None = None
        for result in self._results(key):
            first = first or result
            for line in result.lines:
                # What is given back later is a reversal, and no answer to the order.
                if line.outcome != "V":
                    results.setdefault(
                        line.position,
                        RailResult(
                            position=line.position,
                            amount_krw=line.amount_krw,
                            paid=line.outcome == "P",
                            reason=line.reason,
                            reference=line.reference,
                        ),
                    )
        if first is None:
            return RailAnswer(key, RailState.ACCEPTED)
        if first.refused:
            return RailAnswer(key, RailState.REFUSED, reason=first.refused)
        return RailAnswer(key, RailState.DONE, tuple(results.values()))

    def text(self, texts: RailTexts) -> bool:
        return self._store.write_new(f"out/{texts.key}.msg", write_text_file(texts))

    def record_of(self, round_id: str) -> Iterator[OperatorLine]:
        for name in self._store.names(f"out/{round_id}-"):
            if not name.endswith(".pay"):
                continue
            key = name.removeprefix("out/").removesuffix(".pay")
            read_batch_file(self._store.read(name) or b"")
            results = list(self._readable(key))
            given_back = {ln.position for res in results for ln in res.lines if ln.outcome == "V"}
            for result in results:
                for line in result.lines:
                    if line.outcome != "V":
                        paid = line.outcome == "P" and line.position not in given_back
                        yield OperatorLine(
                            rail_key=key,
                            position=line.position,
                            amount_krw=line.amount_krw,
                            paid=paid,
                            reference=line.reference,
                        )

    def reversals_of(self, key: str) -> Iterator[tuple[int, str, str]]:
        """Position, reason and reference of every line whose money came back after it was paid."""
        for result in self._readable(key):
            for line in result.lines:
                if line.outcome == "V":
                    yield line.position, line.reason or "other", line.reference

    def _results(self, key: str) -> Iterator[ResultFile]:
        for name in self._result_names(key):
            yield self._result(name, key)

    def _readable(self, key: str) -> Iterator[ResultFile]:
        """What nobody can read is no record: it held its batch when it came, and a person has looked at it."""
        for name in self._result_names(key):
            try:
                yield self._result(name, key)
            except (RailFileInvalid, RailContradicts):
                continue

    def _result_names(self, key: str) -> list[str]:
        return sorted(name for name in self._store.names(f"in/{key}.") if name.endswith(".res"))

    def _result(self, name: str, key: str) -> ResultFile:
        result = read_result_file(self._store.read(name) or b"")
        if result.key != key:
            raise RailContradicts(f"{name} answers {result.key}")
        return result
