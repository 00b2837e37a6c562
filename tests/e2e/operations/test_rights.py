"""Who may read where a camera's film is, and who the log of who looked: asked of the running city, role by role.

Every role of every domain tries each of these itself. What is allowed is known by the call's getting past the policies: a
write is made on a condition that never holds, so that nothing is written whatever the answer.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.local.city import City
from infra.local.machine.environment import REGION
from tests.e2e.operations.deployed import settings_of

# Who may do what. Nobody else of the city may: no other function, no state machine, no device's role.
APPENDERS = {
    "EndGrantsFunction",
    "EvidenceApiFunction",
    "ExportsApiFunction",
    "FollowIncidentsFunction",
    "GrantsApiFunction",
    "HidingApiFunction",
    "SealLogFunction",
    "TidyVideoFunction",
    "VideoDoorFunction",
    "ViewLogApiFunction",
}
RIGHTS: dict[str, set[str]] = {
    "read an address": {"VideoDoorFunction", "FetchFilmFunction"},
    "decrypt an address": {"VideoDoorFunction", "FetchFilmFunction"},
    "list addresses": set(),
    "read all addresses": set(),
    "read many addresses": set(),
    "file an address": {"FileCameraAddressFunction"},
    "encrypt an address": {"FileCameraAddressFunction"},
    "change an address": set(),
    "delete an address": set(),
    "take a key of addresses": set(),
    "note who filed an address": {"FileCameraAddressFunction"},
    "know who filed an address": {"CamerasApiFunction"},
    "read the log": {"ViewLogApiFunction", "ExportsApiFunction", "SealLogFunction", "CheckLogFunction"},
    "read all of the log": set(),
    "look up an entry": APPENDERS | {"CheckLogFunction"},
    "append to the log": APPENDERS,
    "change an entry": set(),
    "delete an entry": set(),
    "sign a head": {"SealLogFunction"},
    "delete a head": set(),
}
# What each action brings to whoever gets it by mistake.
BY_ACTION = {
    "dynamodb:*": {right for right in RIGHTS if not re.search("decrypt|encrypt|key|sign|head", right)},
    "kms:Decrypt": {"decrypt an address"},
    "kms:Encrypt": {"encrypt an address"},
    "kms:GenerateDataKey": {"take a key of addresses"},
    "kms:Sign": {"sign a head"},
    "s3:DeleteObjectVersion": {"delete a head"},
}


_DENIED = ("AccessDenied", "AccessDeniedException")
_BEHIND_THE_POLICIES = ("ConditionalCheckFailedException", "NoSuchVersion", "NoSuchKey", "InvalidArgument")
Attempt = Callable[[Mapping[str, Any]], Any]
Tries = Mapping[str, Attempt]


@pytest.fixture(scope="module")
def tries(city: City) -> Tries:
    """By the names of rights: a call that has nothing behind it, and that a client of each service makes."""
    dynamodb, kms = city.client("dynamodb"), city.client("kms")
    filing, sealing = settings_of(city, "FileCameraAddressFunction"), settings_of(city, "SealLogFunction")
    addresses, key = filing["CAMERA_ADDRESSES_TABLE"], filing["CAMERA_ADDRESS_KEY"]
    filings = filing["CAMERA_ADDRESS_FILINGS_TABLE"]
    log, heads = sealing["VIEWLOG_TABLE"], sealing["VIEWLOG_HEADS_BUCKET"]
    signing = sealing["VIEWLOG_KEY_ARN"]
    context = {"purpose": "camera address", "camera": "c000000000000-1"}
    secret = kms.encrypt(KeyId=key, Plaintext=b"{}", EncryptionContext=context)["CiphertextBlob"]

    def of(table: str) -> dict[str, Any]:
        schema = dynamodb.describe_table(TableName=table)["Table"]
        types = {each["AttributeName"]: each["AttributeType"] for each in schema["AttributeDefinitions"]}
        names = [each["AttributeName"] for each in schema["KeySchema"]]
        item = {name: {types[name]: "0" if types[name] == "N" else "nobody"} for name in names}
        never = {"ConditionExpression": "attribute_exists(#k)", "ExpressionAttributeNames": {"#k": names[0]}}
        query = {"KeyConditionExpression": "#k = :k", "ExpressionAttributeNames": {"#k": names[0]}}
        return {
            "get_item": {"TableName": table, "Key": item},
            "query": {"TableName": table, **query, "ExpressionAttributeValues": {":k": item[names[0]]}},
            "scan": {"TableName": table, "Limit": 1},
            "batch_get_item": {"RequestItems": {table: {"Keys": [item]}}},
            "put_item": {"TableName": table, "Item": item, **never},
            "update_item": {"TableName": table, "Key": item, **never},
            "delete_item": {"TableName": table, "Key": item, **never},
        }

    def item(table: str, operation: str) -> Attempt:
        arguments = of(table)[operation]
        return lambda clients: getattr(clients["dynamodb"], operation)(**arguments)

    return {
        "read an address": item(addresses, "get_item"),
        "decrypt an address": lambda clients: clients["kms"].decrypt(
            KeyId=key, CiphertextBlob=secret, EncryptionContext=context
        ),
        "list addresses": item(addresses, "query"),
        "read all addresses": item(addresses, "scan"),
        "read many addresses": item(addresses, "batch_get_item"),
        "file an address": item(addresses, "put_item"),
        "encrypt an address": lambda clients: clients["kms"].encrypt(
            KeyId=key, Plaintext=b"{}", EncryptionContext=context
        ),
        "change an address": item(addresses, "update_item"),
        "delete an address": item(addresses, "delete_item"),
        "take a key of addresses": lambda clients: clients["kms"].generate_data_key(
            KeyId=key, KeySpec="AES_256", EncryptionContext=context
        ),
        "note who filed an address": item(filings, "put_item"),
        "know who filed an address": item(filings, "query"),
        "read the log": item(log, "query"),
        "read all of the log": item(log, "scan"),
        "look up an entry": item(log, "get_item"),
        "append to the log": item(log, "put_item"),
        "change an entry": item(log, "update_item"),
        "delete an entry": item(log, "delete_item"),
        "sign a head": lambda clients: clients["kms"].sign(
            KeyId=signing, Message=bytes(32), MessageType="DIGEST", SigningAlgorithm="ECDSA_SHA_256"
        ),
        # Of a version that there is not.
        "delete a head": lambda clients: clients["s3"].delete_object(
            Bucket=heads, Key="heads/nobody", VersionId="nobody"
        ),
    }


@pytest.fixture(scope="module")
def roles(city: City) -> dict[str, str]:
    return roles_of(city)


def roles_of(city: City) -> dict[str, str]:
    """The ARN of every role of the city by its logical id, a function's by the function's."""
    cloud, iam = city.client("cloudformation"), city.client("iam")
    known = {r["RoleName"]: r["Arn"] for page in iam.get_paginator("list_roles").paginate() for r in page["Roles"]}
    roles: dict[str, str] = {}
    for page in cloud.get_paginator("describe_stacks").paginate():
        for stack in page["Stacks"]:
            for found in cloud.list_stack_resources(StackName=stack["StackName"])["StackResourceSummaries"]:
                if found["ResourceType"] == "AWS::IAM::Role":
                    name = found["LogicalResourceId"].removesuffix("Role")
                    assert (
                        roles.setdefault(name, known[found["PhysicalResourceId"]]) == known[found["PhysicalResourceId"]]
                    )
    assert set(roles.values()) == set(known.values()), "a role of no stack"
    return roles


class Borrowed:
    """Clients that act as one role after the other: that each had clients of its own would take most of the time."""

    def __init__(self, city: City) -> None:
        self._iam, self._sts = city.client("iam"), city.client("sts")
        session = boto3.Session("nobody", "nobody", "nobody", region_name=REGION)
        self._credentials: Any = session.get_credentials()
        config = Config(retries={"total_max_attempts": 4}, read_timeout=60)
        self.clients = {
            service: session.client(service, endpoint_url=city.url(), config=config)  # type: ignore[call-overload]
            for service in ("dynamodb", "kms", "s3")
        }

    def become(self, role: str) -> None:
        with self._lent(role):
            given = self._sts.assume_role(RoleArn=role, RoleSessionName="tries")["Credentials"]
        # What signs a call reads them anew.
        self._credentials.access_key = given["AccessKeyId"]
        self._credentials.secret_key = given["SecretAccessKey"]
        self._credentials.token = given["SessionToken"]

    @contextmanager
    def _lent(self, role: str) -> Iterator[None]:
        """Anybody may take on this role meanwhile: some are for one service alone, on a condition that only it meets."""
        name = role.rpartition("/")[2]
        trust = self._iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        anybody = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
        opened = json.dumps({**trust, "Statement": [anybody]})
        self._iam.update_assume_role_policy(RoleName=name, PolicyDocument=opened)
        try:
            yield
        finally:
            self._iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(trust))


def who_may(city: City, roles: Mapping[str, str], tries: Tries) -> dict[str, set[str]]:
    """By the names of rights: who of these roles has them."""
    borrowed = Borrowed(city)
    may: dict[str, set[str]] = {right: set() for right in tries}
    for name, role in roles.items():
        borrowed.become(role)
        for right, attempt in tries.items():
            if _is_let(attempt, borrowed.clients):
                may[right].add(name)
    return may


def _is_let(attempt: Attempt, clients: Mapping[str, Any]) -> bool:
    try:
        attempt(clients)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in _DENIED:
            return False
        if code not in _BEHIND_THE_POLICIES:
            raise
    return True


@pytest.fixture(scope="module")
def found(city: City, roles: dict[str, str], tries: Tries) -> dict[str, set[str]]:
    return who_may(city, roles, tries)


@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_is_of_those_who_are_named_and_of_no_other_role_of_the_city(
    right: str, roles: dict[str, str], found: dict[str, set[str]]
) -> None:
    assert RIGHTS[right] <= set(roles)
    assert found[right] == RIGHTS[right]


def test_roles_of_every_domain_are_asked(city: City, roles: dict[str, str]) -> None:
    named = {"ReceiveTextFunction", "ReceiveReportFunction", "PayoutMachine", "FanOutFunction", "VideoDoorFunction"}

    assert len(roles) > 90
    assert named & set(roles) == named


def test_one_right_more_is_found(city: City, roles: dict[str, str], tries: Tries) -> None:
    """One role that is given one action after the other, on everything: what it may then is told by what is tried."""
    iam, name = city.client("iam"), "sown-for-a-test"
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    sown = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(_document(trust)))["Role"]["Arn"]
    try:
        for action, brings in BY_ACTION.items():
            allowed = {"Effect": "Allow", "Action": action, "Resource": "*"}
            iam.put_role_policy(RoleName=name, PolicyName="one", PolicyDocument=json.dumps(_document(allowed)))
            may = who_may(city, {"Sown": sown}, tries)
            assert {right for right, who in may.items() if who} == brings, action
    finally:
        iam.delete_role_policy(RoleName=name, PolicyName="one")
        iam.delete_role(RoleName=name)


def _document(statement: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [statement]}
