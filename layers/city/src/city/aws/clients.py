"""AWS clients from one botocore session, so that its service models are read once and each client is made once.

boto3's clients are botocore's, and importing boto3 costs a cold start 20 to 30 ms more than importing botocore.
"""

from functools import cache
from typing import Any

from botocore.client import BaseClient
from botocore.session import Session


class ClientSession(Session):
    """Makes each client once: clients are safe to share between threads, and each takes 20 to 60 ms to make.

    Options are compared as they are given, so a `Config` is one to share, not one made anew for each call.
    """

    def __init__(self) -> None:
        super().__init__()
        self._clients: dict[tuple[Any, ...], BaseClient] = {}

    def create_client(self, *arguments: Any, **options: Any) -> BaseClient:
        wanted = (arguments, tuple(sorted(options.items())))
        if wanted not in self._clients:
            self._clients[wanted] = super().create_client(*arguments, **options)
        return self._clients[wanted]


@cache  # a test or a tool that changes region, credentials or endpoint clears it
def open_session() -> ClientSession:
    return ClientSession()


def open_client(service: str, **options: Any) -> Any:
    """A client as `boto3.client` would make it; region, credentials and endpoint come from the environment."""
    return open_session().create_client(service, **options)
