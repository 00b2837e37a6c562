"""What a privacy model says of each equivalence class: whether its rows may be released. Pure.

Three properties decide how the search may reason, so each model states them:

* `lasting`: an accepted class stays accepted whatever it is merged with (k-anonymity, distinct ℓ-diversity, k-map).
  Then a node that needs to suppress at most r rows is followed by generalisations that need at most r.
* `convex`: the union of accepted classes is accepted (all lasting models; entropy and recursive ℓ-diversity, by
  concavity; t-closeness, β-likeness and δ-presence, by convexity). Then, where nothing may be suppressed, a node that
  satisfies the model is followed by generalisations that do.
* `least_class`: no class of fewer rows is accepted; a lasting condition, and cheap to check.

`must_suppress` says for a rejected class how many of its rows every specialisation suppresses at least. For a lasting
model it is all of them. For a convex one, let r of the n rows be suppressed in some specialisation: the rest is a union
of accepted classes, hence accepted as a whole, and the models state how much of a class must go until it can be.

Where a definition leaves a choice, it is the one that ARX's documentation makes.
"""

from typing import Protocol

from city.dividend.anonymise.arrays import Bools, Floats
from city.dividend.anonymise.equivalence.grouping import Groups

# Thresholds are compared with this slack, so that a class at the threshold is not lost to rounding.
SLACK = 1e-12


class ClassModel(Protocol):
    """A model that accepts or rejects each class by itself."""

    @property
    def lasting(self) -> bool: ...

    @property
    def convex(self) -> bool: ...

    @property
    def least_class(self) -> int: ...

    def accepts(self, groups: Groups) -> Bools:
        """Per class, whether its rows may be released."""
        ...

    def must_suppress(self, groups: Groups) -> Floats:
        """Per class, a number of its rows that every specialisation suppresses at least."""
        ...
