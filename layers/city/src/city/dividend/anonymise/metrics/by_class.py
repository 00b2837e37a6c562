"""Metrics of whole equivalence classes. Pure."""

import numpy as np

from city.dividend.anonymise.arrays import Floats, Ints
from city.dividend.anonymise.metrics.metric import Surcharge, Table


class MetricByClass:
    """Metrics of the classes themselves: nothing is known of a node by suppressing rows elsewhere."""

    @property
    def monotone(self) -> bool:
        return False

    def surcharge(self, table: Table, suppressed: tuple[Floats, ...]) -> Surcharge | None:  # noqa: ARG002
        return None

    def floor_with(self, table: Table, levels: Ints, surcharge: Surcharge) -> Floats:
        raise NotImplementedError

    @staticmethod
    def _most_classes(table: Table, levels: Ints) -> Floats:
        """At most so many classes: one per combination of values, and none without a row."""
        sizes = [
            np.array([float(h.size(level)) for level in range(h.height)])[levels[:, column]]
            for column, h in enumerate(table.hierarchies)
        ]
        return np.minimum(np.prod(np.stack(sizes, axis=-1), axis=-1), table.rows)
