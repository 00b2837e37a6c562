"""AWS clients from one botocore session, so that its service models are read once.

boto3's clients are botocore's, and importing boto3 costs a cold start 20 to 30 ms more than importing botocore.
"""

from functools import cache
from typing import Any

import botocore.session


@cache  # a test that changes the credentials clears it
def open_session() -> botocore.session.Session:
    return botocore.session.get_session()


def open_client(service: str, **options: Any) -> Any:
    """A client as `boto3.client` would make it; region, credentials and endpoint come from the environment."""
    return open_session().create_client(service, **options)
