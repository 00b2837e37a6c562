"""What lies under a customer's KMS key is used only with the key, as on AWS; templates' keys are kept."""

import json
from contextlib import contextmanager

import pytest
from botocore.exceptions import ClientError

KEY_POLICY = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "kms:*", "Resource": "*"}
    ],
}
KEY = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": KEY_POLICY}}
KEY_ARN = {"Fn::GetAtt": ["Key", "Arn"]}


def bucket(default: dict) -> dict:
    rules = [{"ServerSideEncryptionByDefault": default, "BucketKeyEnabled": True}]
    encryption = {"ServerSideEncryptionConfiguration": rules}
    return {"Type": "AWS::S3::Bucket", "Properties": {"BucketEncryption": encryption}}


def table(specification: dict | None) -> dict:
    properties = {
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
    }
    if specification:
        properties["SSESpecification"] = specification
    return {"Type": "AWS::DynamoDB::Table", "Properties": properties}


ENCRYPTED = {
    "Key": KEY,
    "Bucket": bucket({"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY_ARN}),
    "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": {"Ref": "Key"}}},
    "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"KmsMasterKeyId": {"Ref": "Key"}}},
    "Table": table({"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": KEY_ARN}),
    "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": "s", "KmsKeyId": KEY_ARN}},
}
USES = [
    "put an object",
    "get an object",
    "copy an object",
    "put a part",
    "send a message",
    "send messages",
    "receive a message",
    "publish",
    "put an item",
    "get an item",
    "query",
    "write in a transaction",
    "read in batches",
    "get a secret",
    "put a secret",
]
EVERYTHING_BUT_KEYS = {"Effect": "Allow", "NotAction": "kms:*", "Resource": "*"}


@pytest.fixture(scope="session")
def ids(cloud):
    assert cloud.deploy("keys", **ENCRYPTED) == "CREATE_COMPLETE"
    named = {name: cloud.physical_id("keys", name) for name in ENCRYPTED}
    cloud.client("s3").put_object(Bucket=named["Bucket"], Key="kept", Body=b"kept")
    return named


def use(client, ids: dict[str, str], how: str) -> None:
    """`client` answers the client of a service."""
    item = {"id": {"S": "1"}}
    s3, sqs, dynamodb, secrets = client("s3"), client("sqs"), client("dynamodb"), client("secretsmanager")
    entries = [{"Id": "1", "MessageBody": "m"}]
    source = {"Bucket": ids["Bucket"], "Key": "kept"}
    {
        "put an object": lambda: s3.put_object(Bucket=ids["Bucket"], Key="new", Body=b"b"),
        "get an object": lambda: s3.get_object(Bucket=ids["Bucket"], Key="kept"),
        "copy an object": lambda: s3.copy_object(Bucket=ids["Bucket"], Key="copy", CopySource=source),
        "put a part": lambda: put_a_part(s3, ids["Bucket"]),
        "send a message": lambda: sqs.send_message(QueueUrl=ids["Queue"], MessageBody="m"),
        "send messages": lambda: sqs.send_message_batch(QueueUrl=ids["Queue"], Entries=entries),
        "receive a message": lambda: sqs.receive_message(QueueUrl=ids["Queue"]),
        "publish": lambda: client("sns").publish(TopicArn=ids["Topic"], Message="m"),
        "put an item": lambda: dynamodb.put_item(TableName=ids["Table"], Item=item),
        "get an item": lambda: dynamodb.get_item(TableName=ids["Table"], Key=item),
        "query": lambda: dynamodb.query(
            TableName=ids["Table"], KeyConditionExpression="id = :i", ExpressionAttributeValues={":i": {"S": "1"}}
        ),
        "write in a transaction": lambda: dynamodb.transact_write_items(
            TransactItems=[{"Put": {"TableName": ids["Table"], "Item": item}}]
        ),
        "read in batches": lambda: dynamodb.batch_get_item(RequestItems={ids["Table"]: {"Keys": [item]}}),
        "get a secret": lambda: secrets.get_secret_value(SecretId=ids["Secret"]),
        "put a secret": lambda: secrets.put_secret_value(SecretId=ids["Secret"], SecretString="t"),
    }[how]()


def put_a_part(s3, name: str) -> None:
    upload = s3.create_multipart_upload(Bucket=name, Key="parts")["UploadId"]
    s3.upload_part(Bucket=name, Key="parts", UploadId=upload, PartNumber=1, Body=b"p")


@contextmanager
def refused_for_want_of(action: str):
    with pytest.raises(ClientError) as refusal:
        yield
    error = refusal.value.response["Error"]
    assert error["Code"] in {"AccessDenied", "KMS.AccessDeniedException", "KMSAccessDenied", "AccessDeniedException"}
    assert f"kms:{action} on resource: arn:aws:kms:" in error["Message"]


def test_templates_keys_are_kept_and_changed(cloud):
    assert cloud.deploy("kept", **ENCRYPTED) == "CREATE_COMPLETE"
    ids = {name: cloud.physical_id("kept", name) for name in ENCRYPTED}

    def keys() -> list[str]:
        rules = cloud.client("s3").get_bucket_encryption(Bucket=ids["Bucket"])["ServerSideEncryptionConfiguration"]
        default = rules["Rules"][0]["ApplyServerSideEncryptionByDefault"]
        topic = cloud.client("sns").get_topic_attributes(TopicArn=ids["Topic"])["Attributes"]
        described = cloud.client("dynamodb").describe_table(TableName=ids["Table"])["Table"].get("SSEDescription", {})
        found = [default.get("KMSMasterKeyID"), topic.get("KmsMasterKeyId"), described.get("KMSMasterKeyArn")]
        return [(key or "").rsplit("/")[-1] for key in found]

    assert keys() == [ids["Key"]] * 3
    changed = {**ENCRYPTED, "Bucket": bucket({"SSEAlgorithm": "AES256"}), "Topic": {"Type": "AWS::SNS::Topic"}}
    cloud.deploy("kept", update=True, **{**changed, "Table": table(None)})
    assert keys() == [""] * 3


