"""Secrets, read once per process."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager.client import SecretsManagerClient


def read_secret(client: SecretsManagerClient, secret_id: str) -> bytes:
    """The secret's text as bytes."""
    return client.get_secret_value(SecretId=secret_id)["SecretString"].encode()
