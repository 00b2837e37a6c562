"""Secrets, read once per process."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager.client import SecretsManagerClient


def read_secret(client: SecretsManagerClient, secret_id: str) -> bytes:
    """The secret's text as bytes."""
    return client.get_secret_value(SecretId=secret_id)["SecretString"].encode()


def read_accepted(client: SecretsManagerClient, secret_id: str) -> tuple[bytes, ...]:
    """The secret's text as bytes, and what it was before it was last changed, if it ever was."""
    now = read_secret(client, secret_id)
    try:
        before = client.get_secret_value(SecretId=secret_id, VersionStage="AWSPREVIOUS")
    except client.exceptions.ResourceNotFoundException:
        return (now,)
    return now, before["SecretString"].encode()
