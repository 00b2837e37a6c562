"""The JSON files that steps of a round leave for one another in the work bucket, each under its contract."""

from collections.abc import Sequence

from pydantic import TypeAdapter

from city.aws.store import Folder
from city.contracts.base import Contract
from city.contracts.dividend.rounds import DecisionV1, PlanWritten
from city.dividend.rounds.service import paths
from city.dividend.rounds.steps import read_left

_DECISION = TypeAdapter(DecisionV1)
_JSON = "application/json"


def read_decision(work: Folder, round_id: str) -> tuple[DecisionV1, bytes]:
    """The decision, and the bytes it was read from. Raises RoundWorkUnreadable."""
    name = paths.decision_name(round_id)
    content = work.read(name)
    return read_left(_DECISION, content, name), content or b""


def keep_decision(work: Folder, round_id: str, decision: DecisionV1) -> tuple[DecisionV1, bytes]:
    """The decision that stands, which is the first that was written, and its bytes. Raises RoundWorkUnreadable."""
    content = decision.model_dump_json().encode()
    if work.write_new(paths.decision_name(round_id), content):
        return decision, content
    return read_decision(work, round_id)


def write_plan(work: Folder, round_id: str, what: str, items: Sequence[Contract]) -> PlanWritten:
    """A list that a distributed map reads its items from."""
    name = paths.plan_name(round_id, what)
    work.write(name, f"[{','.join(item.model_dump_json() for item in items)}]".encode(), _JSON)
    return PlanWritten(plan=name, items=len(items))
