"""Do a thing once per business key, with Powertools' idempotency records."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient


class Once:
    """Runs an action at most once to completion per key.

    A key seen again returns quietly. A key whose first run is still going, or died less than one function
    time-out ago, raises, so that the queue delivers it again later.
    """

    def __init__(self, table_name: str, client: DynamoDBClient, kept_for_seconds: int) -> None:
        self._config = IdempotencyConfig(
            event_key_jmespath="key", raise_on_no_idempotency_key=True, expires_after_seconds=kept_for_seconds
        )
        self._store = DynamoDBPersistenceLayer(table_name=table_name, boto3_client=client)

    def watch(self, context: LambdaContext) -> None:
        """Tells how long this invocation may run, which is how long a dead one blocks its key."""
        self._config.register_lambda_context(context)

    def run(self, key: str, action: Callable[[], None]) -> None:
        @idempotent_function(  # type: ignore[untyped-decorator]
            data_keyword_argument="business", persistence_store=self._store, config=self._config, key_prefix=""
        )
        def act(*, business: dict[str, str]) -> bool:  # noqa: ARG001  # Powertools reads the key from it
            action()
            return True

        act(business={"key": key})
