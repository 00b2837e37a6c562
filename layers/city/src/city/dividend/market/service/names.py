"""Where releases, buyers' copies and leaked samples lie in the catalogue's bucket, and what revisions are called."""

# A round is published once.
FIRST_REVISION = 1


def data_set_of(round_id: str) -> str:
    return f"dividend-{round_id}"


def release_name(data_set: str, number: int) -> str:
    """Without its ending: the Parquet file, its certificate and the certificate's signature are called so."""
    return f"releases/{data_set}/{number}"


def copy_name(buyer_id: str, data_set: str, number: int) -> str:
    return f"copies/{buyer_id}/{data_set}/{number}.parquet"


def sample_name(data_set: str, number: int, case_id: str, ending: str) -> str:
    return f"leaks/{data_set}/{number}/{case_id}.{ending}"
