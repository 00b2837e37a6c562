"""The rails, and what a batch goes through on a bad day. Each failure of Brave's BAT payouts has its test."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.books import ledger
from city.dividend.books.ledger import Account, RoundJournal
from city.dividend.payout.adapters.rails import FileRail, SandboxRail
from city.dividend.payout.errors import KeyReused, RailContradicts, RailFileInvalid, RailUnreachable
from city.dividend.payout.model import BatchState, LineState, check_plan, prepare, take_back, try_again
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.rail_file import (
    RECORD_BYTES,
    ResultFile,
    ResultLine,
    read_batch_file,
    read_result_file,
    write_batch_file,
    write_result_file,
)
from city.dividend.payout.rail_orders import RailAnswer, RailState, order_of, take_answer
from city.dividend.payout.reconciling import reconcile
from tests.unit.dividend.payout.rail_store import AT, ROUND, MemoryStore, payees, planned, pseudonym, sending, states

GOLDEN_BATCH = b"HDVPAY12026-1-00000-1                2026112410000000000020000000000240                     "


# --- the make-believe operator ---------------------------------------------------------------------


def test_a_time_out_after_success_is_paid_once() -> None:
    """BAT #10842: the money was taken and the payment shown as failed."""
    rail, batch = SandboxRail(MemoryStore(), Faults(lost_answers=1)), sending(3)
    order = order_of(batch, payees(3))

    with pytest.raises(RailUnreachable):
        rail.submit(order)
    answer = rail.submit(order)

    assert states(take_answer(batch, answer)) == ["paid"] * 3
    assert len(list(rail.record_of(ROUND))) == 3


def test_a_time_out_before_success_is_paid_once() -> None:
    rail, batch = SandboxRail(MemoryStore(), Faults(unreachable=1)), sending(2)

    with pytest.raises(RailUnreachable):
        rail.submit(order_of(batch, payees(2)))

    assert rail.ask(batch.rail_key) is None
    assert rail.submit(order_of(batch, payees(2))).state is RailState.DONE


@pytest.mark.parametrize("faults", [Faults(), Faults(returned=0.5), Faults(refused=1), Faults(told_twice=1)])
def test_a_replay_gets_the_first_answer(faults: Faults) -> None:
    rail, order = SandboxRail(MemoryStore(), faults), order_of(sending(20), payees(20))

    assert rail.submit(order) == rail.submit(order) == rail.ask(order.key)


def test_another_body_under_the_same_key_is_refused() -> None:
    rail, order = SandboxRail(MemoryStore()), order_of(sending(2), payees(2))
    first = rail.submit(order)

    with pytest.raises(KeyReused):
        rail.submit(replace(order, lines=order.lines[:1]))

    assert rail.submit(order) == first


def test_a_late_answer_comes_when_asked_again() -> None:
    rail, batch = SandboxRail(MemoryStore(), Faults(late=1)), sending(1)

    first = rail.submit(order_of(batch, payees(1)))

    accepted = take_answer(batch, first)
    assert accepted.state is BatchState.ACCEPTED
    again = rail.ask(batch.rail_key)
    assert again is not None
    assert take_answer(accepted, again).state is BatchState.SETTLED


def test_a_rail_forgets_nothing_when_its_process_ends() -> None:
    store, order = MemoryStore(), order_of(sending(9), payees(9))
    first = SandboxRail(store, Faults(returned=0.4), seed=3).submit(order)

    assert SandboxRail(store, Faults(returned=0.9), seed=8).submit(order) == first


# --- the failures of another payout ----------------------------------------------------------------


def test_a_retry_does_not_double_what_is_pending() -> None:
    """BAT #3268: each retry added the pending amount once more."""
    batch, journal = sending(3), RoundJournal()
    journal.post(ledger.sale_paid(ROUND, "o", 360, AT))
    journal.post(ledger.books_closed(ROUND, costs_krw=0, city_krw=0, pool_krw=360, at=AT))

    for hours in range(4):
        later = AT + timedelta(hours=hours)
        journal.post(ledger.allocated(ROUND, batch.key, batch.dues(LineState.SENT), later))
        journal.post(ledger.sent(ROUND, batch.rail_key, batch.dues(LineState.SENT), later))

    assert journal.balance(Account.IN_TRANSIT) == 360
    assert journal.balance(Account.PAYABLE) == 0


