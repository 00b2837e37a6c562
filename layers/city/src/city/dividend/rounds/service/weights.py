"""What everybody weighs in a round: written for each file when it is pseudonymised, read when revenue is shared."""

import gzip
import json

from city.aws.store import Folder
from city.dividend.rounds.service import paths


def read_weights(work: Folder, round_id: str) -> dict[str, tuple[int, int]]:
    """Pseudonym -> rows and active weeks, over all files of a round."""
    rows: dict[str, int] = {}
    weeks: dict[str, set[str]] = {}
    for name in work.names(paths.weights_folder(round_id)):
        content: dict[str, tuple[int, list[str]]] = json.loads(gzip.decompress(work.read(name) or b""))
        for pseudonym, (more, in_weeks) in content.items():
            rows[pseudonym] = rows.get(pseudonym, 0) + more
            weeks.setdefault(pseudonym, set()).update(in_weeks)
    return {pseudonym: (number, len(weeks[pseudonym])) for pseudonym, number in rows.items()}
