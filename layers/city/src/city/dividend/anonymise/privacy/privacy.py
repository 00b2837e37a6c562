"""All privacy models of a release at once: which classes may be released, and how the search may reason. Pure."""

from dataclasses import dataclass, replace

import numpy as np

from city.dividend.anonymise.arrays import Bools
from city.dividend.anonymise.equivalence.grouping import Groups
from city.dividend.anonymise.privacy.b_likeness import BLikeness
from city.dividend.anonymise.privacy.class_model import ClassModel
from city.dividend.anonymise.privacy.population import DPresence
from city.dividend.anonymise.privacy.sample_model import SampleModel, suppress_smallest
from city.dividend.anonymise.privacy.sensitive_model import overall_of
from city.dividend.anonymise.privacy.t_closeness import TCloseness


@dataclass(frozen=True, slots=True)
class Privacy:
    """All models that a release has to satisfy at once.

    t-closeness and β-likeness compare with the table that is released from. `by_release` asks that they also hold in
    comparison with the release itself, which is all that its reader, and its verification, can see.
    """

    classes: tuple[ClassModel, ...] = ()
    sample: tuple[SampleModel, ...] = ()
    by_release: bool = False

    @property
    def lasting(self) -> bool:
        return not self.sample and all(model.lasting for model in self.classes)

    @property
    def convex(self) -> bool:
        return not self.sample and all(model.convex for model in self.classes)

    @property
    def least_class(self) -> int:
        """Rows in smaller classes are suppressed, whatever else holds: a lasting condition."""
        return max((model.least_class for model in self.classes), default=1)

    def monotone(self, suppressible: int) -> bool:
        """Whether generalising a node that satisfies the models always gives another one."""
        lasting = all(model.lasting for model in self.classes)
        if self.sample:
            return lasting and len(self.sample) == 1 and self.sample[0].monotone
        return lasting or (suppressible == 0 and self.convex)

    def must_suppress(self, groups: Groups) -> float:
        """How many rows every specialisation suppresses at least, summed over classes, which share no row."""
        if not self.classes or not groups.number:
            return 0.0
        return float(np.max([model.must_suppress(groups) for model in self.classes], axis=0).sum())

    def accepted(self, groups: Groups) -> Bools | None:
        """Per class whether it is released; None where suppression cannot make the node acceptable."""
        accepted = np.ones(groups.number, dtype=np.bool_)
        for model in self.classes:
            accepted &= model.accepts(groups)
            if isinstance(model, DPresence) and model.unsuppressible(groups):
                return None
        for sample in self.sample:
            accepted = suppress_smallest(sample, groups, accepted)
        if self.by_release:
            for model in self.classes:
                if isinstance(model, TCloseness | BLikeness) and not _holds_in_release(model, groups, accepted):
                    return None
        return accepted


def _holds_in_release(model: "TCloseness | BLikeness", groups: Groups, accepted: Bools) -> bool:
    tables = groups.tables(model.column)
    released = sum((table[accepted[classes]].sum(axis=0) for classes, table in tables), np.zeros(len(model.overall)))
    if not released.sum():
        return True
    judge = replace(model, overall=overall_of(released))
    return bool(judge.accepts(groups)[accepted].all())
