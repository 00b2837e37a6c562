"""Says at the start, not in the middle of a night, that a name a mend uses at work has moved."""

from typing import Any


def require(owner: Any, *names: str) -> None:
    """Raises AttributeError, naming what is missing."""
    missing = [name for name in names if not hasattr(owner, name)]
    if missing:
        raise AttributeError(f"{getattr(owner, '__name__', owner)} has no {', '.join(missing)}")
