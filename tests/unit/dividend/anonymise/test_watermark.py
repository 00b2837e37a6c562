import math
import random
from collections import Counter, defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from city.dividend.anonymise.errors import MarkTooWeak
from city.dividend.anonymise.watermark import (
    SAMPLE_ROWS,
    Labels,
    Marking,
    accuse,
    choose_marking,
    coin,
    mark,
    suspect,
)
from tests.effort import one_in

AGES = {"15-19": "15-29", "20-24": "15-29", "25-29": "15-29", "30-34": "30-44", "35-39": "30-44", "40-44": "30-44"}
WEEKS = {f"2019-W{week:02d}": f"2019 Q{week // 14 + 1}" for week in range(14, 53)}
CITIES = ("김포시", "수원시", "성남시", "안양시", "고양시", "양평군")
COARSER = (AGES, {}, {}, WEEKS)


def release(seed: int = 1, rows: int = 30_000) -> list[tuple[Labels, str]]:
    """Quasi-identifiers and a sensitive value of each row; long tails, as records of shops have."""
    chance = random.Random(seed)
    cells = list(product(AGES, "FM", CITIES, WEEKS))
    weights = [1 / (1 + place % 97) for place in range(len(cells))]
    categories = ("음식점", "편의점", "학원", "병원", "의류")
    return [(cell, chance.choice(categories)) for cell in chance.choices(cells, weights, k=rows)]


ROWS = release()
CLASSES = Counter(labels for labels, _ in ROWS)
MARKING = choose_marking(CLASSES, COARSER)
KEYS = {f"buyer-{number}": bytes([number // 256, number % 256]) * 16 for number in range(400)}


def copy_of(buyer: str) -> list[Labels]:
    return [mark(labels, MARKING, KEYS[buyer]) for labels, _ in ROWS]


@pytest.mark.parametrize("buyer", one_in(3, ["buyer-0", "buyer-7", "buyer-399"]))
def test_a_leaked_sample_of_1000_rows_accuses_its_buyer_and_nobody_else(buyer: str) -> None:
    sample = random.Random(buyer).sample(copy_of(buyer), SAMPLE_ROWS)

    accused = accuse(sample, MARKING, KEYS)

    assert [suspicion.buyer for suspicion in accused] == [buyer]


@pytest.mark.exhaustive
def test_every_leak_of_ten_is_traced_and_no_innocent_accused() -> None:
    few = dict(list(KEYS.items())[:50])
    for number in range(10):
        buyer = f"buyer-{number}"
        sample = random.Random(number).sample(copy_of(buyer), SAMPLE_ROWS)

        assert [suspicion.buyer for suspicion in accuse(sample, MARKING, few)] == [buyer]


def test_a_sample_of_the_unmarked_release_accuses_nobody() -> None:
    sample = random.Random(3).sample([labels for labels, _ in ROWS], SAMPLE_ROWS)

    assert accuse(sample, MARKING, KEYS) == ()


def test_who_spoils_a_twentieth_of_the_sample_is_still_found() -> None:
    chance = random.Random(4)
    parents, columns = MARKING.coarser, MARKING.column
    sample = []
    for labels in chance.sample(copy_of("buyer-3"), SAMPLE_ROWS):
        label = labels[columns]
        spoiled = parents.get(label, label) if chance.random() < 0.05 else label
        sample.append((*labels[:columns], spoiled, *labels[columns + 1 :]))

    assert [suspicion.buyer for suspicion in accuse(sample, MARKING, KEYS)] == ["buyer-3"]


@pytest.mark.parametrize("seed", one_in(5, range(5)))
def test_who_turns_over_a_tenth_of_the_sample_is_still_found(seed: int) -> None:
    chance = random.Random(seed)
    column, coarser = MARKING.column, MARKING.coarser
    finer = {coarse: fine for fine, coarse in coarser.items()}
    sample = chance.sample(copy_of("buyer-3"), SAMPLE_ROWS)
    for number in chance.sample(range(SAMPLE_ROWS), SAMPLE_ROWS // 10):
        labels = sample[number]
        turned = coarser.get(labels[column]) or finer.get(labels[column], labels[column])
        sample[number] = (*labels[:column], turned, *labels[column + 1 :])

    assert [suspicion.buyer for suspicion in accuse(sample, MARKING, KEYS)] == ["buyer-3"]


def test_a_handful_of_rows_accuses_nobody() -> None:
    assert accuse(copy_of("buyer-3")[:5], MARKING, KEYS) == ()


def test_a_copy_loses_no_row_and_changes_one_column_by_one_level() -> None:
    for (labels, _), shown in zip(ROWS, copy_of("buyer-1"), strict=True):
        assert shown == labels or shown == MARKING.group_of(labels)


def test_the_mark_costs_little() -> None:
    changed = sum(shown != labels for (labels, _), shown in zip(ROWS, copy_of("buyer-1"), strict=True))

    assert 0 < changed / len(ROWS) <= 2 * MARKING.share


def diversity(rows: list[tuple[Labels, str]]) -> dict[str, float]:
    """What a certificate promises, from rows alone."""
    classes: defaultdict[Labels, Counter[str]] = defaultdict(Counter)
    whole: Counter[str] = Counter()
    for labels, value in rows:
        classes[labels][value] += 1
        whole[value] += 1
    total = len(rows)
    entropy, distance = [], []
    for values in classes.values():
        size = sum(values.values())
        entropy.append(-sum(n / size * math.log(n / size) for n in values.values()))
        distance.append(sum(abs(values[v] / size - whole[v] / total) for v in whole) / 2)
    return {
        "k": min(sum(values.values()) for values in classes.values()),
        "distinct": min(len(values) for values in classes.values()),
        "entropy": min(entropy),
        "minus t": -max(distance),
        "minus risk": -len(classes) / total,
    }


@pytest.mark.parametrize("buyer", one_in(3, ["buyer-0", "buyer-5", "buyer-11"]))
def test_the_numbers_of_the_certificate_hold_for_every_copy(buyer: str) -> None:
    copied = [(mark(labels, MARKING, KEYS[buyer]), value) for labels, value in ROWS]
    before, after = diversity(ROWS), diversity(copied)

    assert {name: after[name] >= before[name] - 1e-12 for name in before} == dict.fromkeys(before, True)


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(AGES)), st.sampled_from("FM"), st.sampled_from("abc")), min_size=1, max_size=60
    ),
    st.binary(min_size=4, max_size=8),
    st.sampled_from([0.02, 0.2, 0.5]),
)
def test_no_copy_of_any_release_promises_less(rows, key, share) -> None:
    marking = Marking(0, AGES, share)
    plain = [((age, sex), value) for age, sex, value in rows]

    before, after = diversity(plain), diversity([(mark(labels, marking, key), value) for labels, value in plain])

    assert all(after[name] >= before[name] - 1e-12 for name in before)


