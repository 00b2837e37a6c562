"""Object Lock that a template declares holds in the local cloud, as on AWS."""

import pytest
from botocore.exceptions import ClientError

LOCKED = {
    "Type": "AWS::S3::Bucket",
    "Properties": {
        "ObjectLockEnabled": True,
        "ObjectLockConfiguration": {
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": "COMPLIANCE", "Days": 1}},
        },
        "VersioningConfiguration": {"Status": "Enabled"},
    },
}


def test_what_lies_under_a_templates_lock_cannot_be_deleted(cloud):
    assert cloud.deploy("locks", Bucket=LOCKED) == "CREATE_COMPLETE"
    bucket, s3 = cloud.physical_id("locks", "Bucket"), cloud.client("s3")
    written = s3.put_object(Bucket=bucket, Key="head", Body=b"signed")

    with pytest.raises(ClientError, match="AccessDenied"):
        s3.delete_object(Bucket=bucket, Key="head", VersionId=written["VersionId"])

    assert s3.get_object_retention(Bucket=bucket, Key="head")["Retention"]["Mode"] == "COMPLIANCE"
    listed = s3.list_object_versions(Bucket=bucket)["Versions"]
    assert [version["VersionId"] for version in listed] == [written["VersionId"]]


def test_a_name_is_written_once_where_the_writer_says_so(cloud):
    cloud.deploy("locks-once", Bucket=LOCKED)
    bucket, s3 = cloud.physical_id("locks-once", "Bucket"), cloud.client("s3")
    s3.put_object(Bucket=bucket, Key="head", Body=b"signed", IfNoneMatch="*")

    with pytest.raises(ClientError, match="PreconditionFailed"):
        s3.put_object(Bucket=bucket, Key="head", Body=b"other", IfNoneMatch="*")
