"""Rules for what keeps: it outlives its stack, tables come back after a mistake, buckets stay private."""

# cfn-lint carries no types.
# mypy: disallow-subclassing-any=false

from collections.abc import Iterator

from cfnlint.rules import CloudFormationLintRule, RuleMatch
from cfnlint.template import Template

# What is lost with these cannot be made again from the repository. Queues hold what is on its way, log groups have an
# end date of their own.
_KEEPS_STATE = {
    "AWS::Backup::BackupVault",
    "AWS::Cognito::IdentityPool",
    "AWS::Cognito::UserPool",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::ECR::Repository",
    "AWS::EFS::FileSystem",
    "AWS::Events::Archive",
    "AWS::Kinesis::Stream",
    "AWS::KMS::Key",
    "AWS::KMS::ReplicaKey",
    "AWS::OpenSearchService::Domain",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::S3::Bucket",
    "AWS::SecretsManager::Secret",
    "AWS::Serverless::SimpleTable",
    "AWS::Timestream::Table",
}
_KEPT = "RetainExceptOnCreate"
_PUBLIC_ACCESS_BLOCKS = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")


class TableCanBeLost(CloudFormationLintRule):
    id = "E9004"
    shortdesc = "A table survives mistakes"
    description = (
        "Tables are the city's only record of who paid what. Point-in-time recovery undoes a bad write, and encryption "
        "keeps the record from whoever finds the disk."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for name, table in cfn.get_resources("AWS::DynamoDB::Table").items():
            properties = table.get("Properties", {})
            recovery = properties.get("PointInTimeRecoverySpecification", {})
            kept = {
                "PointInTimeRecoveryEnabled: true": recovery.get("PointInTimeRecoveryEnabled") in (True, "true"),
                "SSEEnabled: true": properties.get("SSESpecification", {}).get("SSEEnabled") in (True, "true"),
            }
            for promise, is_kept in kept.items():
                if not is_kept:
                    yield RuleMatch(["Resources", name], f"{name} needs {promise}")


class StateGoesOrIsOrphaned(CloudFormationLintRule):
    id = "E9011"
    shortdesc = "What keeps state outlives its stack, but not the deployment that failed to create it"
    description = (
        "A deleted or replaced table, bucket, key, secret or user pool is gone with all that citizens entrusted to it. "
        "But DeletionPolicy: Retain also keeps the empty ones of a deployment that failed: every further try leaves "
        "another set behind, for keys and secrets at a monthly price. RetainExceptOnCreate keeps the first and not the "
        "second, so it stands wherever something is kept; UpdateReplacePolicy knows Retain only."
    )

    def match(self, cfn: Template) -> Iterator[RuleMatch]:
        for name, resource in cfn.get_resources().items():
            path, kept = ["Resources", name], resource.get("DeletionPolicy")
            if kept == "Retain":
                yield RuleMatch(path, f"{name} outlives a deployment that failed: DeletionPolicy: {_KEPT}")
            elif resource.get("Type") in _KEEPS_STATE and kept != _KEPT:
                yield RuleMatch(path, f"{name} needs DeletionPolicy: {_KEPT}")
            if resource.get("Type") in _KEEPS_STATE and resource.get("UpdateReplacePolicy") != "Retain":
                yield RuleMatch(path, f"{name} needs UpdateReplacePolicy: Retain")


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