def test_a_batch_nobody_answers_for_does_not_stay_silent() -> None:
    """BAT #13877: retries went on for ever and nobody was told."""
    batch = sending(1)
    accepted = take_answer(batch, RailAnswer(batch.rail_key, RailState.ACCEPTED))

    (difference,) = reconcile([accepted], [], 0)

    assert difference.kind == "never_arrived"


def test_the_parts_are_never_more_than_their_whole() -> None:
    """BAT #13877: the parts of a contribution added up to more than its total."""
    batch = sending(2)
    rail = SandboxRail(MemoryStore())
    answer = rail.submit(order_of(batch, payees(2)))

    check_plan(planned(2), 240)
    assert take_answer(batch, answer).total(LineState.PAID) == 240
    inflated = replace(answer, results=(*answer.results, replace(answer.results[0], position=3)))
    with pytest.raises(RailContradicts):
        take_answer(batch, inflated)


def test_nothing_fails_without_a_reason() -> None:
    """BAT #12195: failed, and nobody could say why."""
    batch = sending(40)
    answer = SandboxRail(MemoryStore(), Faults(returned=0.5)).submit(order_of(batch, payees(40)))

    settled = take_answer(batch, answer)

    assert LineState.RETURNED in {line.state for line in settled.lines}
    assert all(line.reason for line in settled.lines if line.state is LineState.RETURNED)


def test_a_refused_batch_says_why_and_is_paid_under_its_next_key() -> None:
    rail, batch = SandboxRail(MemoryStore(), Faults(refused=1)), sending(2)

    refused = take_answer(batch, rail.submit(order_of(batch, payees(2))))
    again = try_again(refused)

    assert (refused.state, refused.reason) == (BatchState.REFUSED, "operator_busy")
    assert states(take_answer(again, rail.submit(order_of(again, payees(2))))) == ["paid", "paid"]


def test_a_funded_payout_reconciles() -> None:
    """BAT #3897, #1231: reconciling failed although the money was there."""
    rail, paid_krw, batches = SandboxRail(MemoryStore(), Faults(returned=0.2, told_twice=0.5)), 0, []
    for planned_batch in planned(50, size=7):
        batch = prepare(planned_batch, known=payees(50), opted_out=(), minimum_krw=1, now=AT)
        batch = take_answer(batch, rail.submit(order_of(batch, payees(50))))
        paid_krw += batch.total(LineState.PAID)
        batches.append(batch)

    assert reconcile(batches, rail.record_of(ROUND), paid_krw) == ()


# --- the operator who takes files ------------------------------------------------------------------


def test_a_batch_file_is_what_the_format_says_to_the_byte() -> None:
    content = write_batch_file(order_of(sending(2), payees(2)))
    records = content.split(b"\r\n")

    assert [len(record) for record in records] == [RECORD_BYTES] * 4 + [0]
    assert records[0] == GOLDEN_BATCH + b"D06F63B6"
    assert records[1] == b"D00000019410-000000000000       00000000120DV00000000          " + b" " * 29 + b"3589A36A"
    assert records[2] == b"D00000029410-000000000001       00000000120DV00000001          " + b" " * 29 + b"E372CC8C"
    assert records[3].startswith(b"T00000020000000000240")


def test_a_result_file_is_what_the_format_says_to_the_byte() -> None:
    lines = (ResultLine(1, 120, "P", None, "K1"), ResultLine(2, 120, "R", "card_closed", "K2"))

    records = write_result_file(ResultFile(f"{ROUND}-00000-1", AT, None, lines)).split(b"\r\n")

    assert records[0][:92] == (
        b"HDVRES12026-1-00000-1                20261124100000000000200000000001200000000000120        "
    )
    assert records[1][:92] == b"R000000100000000120P    K1                  " + b" " * 48
    assert records[2][:92] == b"R000000200000000120RC001K2                  " + b" " * 48


@given(st.integers(1, 30), st.integers(1, 99_999_999_999))
def test_what_is_written_is_read(count: int, amount_krw: int) -> None:
    order = order_of(sending(count, amount_krw), payees(count))

    assert read_batch_file(write_batch_file(order)) == order


@given(st.data())
def test_a_file_with_a_changed_byte_is_refused(data: st.DataObject) -> None:
    content = bytearray(write_batch_file(order_of(sending(3), payees(3))))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(RailFileInvalid):
        read_batch_file(bytes(content))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda content: content[: -(RECORD_BYTES + 2)],  # the trailer is lost
        lambda content: content[RECORD_BYTES + 2 :],  # the header is lost
        lambda content: content[: RECORD_BYTES + 2] + content[2 * (RECORD_BYTES + 2) :],  # a line is lost
        lambda content: content[: 2 * (RECORD_BYTES + 2)] + content[RECORD_BYTES + 2 :],  # a line is doubled
        lambda content: content.replace(b"\r\n", b"\n"),
        lambda _: b"",
    ],
)
def test_a_file_that_lost_or_gained_a_record_is_refused(spoil) -> None:
    with pytest.raises(RailFileInvalid):
        read_batch_file(spoil(write_batch_file(order_of(sending(3), payees(3)))))


