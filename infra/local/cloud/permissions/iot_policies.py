"""IoT refuses a policy document over 2,048 characters, and a sixth version of a policy, as AWS does.

AWS IoT Core quotas: "Maximum policy document size: 2048 characters (excluding whitespace)", "Maximum number of named
policy versions: 5"; neither can be raised. The API reference gives CreatePolicy and CreatePolicyVersion one error for
a document they will not take, MalformedPolicyException, and CreatePolicyVersion VersionsLimitExceededException.
A template's policies, and those in a fleet provisioning template, go through the same two functions.
"""

import json
from collections.abc import Callable
from typing import Any

from infra.local.cloud.hooks import require

MAX_CHARACTERS = 2048
MAX_VERSIONS = 5


def characters_without_whitespace(document: str) -> int:
    """Of the document as it is sent: also whitespace between quotation marks does not count."""
    return len("".join(document.split()))


def refuse_what_iot_refuses() -> None:
    from ministack.services import iot

    require(iot, "error_response_json", "_policies")
    create, create_version = iot._create_policy, iot._create_policy_version

    def create_policy(name: str, payload: dict[str, Any]) -> Any:
        return _too_long(payload, iot.error_response_json) or create(name, payload)

    def create_policy_version(name: str, payload: dict[str, Any], query: Any) -> Any:
        if refusal := _too_long(payload, iot.error_response_json):
            return refusal
        policy = iot._policies.get(name)
        if policy is not None and len(policy["versions"]) >= MAX_VERSIONS:
            return iot.error_response_json(
                "VersionsLimitExceededException",
                f"The policy {name} already has the maximum number of versions ({MAX_VERSIONS})",
                409,
            )
        return create_version(name, payload, query)

    iot._create_policy, iot._create_policy_version = create_policy, create_policy_version


def _too_long(payload: dict[str, Any], error: Callable[..., Any]) -> Any:
    document = payload.get("policyDocument")
    if not isinstance(document, str):
        return None  # judged by the cloud itself
    length = characters_without_whitespace(document)
    if length <= MAX_CHARACTERS:
        return None
    try:
        json.loads(document)
    except ValueError:
        return None
    message = f"Policy document has {length} characters without whitespace, the maximum is {MAX_CHARACTERS}"
    return error("MalformedPolicyException", message, 400)
