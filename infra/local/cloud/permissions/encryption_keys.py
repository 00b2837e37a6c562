"""Keys that a template gives a bucket, a topic or a table are kept.

ministack drops all three (a bucket then says AES256, a topic and a table nothing), so that whatever AWS would ask for
the use of a key is never asked for. Queues' and secrets' keys it keeps by itself.
"""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

from infra.local.cloud.hooks import require

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_Properties = dict[str, Any]


def keep_template_keys() -> None:
    from ministack.services import dynamodb, s3, sns
    from ministack.services.cloudformation import provisioners

    require(s3, "_put_bucket_encryption", "_delete_bucket_encryption")
    require(sns, "_topics")
    require(dynamodb, "_tables", "_sse_description_from_spec")

    def put_encryption(bucket: str, configuration: bytes) -> None:
        status, _, body = s3._put_bucket_encryption(bucket, configuration)
        if status >= 400:
            raise ValueError(f"AWS::S3::Bucket BucketEncryption refused: {body!r}")

    def keep_topic_key(arn: str, properties: _Properties) -> None:
        attributes = sns._topics[arn]["attributes"]
        attributes.pop("KmsMasterKeyId", None)
        if key := properties.get("KmsMasterKeyId"):
            attributes["KmsMasterKeyId"] = key

    def keep_table_key(name: str, properties: _Properties) -> None:
        dynamodb._tables[name]["SSEDescription"] = dynamodb._sse_description_from_spec(
            as_the_api_says(properties.get("SSESpecification"))
        )

    encryption = ("BucketEncryption", bucket_encryption, put_encryption, s3._delete_bucket_encryption)
    provisioners._S3_BUCKET_CONFIGURATIONS = (*provisioners._S3_BUCKET_CONFIGURATIONS, encryption)
    _afterwards(provisioners._RESOURCE_HANDLERS["AWS::SNS::Topic"], keep_topic_key)
    _afterwards(provisioners._RESOURCE_HANDLERS["AWS::DynamoDB::Table"], keep_table_key)


def _afterwards(handlers: dict[str, Any], keep: Callable[[str, _Properties], None]) -> None:
    """Lets `keep` have the physical id and the properties of whatever is created or updated."""
    create, update = handlers["create"], handlers["update"]

    def create_and_keep(logical_id: str, properties: _Properties, stack: str) -> Any:
        made = create(logical_id, properties, stack)
        keep(made[0], properties)
        return made

    def update_and_keep(physical_id: str, old: _Properties, new: _Properties, *named: Any) -> Any:
        made = update(physical_id, old, new, *named)
        keep(made[0], new)
        return made

    handlers["create"], handlers["update"] = create_and_keep, update_and_keep


def bucket_encryption(properties: _Properties) -> bytes:
    """The body of PutBucketEncryption for a template's BucketEncryption."""
    root = ET.Element("ServerSideEncryptionConfiguration", xmlns=_NAMESPACE)
    for each in properties.get("ServerSideEncryptionConfiguration") or []:
        rule = ET.SubElement(root, "Rule")
        if default := each.get("ServerSideEncryptionByDefault"):
            applied = ET.SubElement(rule, "ApplyServerSideEncryptionByDefault")
            ET.SubElement(applied, "SSEAlgorithm").text = default.get("SSEAlgorithm")
            if key := default.get("KMSMasterKeyID"):
                ET.SubElement(applied, "KMSMasterKeyID").text = key
        ET.SubElement(rule, "BucketKeyEnabled").text = str(_is_true(each.get("BucketKeyEnabled"))).lower()
    return ET.tostring(root)


def as_the_api_says(specification: _Properties | None) -> _Properties | None:
    """A template's SSESpecification in the names of CreateTable."""
    if not specification:
        return None
    names = {"SSEEnabled": "Enabled", "SSEType": "SSEType", "KMSMasterKeyId": "KMSMasterKeyId"}
    renamed = {names[name]: value for name, value in specification.items() if name in names}
    return {**renamed, "Enabled": _is_true(renamed.get("Enabled"))}


def _is_true(value: Any) -> bool:
    return value is True or str(value).lower() == "true"
