"""The deployment's control-plane calls, by the SageMaker SDK over moto. Runs in the models' own environment:

PYTHONPATH=layers/city/src:. .venv-models/bin/python -m pytest --noconftest tests/models_sdk
"""

import hashlib
import io
import json
import tarfile

import pytest

pytest.importorskip("sagemaker.core", reason="the SageMaker SDK has an environment of its own: requirements/models.txt")
pytest.importorskip("moto", reason="moto comes with requirements/models.txt")

import boto3
from moto import mock_aws

from models.detection import deploy as deployment
from models.detection.catalogue.detectors import CENTERNET, YOLOX_NANO
from models.detection.deploy import (
    GROUP,
    Archive,
    DeploymentRefused,
    Target,
    check_for,
    deploy,
    find_package,
    fine_tune,
    model_card,
    read_archive,
    register,
    upload,
)

REGION = "ap-northeast-2"
IMAGE = "123456789012.dkr.ecr.ap-northeast-2.amazonaws.com/detection@sha256:" + "a" * 64
ROLE = "arn:aws:iam::123456789012:role/detection"
DEV = Target(stage="dev", bucket="models-of-dongne", image=IMAGE, role=ROLE, region=REGION)
PROD = Target(stage="prod", bucket="models-of-dongne", image=IMAGE, role=ROLE, region=REGION)
ARCHIVE = Archive(b"an archive", "yolox-nano", ("Apache-2.0",))


@pytest.fixture(scope="module")
def opened():
    """One session for all: the SDK keeps the client of the first that it is given."""
    session = boto3.Session("testing", "testing", region_name=REGION)

    def without_empty_parts(parsed, **_):
        # moto answers with an empty VpcConfig or DataCaptureConfig where AWS leaves it out; the SDK refuses that.
        for name in [name for name, value in parsed.items() if value == {}]:
            del parsed[name]

    for operation in ("DescribeModel", "DescribeEndpoint"):
        session.events.register(f"after-call.sagemaker.{operation}", without_empty_parts)
    return session


