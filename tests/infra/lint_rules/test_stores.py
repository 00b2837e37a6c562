"""Rules for tables and buckets refuse what they were written against."""

import pytest

from tests.infra.lint_rules.town import KEPT, Lint, Resources


@pytest.mark.parametrize("promise", ["PointInTimeRecoverySpecification", "SSESpecification"])
def test_a_table_without_recovery_or_encryption_is_refused(promise: str, town: Resources, lint: Lint) -> None:
    del town["Cases"]["Properties"][promise]

    assert lint(town) == {"E9004 Cases"}


STATEFUL = [
    "AWS::Cognito::UserPool",
    "AWS::DynamoDB::Table",
    "AWS::KMS::Key",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
]


@pytest.mark.parametrize("kind", STATEFUL)
@pytest.mark.parametrize(
    "policies",
    [
        pytest.param({}, id="goes-with-its-stack"),
        pytest.param(KEPT | {"DeletionPolicy": "Delete"}, id="goes-when-deleted"),
        pytest.param(KEPT | {"DeletionPolicy": "Retain"}, id="outlives-a-failed-create"),
        pytest.param(KEPT | {"UpdateReplacePolicy": "Delete"}, id="goes-when-replaced"),
    ],
)
def test_what_keeps_state_and_goes_or_is_orphaned_is_refused(
    kind: str, policies: dict[str, str], town: Resources, lint: Lint
) -> None:
    properties = town["Cases"]["Properties"] | town["Inbox"]["Properties"]
    town["Store"] = {"Type": kind, **policies, "Properties": properties}

    assert lint(town) == {"E9011 Store"}


def test_nothing_at_all_outlives_a_failed_create(town: Resources, lint: Lint) -> None:
    town["DeskLogs"]["DeletionPolicy"] = "Retain"

    assert lint(town) == {"E9011 DeskLogs"}


@pytest.mark.parametrize("block", ["BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"])
def test_a_bucket_that_may_become_public_is_refused(block: str, town: Resources, lint: Lint) -> None:
    town["Inbox"]["Properties"]["PublicAccessBlockConfiguration"][block] = False

    assert lint(town) == {"E9005 Inbox"}


def test_a_bucket_in_plain_text_is_refused(town: Resources, lint: Lint) -> None:
    del town["Inbox"]["Properties"]["BucketEncryption"]

    assert lint(town) == {"E9005 Inbox"}
