"""The least a function that uses AWS can be: boto3 and one client. What cold starts are measured against."""

from typing import Any

import boto3


def client_from_env() -> Any:
    return boto3.client("dynamodb")


def handler(event: Any, context: Any) -> None:
    """Answers nothing."""
