"""A cloud as some play left it, played once and copied for each test that starts there.

Playing a round in moto takes seconds, copying what moto then holds some hundredths of one.
"""

import copy
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import boto3
from moto import backends

P = ParamSpec("P")
T = TypeVar("T")
# Queues hold locks, which cannot be copied: they are made again, and must be empty.
_COPIED = ("dynamodb", "s3", "secretsmanager", "kms", "events")


@dataclass(frozen=True)
class _Held:
    """What one service holds in one account and region, and whose the buckets are."""

    service: str
    account: str
    region: str
    state: Any
    bucket_accounts: dict[str, Any]


def played_once(play: Callable[P, T]) -> Callable[P, T]:
    """What `play` returns, in the cloud that it left behind; played again only for other arguments.

    The cloud must be empty before. What is returned must be copyable, and its arguments told apart by their repr.
    """
    kept: dict[str, tuple[list[_Held], list[str], T]] = {}

    @wraps(play)
    def played(*arguments: P.args, **named: P.kwargs) -> T:
        scene = repr((arguments, sorted(named.items())))
        if scene not in kept:
            town = play(*arguments, **named)
            kept[scene] = (_copy_backends(), _empty_queues(), copy.deepcopy(town))
            return town
        backends, queues, town = kept[scene]
        _restore_backends(backends)
        for name in queues:
            boto3.client("sqs").create_queue(QueueName=name)
        return copy.deepcopy(town)

    return played


def _copy_backends() -> list[_Held]:
    return [
        _Held(service, account, region, _freeze(service, backend), dict(getattr(clouds, "bucket_accounts", {})))
        for service in _COPIED
        for clouds in (_clouds_of(service),)
        for account, regions in clouds.items()
        for region, backend in regions.items()
    ]


def _restore_backends(kept: list[_Held]) -> None:
    for one in kept:
        clouds = _clouds_of(one.service)
        backend = clouds[one.account][one.region]
        backend.__dict__.update(_thaw(one, backend))
        if one.bucket_accounts:
            clouds.bucket_accounts.update(one.bucket_accounts)


def _clouds_of(service: str) -> Any:
    find: Any = backends.get_backend  # an overload for each service
    return find(service)


def _freeze(service: str, backend: Any) -> Any:
    """S3's objects as bytes, because moto empties every object that it knows of when a test is over, copies too."""
    if service == "s3":
        return pickle.dumps(backend.__dict__)
    return copy.deepcopy(backend.__dict__, {id(backend): backend})


def _thaw(one: _Held, backend: Any) -> dict[str, Any]:
    if isinstance(one.state, bytes):
        return dict(pickle.loads(one.state))  # noqa: S301  # written above
    return copy.deepcopy(one.state, {id(backend): backend})


def _empty_queues() -> list[str]:
    sqs = boto3.client("sqs")
    urls = sqs.list_queues().get("QueueUrls", [])
    for url in urls:
        waiting = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]
        assert waiting["ApproximateNumberOfMessages"] == "0", f"{url} is not empty, and would be in every copy"
    return [url.rpartition("/")[2] for url in urls]
