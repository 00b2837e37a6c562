"""Rules for what keeps: tables come back after a mistake, buckets stay private."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

from collections.abc import Iterator

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

_PUBLIC_ACCESS_BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


class TableCanBeLost(CloudFormationLintRule):
    id = "E9004"
    shortdesc = "A table survives mistakes"
    description = (
        "Tables are the city's only record of who paid what. Point-in-time recovery undoes a bad write, Retain a bad "
        "deployment, and encryption keeps the record from whoever finds the disk."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for name, table in cfn.get_resources("AWS::DynamoDB::Table").items():
            properties = table.get("Properties", {})
            recovery = properties.get("PointInTimeRecoverySpecification", {})
            kept = {
                "PointInTimeRecoveryEnabled: true": recovery.get("PointInTimeRecoveryEnabled") in (True, "true"),
                "SSEEnabled: true": properties.get("SSESpecification", {}).get("SSEEnabled") in (True, "true"),
                "DeletionPolicy: Retain": table.get("DeletionPolicy") == "Retain",
                "UpdateReplacePolicy: Retain": table.get("UpdateReplacePolicy") == "Retain",
            }
            for promise, is_kept in kept.items():
                if not is_kept:
                    yield RuleMatch(["Resources", name], f"{name} needs {promise}")


class BucketNotPrivate(CloudFormationLintRule):
    id = "E9005"
    shortdesc = "A bucket is closed and encrypted"
    description = (
        "Buckets hold notice files, images and reports about people. None is public, and none is in plain text."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for name, bucket in cfn.get_resources("AWS::S3::Bucket").items():
            properties = bucket.get("Properties", {})
            blocks = properties.get("PublicAccessBlockConfiguration", {})
            for block in _PUBLIC_ACCESS_BLOCKS:
                if blocks.get(block) not in (True, "true"):
                    yield RuleMatch(["Resources", name], f"{name} needs {block}: true")
            if not properties.get("BucketEncryption", {}).get("ServerSideEncryptionConfiguration"):
                yield RuleMatch(["Resources", name], f"{name} needs BucketEncryption")