@pytest.mark.parametrize("how", USES)
def test_a_role_without_the_key_is_refused(cloud, ids, how):
    role = cloud.role(f"without-{how.replace(' ', '-')}", EVERYTHING_BUT_KEYS)
    reads = how.split()[0] in {"get", "receive", "query", "read", "write"} or how == "put an item"

    with refused_for_want_of("Decrypt" if reads else "GenerateDataKey"):
        use(lambda service: cloud.as_role(service, role), ids, how)


@pytest.mark.parametrize("how", USES)
def test_a_role_with_the_key_is_served(cloud, ids, how):
    key = {"Effect": "Allow", "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "*"}
    role = cloud.role(f"with-{how.replace(' ', '-')}", EVERYTHING_BUT_KEYS, key)

    use(lambda service: cloud.as_role(service, role), ids, how)


@pytest.mark.parametrize("how", ["put a part", "copy an object", "send a message", "publish", "put a secret"])
def test_what_is_written_may_need_the_key_to_decrypt_too(cloud, ids, how):
    key = {"Effect": "Allow", "Action": "kms:GenerateDataKey", "Resource": "*"}
    role = cloud.role(f"writes-{how.replace(' ', '-')}", EVERYTHING_BUT_KEYS, key)

    cloud.as_role("s3", role).put_object(Bucket=ids["Bucket"], Key="whole", Body=b"w")
    with refused_for_want_of("Decrypt"):
        use(lambda service: cloud.as_role(service, role), ids, how)


def test_a_key_for_another_service_is_no_key(cloud, ids):
    only = {"StringEquals": {"kms:ViaService": "sqs.ap-northeast-2.amazonaws.com"}}
    key = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Condition": only}
    role = cloud.role("via-sqs", EVERYTHING_BUT_KEYS, key)

    use(lambda service: cloud.as_role(service, role), ids, "send a message")
    with refused_for_want_of("Decrypt"):
        use(lambda service: cloud.as_role(service, role), ids, "get an object")


def test_another_key_is_no_key(cloud, ids):
    other = cloud.client("kms").create_key()["KeyMetadata"]["Arn"]
    key = {"Effect": "Allow", "Action": "kms:*", "Resource": other}
    role = cloud.role("other-key", EVERYTHING_BUT_KEYS, key)

    with refused_for_want_of("Decrypt"):
        use(lambda service: cloud.as_role(service, role), ids, "get an item")


def test_an_object_keeps_the_key_it_was_put_with(cloud, ids):
    own = cloud.client("kms").create_key()["KeyMetadata"]["Arn"]
    cloud.client("s3").put_object(
        Bucket=ids["Bucket"], Key="own", Body=b"o", ServerSideEncryption="aws:kms", SSEKMSKeyId=own
    )
    role = cloud.role("own-key", EVERYTHING_BUT_KEYS, {"Effect": "Allow", "Action": "kms:*", "Resource": own})

    cloud.as_role("s3", role).get_object(Bucket=ids["Bucket"], Key="own")
    with refused_for_want_of("Decrypt"):
        cloud.as_role("s3", role).get_object(Bucket=ids["Bucket"], Key="kept")


def test_an_object_is_looked_for_without_its_key(cloud, ids):
    role = cloud.role("head", EVERYTHING_BUT_KEYS)

    assert cloud.as_role("s3", role).head_object(Bucket=ids["Bucket"], Key="kept")["ContentLength"] == 4


def test_a_key_that_aws_manages_asks_nobody(cloud):
    resources = {"Bucket": bucket({"SSEAlgorithm": "aws:kms"}), "Table": table({"SSEEnabled": True})}
    cloud.deploy("managed", **resources)
    ids = {name: cloud.physical_id("managed", name) for name in resources}
    role = cloud.role("managed", EVERYTHING_BUT_KEYS)
    ids |= {"Queue": "", "Topic": "", "Secret": ""}

    for how in ("put an object", "put an item", "get an item"):
        use(lambda service: cloud.as_role(service, role), ids, how)


def test_a_disabled_key_opens_nothing(cloud, ids):
    key = cloud.client("kms").create_key()["KeyMetadata"]["Arn"]
    secret = cloud.client("secretsmanager").create_secret(Name="closed", SecretString="s", KmsKeyId=key)["ARN"]
    cloud.client("kms").disable_key(KeyId=key)

    with pytest.raises(ClientError, match="Disabled"):
        cloud.client("secretsmanager").get_secret_value(SecretId=secret)


def test_a_role_refused_by_the_service_itself_is_not_asked_for_a_key(cloud, ids):
    role = cloud.role("nothing", {"Effect": "Deny", "Action": "*", "Resource": "*"})

    with pytest.raises(ClientError) as refusal:
        cloud.as_role("s3", role).get_object(Bucket=ids["Bucket"], Key="kept")

    assert "kms:" not in json.dumps(refusal.value.response["Error"])
