"""Where things of a round lie in its buckets."""

_SHARD_NAME_LENGTH = 16


def shard_name(round_id: str, shard: str) -> str:
    return f"{round_id}/shards/{shard}.parquet"


def weights_name(round_id: str, shard: str) -> str:
    return f"{round_id}/weights/{shard}.json.gz"


def weights_folder(round_id: str) -> str:
    return f"{round_id}/weights/"


def histogram_name(round_id: str, shard: str) -> str:
    return f"{round_id}/histograms/{shard}.npz"


def decision_name(round_id: str) -> str:
    return f"{round_id}/decision.json"


def part_name(round_id: str, shard: str) -> str:
    return f"{round_id}/parts/{shard}.parquet"


def companion_name(round_id: str, shard: str) -> str:
    """Whose the rows of a part are: for the verification alone."""
    return f"{round_id}/companions/{shard}.parquet"


def release_name(round_id: str) -> str:
    return f"{round_id}/release.parquet"


def certificate_name(round_id: str) -> str:
    return f"{round_id}/certificate.json"


def signature_name(round_id: str) -> str:
    return f"{round_id}/certificate.signature.json"


def plan_name(round_id: str, what: str) -> str:
    """A list that a distributed map reads its items from."""
    return f"plans/{round_id}/{what}.json"


def linkage_name(round_id: str, shelf: str, shard: str) -> str:
    return f"{round_id}/{shelf}/{shard}.json.gz"


def linkage_folder(round_id: str, shelf: str) -> str:
    return f"{round_id}/{shelf}/"


def statements_name(round_id: str, shelf: str) -> str:
    return f"{round_id}/{shelf}.json.gz"


def statistics_name(round_id: str, shard: str) -> str:
    return f"{round_id}/{shard}.npz"


def vocabulary_name(round_id: str) -> str:
    return f"{round_id}/vocabulary.json"


def shard_of_file(digest: str) -> str:
    """The name of a file's shard, by the SHA-256 of the file."""
    return digest[:_SHARD_NAME_LENGTH]
