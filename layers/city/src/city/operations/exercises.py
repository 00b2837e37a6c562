"""The one place that keeps drills inside the city: whatever is about to go to an agency passes `require_real` first."""

from typing import Protocol

from city.kernel.errors import Rejected


class ExerciseStaysInside(Rejected):
    """A drill; agencies hear of nothing that did not happen."""

    message_ko = "훈련 상황은 기관에 보내지 않습니다."
    message_en = "An exercise is never sent to an agency."


class Told(Protocol):
    """An event, an incident or an alert, which says whether it is a drill."""

    @property
    def exercise(self) -> bool: ...


def require_real(told: Told) -> None:
    """Raises ExerciseStaysInside."""
    if told.exercise:
        raise ExerciseStaysInside
