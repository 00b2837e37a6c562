import numpy as np

from city.dividend.anonymise.equivalence.grouping import frame_of
from city.dividend.anonymise.equivalence.histogram import count_rows
from city.dividend.anonymise.hierarchies.hierarchy import hierarchy_from_rows


def test_what_is_kept_of_a_word_is_not_taken_for_the_same_word_in_another_unit() -> None:
    # The last value of x stands in the first group, so its place is 0 in every unit.
    x = hierarchy_from_rows("x", [[f"x{n:02d}", "first" if n in (0, 39) else "other", "*"] for n in range(40)])
    y = hierarchy_from_rows("y", [[f"y{n:02d}", f"half {n % 2}", "*"] for n in range(40)])
    chance = np.random.default_rng(5)
    rows = [chance.integers(0, 40, 900), chance.integers(0, 40, 900)]
    histogram = count_rows(["x", "y"], [x.labels[0], y.labels[0]], rows)
    frame = frame_of(histogram, [x, y])

    # Columns of 40 values each are two words.
    assert len(frame.words.columns) == 2
    for levels in ((1, 0), (1, 1), (1, 2), (0, 1), (0, 0)):
        groups = frame.group(levels)
        expected = np.unique(
            np.stack([h.climb(0, level)[column] for h, level, column in zip((x, y), levels, rows, strict=True)]),
            axis=1,
            return_counts=True,
        )
        assert np.array_equal(np.stack([groups.codes(column) for column in (0, 1)]), expected[0])
        assert np.array_equal(groups.count, expected[1])
