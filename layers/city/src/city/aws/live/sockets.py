"""Sends to, and closes, connections of a WebSocket API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from city.aws.clients import open_client
from city.aws.observability import count, describe_failure, logger

if TYPE_CHECKING:
    from mypy_boto3_apigatewaymanagementapi.client import ApiGatewayManagementApiClient

# A page that is not reached asks for what it missed: nobody waits for a slow connection.
_CONFIG = Config(
    connect_timeout=2,
    read_timeout=3,
    max_pool_connections=10,
    retries={"total_max_attempts": 2, "mode": "standard"},
)


class ConnectionGone(Exception):
    """Nobody is there any more."""


class SocketTrouble(Exception):
    """The API could not be reached, or refuses."""


class Sockets:
    def __init__(self, client: ApiGatewayManagementApiClient) -> None:
        self._client = client

    def post(self, connection_id: str, text: str) -> None:
        """Raises ConnectionGone, SocketTrouble."""
        try:
            self._client.post_to_connection(ConnectionId=connection_id, Data=text.encode())
        except self._client.exceptions.GoneException as gone:
            raise ConnectionGone from gone
        except (BotoCoreError, ClientError) as error:
            count("PostFailed")
            logger().warning("post failed", extra=describe_failure(error))
            raise SocketTrouble from error

    def close(self, connection_id: str) -> None:
        """Its page opens another. Raises SocketTrouble."""
        try:
            self._client.delete_connection(ConnectionId=connection_id)
        except self._client.exceptions.GoneException:
            return
        except (BotoCoreError, ClientError) as error:
            raise SocketTrouble from error


def open_sockets(url: str) -> Sockets:
    """Of the API whose connections are managed at `url`. For bootstraps."""
    return Sockets(open_client("apigatewaymanagementapi", endpoint_url=url, config=_CONFIG))