@pytest.fixture
def session(opened):
    with mock_aws():
        opened.client("s3").create_bucket(Bucket=DEV.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield opened


def packed(network: bytes, **manifest) -> bytes:
    whole = {"name": "yolox-nano", "weights": {"yolox-nano": "yolox_nano.onnx"}, **manifest}
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, content in (("model.json", json.dumps(whole).encode()), ("yolox_nano.onnx", network)):
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return target.getvalue()


def test_weights_that_nobody_vouched_for_are_refused():
    with pytest.raises(DeploymentRefused, match="SHA-256"):
        read_archive(packed(b"another network"))


def test_weights_trained_further_are_taken_under_their_own_hash():
    tuned = b"a network trained further"

    archive = read_archive(packed(tuned, sha256=hashlib.sha256(tuned).hexdigest()))

    assert archive.name == "yolox-nano"
    assert archive.licences == (YOLOX_NANO.licence,)


@pytest.mark.parametrize("content", [b"", b"no archive", packed(b"x", name="unheard-of"), packed(b"x", weights={})])
def test_what_is_no_archive_is_refused(content):
    with pytest.raises((DeploymentRefused, deployment.Rejected)):
        read_archive(content)


def test_prod_takes_no_model_without_a_licence():
    with pytest.raises(DeploymentRefused, match="none stated"):
        check_for(Archive(b"", "centernet", (CENTERNET.licence,)), PROD)

    check_for(Archive(b"", "centernet", (CENTERNET.licence,)), DEV)


def test_prod_takes_no_image_by_tag():
    with pytest.raises(DeploymentRefused, match="digest"):
        check_for(ARCHIVE, Target(stage="prod", bucket="b", image="repository:latest", role=ROLE, region=REGION))


def test_the_local_stage_is_not_deployed_to():
    with pytest.raises(DeploymentRefused, match="local"):
        check_for(ARCHIVE, Target(stage="local", bucket="b", image=IMAGE, role=ROLE, region=REGION))


def test_an_archive_is_uploaded_once(session):
    first, second = upload(session, ARCHIVE, DEV), upload(session, ARCHIVE, DEV)

    assert first == second == f"s3://{DEV.bucket}/{ARCHIVE.key}"
    s3 = session.client("s3")
    assert s3.get_object(Bucket=DEV.bucket, Key=ARCHIVE.key)["Body"].read() == ARCHIVE.content
    assert s3.head_object(Bucket=DEV.bucket, Key=ARCHIVE.key)["ServerSideEncryption"] == "aws:kms"


def test_a_model_is_registered_once_with_its_card(session):
    first, second = register(session, ARCHIVE, DEV), register(session, ARCHIVE, DEV)

    client = session.client("sagemaker")
    assert first == second
    assert len(client.list_model_packages(ModelPackageGroupName=GROUP)["ModelPackageSummaryList"]) == 1
    package = client.describe_model_package(ModelPackageName=first)
    container = package["InferenceSpecification"]["Containers"][0]
    assert container["ModelDataUrl"].endswith(ARCHIVE.key)
    assert package["ModelApprovalStatus"] == "PendingManualApproval"


def test_the_card_says_where_the_weights_are_from_and_what_goes_wrong():
    card = model_card(Archive(b"", "thorough", ("Apache-2.0", "none stated")))

    assert "no licence" in card["additional_information"]["caveats_and_recommendations"]
    assert card["intended_uses"]["risk_rating"] == "High"
    assert json.loads(json.dumps(card)) == card


@pytest.mark.parametrize("instance", [None, "ml.c5.large"], ids=["serverless", "real-time"])
def test_an_endpoint_is_made_once(session, instance):
    first, second = (deploy(session, ARCHIVE, DEV, endpoint="detection", instance=instance) for _ in range(2))

    client = session.client("sagemaker")
    assert first == second
    assert len(client.list_models()["Models"]) == 1
    config = client.describe_endpoint(EndpointName="detection")["EndpointConfigName"]
    variant = client.describe_endpoint_config(EndpointConfigName=config)["ProductionVariants"][0]
    assert ("ServerlessConfig" in variant) == (instance is None)
    assert variant.get("InstanceType") == instance


def test_a_new_model_is_put_behind_the_same_endpoint(session):
    deploy(session, ARCHIVE, DEV, endpoint="detection")
    asked = []

    def note_and_accept(params, **_):
        # moto knows no UpdateEndpoint: what would have been asked is what counts.
        asked.append(json.loads(params["body"]))
        response = type("Answer", (), {"status_code": 200, "headers": {}})()
        return response, {"EndpointArn": "arn"}

    session.events.register("before-call.sagemaker.UpdateEndpoint", note_and_accept)

    deploy(session, Archive(b"a newer archive", "yolox-nano", ("Apache-2.0",)), DEV, endpoint="detection")

    [request] = asked
    assert request["EndpointName"] == "detection"
    assert request["EndpointConfigName"].startswith("detection-yolox-nano-")


def test_prod_waits_for_an_approval(session):
    arn = register(session, ARCHIVE, PROD)
    with pytest.raises(DeploymentRefused, match="approved"):
        deploy(session, ARCHIVE, PROD, endpoint="detection")

    session.client("sagemaker").update_model_package(ModelPackageArn=arn, ModelApprovalStatus="Approved")

    assert find_package(session, ARCHIVE, PROD, approved=True) == arn
    assert deploy(session, ARCHIVE, PROD, endpoint="detection")


def test_a_training_is_started_once(session):
    options = {"epochs": "20", "head-only": ""}
    first, second = (
        fine_tune(session, DEV, "s3://models-of-dongne/corrections", "training@sha256:1", options=options)
        for _ in range(2)
    )

    client = session.client("sagemaker")
    assert first == second
    job = client.describe_training_job(TrainingJobName=first)
    assert {channel["ChannelName"] for channel in job["InputDataConfig"]} == {"train", "images", "weights"}
    assert job["OutputDataConfig"]["S3OutputPath"].startswith("s3://models-of-dongne/")


def test_training_data_outside_s3_are_refused(session):
    with pytest.raises(DeploymentRefused):
        fine_tune(session, DEV, "/data/of/somebody", "training@sha256:1")
