"""Shows a person that something is going on, and how long it will go on."""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rich.console import Console

from infra.local.machine.facts import Facts

_TELL_AFTER_S, _TELL_EVERY_S = 2, 10
# What a start does, and how many seconds it took on two cores the first time; later starts go by the last.
STARTING, BUILDING, DEPLOYING = "클라우드 시작 (starting the local cloud)", "빌드 (sam build)", "배포 (sam deploy)"
SEEDING = "시연 자료 (demo data)"
_USUAL_S = {STARTING: 2.0, BUILDING: 36.0, DEPLOYING: 35.0, SEEDING: 6.0}


@dataclass(frozen=True, slots=True)
class Estimate:
    """How long each of some steps takes, in their order: as it took here last, else as it took where it was measured."""

    usual_s: Mapping[str, float]

    def left(self, what: str, gone_s: float) -> str:
        """What is left of this step and of those after it, in words; empty for a step it does not know."""
        steps = list(self.usual_s)
        if what not in steps:
            return ""
        after = sum(self.usual_s[step] for step in steps[steps.index(what) + 1 :])
        left = round(max(self.usual_s[what] - gone_s, 0) + after)
        return f"약 {left}초 남음 (about {left} s left)" if left > 0 else "곧 끝납니다 (nearly done)"


@dataclass(slots=True)
class _Line:
    """The spinner's line: asked for anew at every turn of it."""

    what: str
    began: float
    estimate: Estimate
    how_far: str = ""

    def __rich__(self) -> str:
        left = self.estimate.left(self.what, time.monotonic() - self.began)
        return " · ".join(part for part in (f"{self.what} …", self.how_far, left) if part)


@contextlib.contextmanager
def step(
    console: Console, what: str, estimate: Estimate | None = None, took: Callable[[float], None] = lambda _: None
) -> Iterator[Callable[[str], None]]:
    """Shows that something is going on, how long it took, and by the estimate how long is left; gives what shows how far
    it is, from two seconds on. `took` is told the seconds of a step that has succeeded."""
    began = said = time.monotonic()
    line = _Line(what, began, estimate or Estimate({}))

    def say(how_far: str) -> None:
        nonlocal said
        now = time.monotonic()
        if spinner is not None and now - began >= _TELL_AFTER_S:
            line.how_far = how_far
        elif spinner is None and now - said >= (_TELL_AFTER_S if said == began else _TELL_EVERY_S):
            said = now
            console.print(f"  … {how_far}")

    with contextlib.ExitStack() as shown:
        spinner = None
        if console.is_terminal:
            spinner = shown.enter_context(console.status(line, spinner="dots"))
        else:
            left = line.estimate.left(what, 0)
            console.print(f"… {what}{' · ' + left if left else ''}")
        yield say
    took(time.monotonic() - began)
    console.print(f"[green]✓[/] {what} [dim]{time.monotonic() - began:.1f} s[/]")


def remembered_step(
    console: Console, what: str, facts: Facts
) -> contextlib.AbstractContextManager[Callable[[str], None]]:
    """A step of a city's start, by how long it took there last."""

    def took(seconds: float) -> None:
        if what in _USUAL_S:
            known = facts.read()
            facts.write({**known, "took": {**known.get("took", {}), what: round(seconds, 1)}})

    usual = {**_USUAL_S, **facts.read().get("took", {})}
    return step(console, what, Estimate({name: usual[name] for name in _USUAL_S}), took)