def test_what_does_not_fit_its_field_is_never_cut_off() -> None:
    order = order_of(sending(1), payees(1))

    for line in (replace(order.lines[0], amount_krw=10**11), replace(order.lines[0], card_id="9" * 25)):
        with pytest.raises(RailFileInvalid):
            write_batch_file(replace(order, lines=(line,)))


def operator_answers(store: MemoryStore, key: str, outcomes: str, name: str = "") -> None:
    """The operator reads `out/` and leaves its result in `in/`."""
    order = read_batch_file(store.files[f"out/{key}.pay"])
    lines = tuple(
        ResultLine(
            line.position, line.amount_krw, outcome, None if outcome == "P" else "card_closed", f"K{line.position}"
        )
        for line, outcome in zip(order.lines, outcomes, strict=False)
        if outcome != "-"
    )
    store.write_new(f"in/{key}{name}.res", write_result_file(ResultFile(key, AT, None, lines)))


def test_an_order_in_a_file_is_answered_by_a_file() -> None:
    store, batch = MemoryStore(), sending(3)
    rail = FileRail(store)

    accepted = take_answer(batch, rail.submit(order_of(batch, payees(3))))
    operator_answers(store, batch.rail_key, "PRP")
    answer = rail.ask(batch.rail_key)

    assert accepted.state is BatchState.ACCEPTED
    assert answer is not None
    settled = take_answer(accepted, answer)
    assert states(settled) == ["paid", "returned", "paid"]
    assert reconcile([settled], rail.record_of(ROUND), 240) == ()


def test_a_file_is_written_once_under_its_key() -> None:
    store, order = MemoryStore(), order_of(sending(2), payees(2))
    rail = FileRail(store)
    rail.submit(order)

    assert rail.submit(order).state is RailState.ACCEPTED
    with pytest.raises(KeyReused):
        rail.submit(replace(order, lines=order.lines[:1]))


def test_money_given_back_later_is_a_reversal_and_no_other_answer() -> None:
    store, batch = MemoryStore(), sending(2)
    rail = FileRail(store)
    rail.submit(order_of(batch, payees(2)))
    operator_answers(store, batch.rail_key, "PP")
    first = rail.ask(batch.rail_key)
    operator_answers(store, batch.rail_key, "V-", name=".2")

    assert rail.ask(batch.rail_key) == first
    ((position, reason, _),) = rail.reversals_of(batch.rail_key)
    assert first is not None
    taken_back, line = take_back(take_answer(batch, first), position, reason)
    assert line.pseudonym == pseudonym(0)
    assert reconcile([taken_back], rail.record_of(ROUND), 120) == ()


def test_a_result_file_under_anothers_name_is_refused() -> None:
    store, batch = MemoryStore(), sending(1)
    rail = FileRail(store)
    rail.submit(order_of(batch, payees(1)))
    other = ResultFile("2026-1-00009-1", AT, None, ())
    store.write_new(f"in/{batch.rail_key}.res", write_result_file(other))

    with pytest.raises(RailContradicts):
        rail.ask(batch.rail_key)


def test_a_batch_the_operator_refuses_by_file_is_refused() -> None:
    store, batch = MemoryStore(), sending(1)
    rail = FileRail(store)
    rail.submit(order_of(batch, payees(1)))
    refusal = ResultFile(batch.rail_key, AT, "batch_too_late", ())
    store.write_new(f"in/{batch.rail_key}.res", write_result_file(refusal))

    assert rail.ask(batch.rail_key) == RailAnswer(batch.rail_key, RailState.REFUSED, reason="batch_too_late")


@given(st.lists(st.sampled_from("PRV"), min_size=1, max_size=20))
def test_a_result_file_that_is_written_is_read(outcomes: list[str]) -> None:
    lines = tuple(
        ResultLine(n, 7 * n, outcome, None if outcome == "P" else "card_limit", f"K{n}")
        for n, outcome in enumerate(outcomes, start=1)
    )
    result = ResultFile(f"{ROUND}-00000-1", AT, None, lines)

    assert read_result_file(write_result_file(result)) == result
