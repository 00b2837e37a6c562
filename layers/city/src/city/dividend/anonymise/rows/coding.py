"""Codes in the place of values: labels of every level for quasi-identifiers, numbers for people."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from city.dividend.anonymise.arrays import Codes, Ints
from city.dividend.anonymise.errors import HierarchyHasGaps
from city.dividend.anonymise.hierarchies.hierarchy import Hierarchy, gaps
from city.dividend.anonymise.hierarchies.value_scales import Scale, ValueUnreadable, hierarchy_of

_MISSING = (("비어 있습니다.", "Empty."),)


@dataclass(slots=True)
class Coder:
    """Gives every value of one column a small number, as it comes."""

    column: str
    scale: Scale
    # The level labels of each code.
    rows: list[tuple[str, ...]] = field(default_factory=list)
    _codes: dict[tuple[str, ...], int] = field(default_factory=dict)
    _of_value: dict[str, int] = field(default_factory=dict)
    # A value that cannot be read has the code -1 - its place here.
    reasons: list[tuple[str, str]] = field(default_factory=lambda: list(_MISSING))

    def encode(self, values: pa.Array) -> Codes:
        """The code of every value; a negative one is the reason why there is none.

        Raises HierarchyHasGaps, naming the values, where the scale is a hierarchy without a row for them.
        """
        coded = values if pa.types.is_dictionary(values.type) else pc.dictionary_encode(values)
        texts: list[str | None] = coded.dictionary.cast(pa.string()).to_pylist()
        unread: list[str] = []
        place = np.empty(len(texts) + 1, dtype=np.int32)
        for at, text in enumerate(texts):
            try:
                place[at] = self._code((text or "").strip())
            except HierarchyHasGaps:
                unread.append(text or "")
        if unread:
            raise gaps(self.column, unread)
        place[-1] = -1
        indices = pc.fill_null(coded.indices, len(texts)).to_numpy(zero_copy_only=False)
        found: Codes = place[indices]
        return found

    def _code(self, text: str) -> int:
        if not text:
            return -1
        known = self._of_value.get(text)
        if known is None:
            try:
                labels = self.scale.levels(text)
                known = self._codes.setdefault(labels, len(self.rows))
                if known == len(self.rows):
                    self.rows.append(labels)
            except ValueUnreadable as error:
                reason = (error.reason_ko, error.reason_en)
                if reason not in self.reasons:
                    self.reasons.append(reason)
                known = -1 - self.reasons.index(reason)
            self._of_value[text] = known
        return known

    def hierarchy(self) -> Hierarchy:
        """The hierarchy over what came, or the one from the file."""
        return hierarchy_of(self.column, self.scale, self.rows)

    def codes_in(self, values: Sequence[str]) -> Ints:
        """Code -> place among `values`, the finest labels in the order that is wanted."""
        place = {value: code for code, value in enumerate(values)}
        return np.fromiter((place[row[0]] for row in self.rows), np.int64, len(self.rows))


class PersonNumbers:
    """Numbers people as they come. Whole numbers keep theirs, so that parts of a table may be numbered by themselves."""

    def __init__(self, column: str) -> None:
        self.column = column
        self.reasons = list(_MISSING)
        self._known: pa.Array | None = None

    def encode(self, values: pa.Array) -> Codes:
        """The place of every row's person among those seen so far; -1 where nobody is named. Blanks around a text do not count."""
        coded = values if pa.types.is_dictionary(values.type) else pc.dictionary_encode(values)
        people = coded.dictionary
        if not pa.types.is_signed_integer(people.type):
            people = pc.utf8_trim_whitespace(people.cast(pa.string()))
            people = pc.if_else(pc.equal(people, ""), pa.scalar(None, pa.string()), people)
        new = people if self._known is None else people.filter(pc.invert(pc.is_in(people, self._known)))
        new = new.drop_null().unique()
        self._known = new if self._known is None else pa.concat_arrays([self._known, new])
        place = pc.fill_null(pc.index_in(people, self._known, skip_nulls=True), -1).to_numpy(zero_copy_only=False)
        indices = pc.fill_null(coded.indices, len(place)).to_numpy(zero_copy_only=False)
        found: Codes = np.append(place, np.int32(-1))[indices]
        return found

    @property
    def numbers(self) -> Ints:
        """The number of every person, in the order they came."""
        assert self._known is not None, "people are numbered as rows are read"
        if pa.types.is_signed_integer(self._known.type):
            numbers: Ints = self._known.cast(pa.int64()).to_numpy(zero_copy_only=False)
            return numbers
        return np.arange(len(self._known), dtype=np.int64)