@given(st.binary(min_size=1), st.lists(st.text(min_size=1), min_size=1, max_size=3).map(tuple))
def test_a_coin_falls_the_same_way_every_time(key: bytes, group: Labels) -> None:
    assert coin(key, group, 0.3) == coin(key, group, 0.3)
    assert coin(key, group, 0.3) <= coin(key, group, 0.6)


def test_coins_fall_as_often_as_they_should() -> None:
    groups = [(str(number),) for number in range(20_000)]

    assert abs(sum(coin(b"k", group, 0.1) for group in groups) - 2000) < 5 * math.sqrt(1800)


@pytest.mark.parametrize("coarse", [False, True])
def test_an_innocent_key_scores_one_on_average_whatever_leaked(coarse: bool) -> None:
    """The expectation that the bound on false accusations stands on; for one group, so that an average can see it."""
    (labels, _), chance = ROWS[0], random.Random(6)
    group = MARKING.group_of(labels)
    assert group is not None

    suspicions = suspect([group if coarse else labels], MARKING, {str(n): chance.randbytes(16) for n in range(20_000)})

    assert sum(math.exp(each.score) for each in suspicions) / len(suspicions) == pytest.approx(1, abs=0.1)


def test_a_small_release_is_not_sold_in_copies() -> None:
    with pytest.raises(MarkTooWeak):
        choose_marking({("15-19", "F"): 500, ("20-24", "M"): 500}, (AGES, {}))


def test_a_release_that_cannot_be_coarser_is_not_sold_in_copies() -> None:
    with pytest.raises(MarkTooWeak):
        choose_marking(CLASSES, ({}, {}, {}, {}))


def test_suppressed_rows_carry_no_mark() -> None:
    suppressed = ("*", "*", "*", "*")

    assert mark(suppressed, MARKING, KEYS["buyer-0"]) == suppressed
