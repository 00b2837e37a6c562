"""What a citizen is texted, and the file in which the operator reads it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.payout.adapters.rails import FileRail, SandboxRail
from city.dividend.payout.errors import RailFileInvalid
from city.dividend.payout.model import LineState
from city.dividend.payout.rail_faults import Faults
from city.dividend.payout.rail_file import read_text_file, write_text_file
from city.dividend.payout.rail_orders import CardText, RailTexts, take_answer, texts_of
from city.dividend.payout.statement import StatementKey, text_of
from tests.unit.dividend.payout.rail_store import AT, ROUND, MemoryStore, payees, pseudonym, sending

KEY = StatementKey(b"s" * 32)
SMS_BYTES = 90

rounds = st.builds("20{:02d}-{}".format, st.integers(0, 99), st.integers(1, 99))
# Eleven digits are what a line of a batch file holds.
amounts = st.integers(1, 99_999_999_999)
cards = st.from_regex(r"[0-9A-Za-z-]{6,24}", fullmatch=True)


@given(rounds, amounts, cards)
def test_every_text_is_one_sms_and_holds_amount_round_and_code(round_id: str, amount_krw: int, card: str) -> None:
    code = KEY.code(round_id, card)

    text = text_of(round_id, amount_krw, code)

    assert len(text.encode("euc_kr")) <= SMS_BYTES
    assert all(word in text for word in (round_id, f"{amount_krw:,}원", code))


def test_a_text_leads_nobody_anywhere() -> None:
    """Official texts carry no link and no number to call back."""
    text = text_of(ROUND, 120, "ABC-DEF-GHJ-KMN")

    assert not re.search(r"http|www|\w\.\w|\d{2,4}-\d{3,4}", text)


def test_only_who_was_paid_is_texted_under_the_position_of_their_line() -> None:
    batch = sending(20)
    answer = SandboxRail(MemoryStore(), Faults(returned=0.5), seed=4).submit(_order(batch))
    settled = take_answer(batch, answer)
    paid = [place for place, line in enumerate(settled.lines, start=1) if line.state is LineState.PAID]
    texts = {line.pseudonym: (f"card-{place}", f"안내 {place}") for place, line in enumerate(settled.lines, start=1)}

    handed = texts_of(settled, texts)

    assert 0 < len(paid) < 20
    assert [(text.position, text.card_id) for text in handed.texts] == [(place, f"card-{place}") for place in paid]
    assert (handed.key, handed.created_at) == (f"{ROUND}-00000-1", AT)


def _order(batch):
    from city.dividend.payout.rail_orders import order_of

    return order_of(batch, payees(len(batch.lines)))


@given(st.lists(st.tuples(cards, rounds, amounts), max_size=20))
def test_what_is_written_is_read(orders) -> None:
    texts = RailTexts(
        "2026-1-00000-1",
        AT,
        tuple(
            CardText(place, card, text_of(round_id, amount, KEY.code(round_id, card)))
            for place, (card, round_id, amount) in enumerate(orders, start=1)
        ),
    )

    content = write_text_file(texts)

    assert read_text_file(content) == texts
    assert {len(record) for record in content.split(b"\r\n")} == {150, 0}


@given(st.data())
def test_a_text_file_with_a_changed_byte_is_refused(data: st.DataObject) -> None:
    content = bytearray(write_text_file(RailTexts("2026-1-00000-1", AT, (CardText(1, "card-1", "데이터배당 120원"),))))
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(RailFileInvalid):
        read_text_file(bytes(content))


@pytest.mark.parametrize("text", ["가" * 46, "x" * 91, "줄\n바꿈", "똠방각하 😀"])
def test_a_text_that_is_not_one_sms_is_never_cut_off(text: str) -> None:
    with pytest.raises(RailFileInvalid):
        write_text_file(RailTexts("2026-1-00000-1", AT, (CardText(1, "card-1", text),)))


@pytest.mark.parametrize(
    ("make", "name"), [(SandboxRail, "outbox/2026-1-00000-1.msg"), (FileRail, "out/2026-1-00000-1.msg")]
)
def test_a_rail_is_told_once_what_to_text(make, name: str) -> None:
    store = MemoryStore()
    rail = make(store)
    texts = RailTexts("2026-1-00000-1", AT, (CardText(1, "card-1", "데이터배당 120원"),))
    less = RailTexts("2026-1-00000-1", AT, ())

    taken = [rail.text(texts), rail.text(texts), rail.text(less)]

    assert taken == [True, False, False]
    assert read_text_file(store.files[name]) == texts
    assert list(rail.record_of(ROUND)) == []


def test_a_text_has_the_code_that_opens_its_statement() -> None:
    text = text_of(ROUND, 120, KEY.code(ROUND, pseudonym(1)))

    assert KEY.check(ROUND, pseudonym(1), text.rsplit(" ", 1)[1]) == KEY.handle(ROUND, pseudonym(1))
