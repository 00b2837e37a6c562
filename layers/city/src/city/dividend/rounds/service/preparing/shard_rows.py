"""A shard's rows, coded by the policy's hierarchies."""

import json
from pathlib import Path

import numpy as np

from city.dividend.anonymise.errors import PolicyInvalid
from city.dividend.anonymise.policy import Policy, scales_of
from city.dividend.anonymise.rows.spool import Spool, take_in
from city.dividend.rounds.pseudonym import PERSON_COLUMN
from city.dividend.rounds.tables.rounds import RoundRecord

# No hierarchy files in a round: a policy names built-in ones.
NO_FOLDER = Path()


def spool_of(policy: Policy, path: Path, folder: Path, seed: int) -> Spool:
    if PERSON_COLUMN in policy.columns or policy.person not in (None, PERSON_COLUMN):
        raise PolicyInvalid(
            f"회차에서 사람을 구별하는 열은 '{PERSON_COLUMN}'이고, 세기만 하고 공개하지 않습니다.",
            f"What tells people apart in a round is {PERSON_COLUMN!r}; it is counted and never published.",
        )
    spool = take_in(
        policy,
        scales_of(policy, NO_FOLDER),
        path,
        folder=folder,
        quarantine=folder / "quarantine.csv",
        chance=np.random.default_rng(seed),  # noqa: TID251  # seeded
    )
    if spool.quarantined:
        # Every row was read and checked when it was pseudonymised: here it is the policy that does not fit the data.
        reasons = (folder / "quarantine.csv").read_text().splitlines()[1]
        raise ValueError(f"{spool.quarantined} rows do not fit the policy's hierarchies, the first: {reasons}")
    return spool


def policy_of(record: RoundRecord) -> Policy:
    """The policy that a round was opened with. Raises pydantic's ValidationError where the engine cannot read it."""
    return Policy.model_validate(json.loads(record.policy))
