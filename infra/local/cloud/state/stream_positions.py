"""After a start a table's stream is read from its first record, since the records of before are not kept.

ministack saves how far each mapping has read, and not what it read: after a start the records are counted from nothing,
and a mapping that had read 20,000 waits for as many new ones before it hands on the first.
"""

from typing import Any

from infra.local.cloud.hooks import require


def begin_streams_anew() -> None:
    from ministack.services import lambda_svc

    require(lambda_svc, "_restore_state", "_dynamodb_stream_positions")
    restore, positions = lambda_svc._restore_state, lambda_svc._dynamodb_stream_positions

    def restore_and_begin_anew(state: Any) -> None:
        restore(state)
        for account, region, mapping in [key for key, _ in positions.all_items()]:
            positions.set_scoped(account, region, mapping, 0)

    lambda_svc._restore_state = restore_and_begin_anew
