"""From weights to an endpoint, with the SageMaker SDK: package, upload, register with a model card, deploy, fine-tune.

    python -m models.detection.deploy register --model yolox-nano --stage dev --bucket BUCKET --image URI --role ARN
    python -m models.detection.deploy deploy   … --endpoint detection [--instance ml.c7i.large]
    python -m models.detection.deploy fine-tune … --data s3://BUCKET/corrections --training-image URI

Runs in an environment of its own (requirements/models.txt). Every step may be repeated: archives, models and
configurations are named by the archive's hash, so doing it again finds what is there. `deploy` is for trying a model in a
stage of one's own; infra/crosswalk/detection.yaml is the endpoint that stays, and `register` prints its parameters.

Prod takes only weights whose hash is the catalogue's or the registered one, under a stated licence, in an image named by
its digest, and only once somebody has approved the registered package.
"""

import argparse
import hashlib
import io
import json
import re
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import ClientError
from sagemaker.core.resources import (
    Endpoint,
    Model,
    ModelPackageGroup,
    TrainingJob,
)

# Of the module itself: the package's own names mix these with the model card's.
from sagemaker.core.shapes.shapes import (
    AlgorithmSpecification,
    Channel,
    CheckpointConfig,
    ContainerDefinition,
    DataSource,
    MetricDefinition,
    OutputDataConfig,
    ResourceConfig,
    S3DataSource,
    StoppingCondition,
)

from city.kernel.errors import Rejected
from models.detection.catalogue.cache import weights_path
from models.detection.catalogue.detectors import CATALOGUE, YOLOX_NANO
from models.detection.package import adapters_of, pack_model
from models.detection.training.metrics import METRIC_DEFINITIONS

GROUP = "dongne-detection"
STAGES = ("dev", "prod")
CONTENT_TYPES = ["image/jpeg", "image/png", "application/json"]
_DIGEST = re.compile(r".+@sha256:[0-9a-f]{64}")


class DeploymentRefused(Rejected):
    """What is to be deployed may not be, in that stage."""

    message_ko = "이 모델은 배포할 수 없습니다."
    message_en = "This model may not be deployed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to, and as whom."""

    stage: str
    bucket: str
    image: str
    role: str
    region: str


@dataclass(frozen=True, slots=True)
class Archive:
    content: bytes
    name: str
    licences: tuple[str, ...]

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def key(self) -> str:
        return f"detection/{self.name}-{self.sha256[:16]}/model.tar.gz"

    @property
    def short_name(self) -> str:
        """What models and configurations are called."""
        return f"detection-{self.name}-{self.sha256[:12]}"


def read_archive(content: bytes) -> Archive:
    """An archive whose weights are those it, or the catalogue, promises. Raises DeploymentRefused."""
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as packed:
            files = {entry.name: packed.extractfile(entry) for entry in packed.getmembers() if entry.isfile()}
            read = {
                name: file.read() for name, file in files.items() if file is not None and not name.startswith("code/")
            }
        manifest = json.loads(read["model.json"])
        adapters = adapters_of(manifest["name"])
        for adapter in adapters:
            found = hashlib.sha256(read[manifest["weights"][adapter.name]]).hexdigest()
            if found != manifest.get("sha256", adapter.weights_sha256):
                raise DeploymentRefused(f"the weights of {adapter.name} have SHA-256 {found}")
    except (tarfile.TarError, OSError, KeyError, ValueError, TypeError) as error:
        raise DeploymentRefused(f"not an archive of package.py: {type(error).__name__} {error}") from error
    return Archive(content, manifest["name"], tuple(adapter.licence for adapter in adapters))


def check_for(archive: Archive, target: Target) -> None:
    """Raises DeploymentRefused."""
    if target.stage not in STAGES:
        raise DeploymentRefused(f"stage {target.stage}: the local city serves the model itself")
    if target.stage != "prod":
        return
    if any(licence not in {"Apache-2.0", "MIT", "BSD-3-Clause"} for licence in archive.licences):
        raise DeploymentRefused(f"{archive.name}: licence {', '.join(archive.licences)}")
    if not _DIGEST.fullmatch(target.image):
        raise DeploymentRefused("prod names its image by digest: repository@sha256:…")


def upload(session: boto3.Session, archive: Archive, target: Target) -> str:
    """The archive's address in S3; uploaded if it is not there."""
    s3 = session.client("s3", region_name=target.region)
    try:
        s3.head_object(Bucket=target.bucket, Key=archive.key)
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"404", "NoSuchKey", "NotFound"}:
            raise
        s3.put_object(
            Bucket=target.bucket,
            Key=archive.key,
            Body=archive.content,
            ContentType="application/gzip",
            ServerSideEncryption="aws:kms",
        )
    return f"s3://{target.bucket}/{archive.key}"


def model_card(archive: Archive) -> dict[str, Any]:
    """SageMaker's model card: what the model is, for whom, and where its limits are written."""
    adapters = adapters_of(archive.name)
    return {
        "model_overview": {
            "model_description": "Finds people, bicycles and vehicles in a street camera's frame, for crosswalk units.",
            "model_owner": "Dongne",
            "problem_type": "Object detection",
            "algorithm_type": ", ".join(adapter.name for adapter in adapters),
        },
        "intended_uses": {
            "purpose_of_model": "To light a crosswalk's lamps for people, beside the detector of the unit itself.",
            "intended_uses": "Counting and locating people and vehicles. Never who they are.",
            "factors_affecting_model_efficiency": "Night, rain, and people of a few pixels: see the README's table.",
            "risk_rating": "High",
            "explanations_for_risk_rating": "A person who is not seen is not lit for; the unit's fail-safe stands behind.",
        },
        "additional_information": {
            "caveats_and_recommendations": " ".join(adapter.provenance for adapter in adapters),
            "custom_details": {"archive_sha256": archive.sha256, "licences": ", ".join(archive.licences)},
        },
    }


def register(session: boto3.Session, archive: Archive, target: Target) -> str:
    """The ARN of the model package, in the registry with its card; waiting for somebody's approval."""
    check_for(archive, target)
    address = upload(session, archive, target)
    client = session.client("sagemaker", region_name=target.region)
    try:
        client.describe_model_package_group(ModelPackageGroupName=GROUP)
    except ClientError:
        ModelPackageGroup.create(
            model_package_group_name=GROUP,
            model_package_group_description="Dongne's detection models",
            session=session,
            region=target.region,
        )
    if known := find_package(session, archive, target):
        return known
    # Not ModelPackage.create: version 3.27 of the SDK takes the model card's InferenceSpecification for this one.
    package = client.create_model_package(
        ModelPackageGroupName=GROUP,
        ModelPackageDescription=_described(archive),
        InferenceSpecification={
            "Containers": [{"Image": target.image, "ModelDataUrl": address}],
            "SupportedContentTypes": CONTENT_TYPES,
            "SupportedResponseMIMETypes": ["application/json"],
        },
        ModelApprovalStatus="PendingManualApproval",
        ModelCard={"ModelCardContent": json.dumps(model_card(archive)), "ModelCardStatus": "PendingReview"},
    )
    return str(package["ModelPackageArn"])


def _described(archive: Archive) -> str:
    return f"{archive.name} sha256 {archive.sha256}"


def find_package(session: boto3.Session, archive: Archive, target: Target, approved: bool = False) -> str | None:
    """The ARN under which this very archive is registered, if it is."""
    client = session.client("sagemaker", region_name=target.region)
    for page in client.get_paginator("list_model_packages").paginate(ModelPackageGroupName=GROUP):
        for summary in page["ModelPackageSummaryList"]:
            if summary.get("ModelPackageDescription") == _described(archive) and (
                not approved or summary.get("ModelApprovalStatus") == "Approved"
            ):
                return str(summary["ModelPackageArn"])
    return None


def deploy(
    session: boto3.Session, archive: Archive, target: Target, *, endpoint: str, instance: str | None = None
) -> str:
    """The endpoint's ARN: serverless, or on `instance`. Raises DeploymentRefused in prod until the package is approved."""
    check_for(archive, target)
    if target.stage == "prod" and find_package(session, archive, target, approved=True) is None:
        raise DeploymentRefused(f"nobody has approved {_described(archive)}")
    address = upload(session, archive, target)
    client = session.client("sagemaker", region_name=target.region)
    # The image is part of the name too: the same weights in a new image are another model.
    suffix = hashlib.sha256(f"{target.image} {instance}".encode()).hexdigest()[:6]
    name = f"{archive.short_name}-{suffix}"
    if not _exists(client.describe_model, ModelName=name):
        Model.create(
            model_name=name,
            primary_container=ContainerDefinition(image=target.image, model_data_url=address),
            execution_role_arn=target.role,
            session=session,
            region=target.region,
        )
    if not _exists(client.describe_endpoint_config, EndpointConfigName=name):
        # Not EndpointConfig.create: version 3.27 of the SDK writes MemorySizeInMb, which botocore does not know.
        client.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[_variant(name, instance)])
    if not _exists(client.describe_endpoint, EndpointName=endpoint):
        Endpoint.create(endpoint_name=endpoint, endpoint_config_name=name, session=session, region=target.region)
    elif client.describe_endpoint(EndpointName=endpoint)["EndpointConfigName"] != name:
        client.update_endpoint(EndpointName=endpoint, EndpointConfigName=name)
    return str(client.describe_endpoint(EndpointName=endpoint)["EndpointArn"])


def _variant(model: str, instance: str | None) -> dict[str, Any]:
    variant = {"VariantName": "all", "ModelName": model, "InitialVariantWeight": 1}
    if instance:
        return {**variant, "InstanceType": instance, "InitialInstanceCount": 1}
    return {**variant, "ServerlessConfig": {"MemorySizeInMB": 3072, "MaxConcurrency": 10}}


def _exists(describe: Any, **name: str) -> bool:
    try:
        describe(**name)
    except ClientError as error:
        # SageMaker says ValidationException of what does not exist.
        if error.response["Error"]["Code"] in {"ValidationException", "ResourceNotFound"}:
            return False
        raise
    return True


def fine_tune(
    session: boto3.Session,
    target: Target,
    data: str,
    training_image: str,
    *,
    instance: str = "ml.g5.xlarge",
    options: Mapping[str, str] | None = None,
) -> str:
    """The name of the training job on the corrected frames under `data` (train/, images/, weights/).

    The name follows from what is asked: asking twice for the same does not train twice.
    """
    if not data.startswith("s3://"):
        raise DeploymentRefused("training data lie in S3")
    chosen = dict(sorted((options or {}).items()))
    asked = json.dumps([data, training_image, instance, chosen])
    name = f"detection-tune-{hashlib.sha256(asked.encode()).hexdigest()[:12]}"
    client = session.client("sagemaker", region_name=target.region)
    if _exists(client.describe_training_job, TrainingJobName=name):
        return name
    TrainingJob.create(
        training_job_name=name,
        role_arn=target.role,
        algorithm_specification=AlgorithmSpecification(
            training_image=training_image,
            training_input_mode="File",
            container_entrypoint=["python", "-m", "models.detection.train"],
            container_arguments=[part for option, value in chosen.items() for part in (f"--{option}", value) if part],
            metric_definitions=[MetricDefinition(name=one["Name"], regex=one["Regex"]) for one in METRIC_DEFINITIONS],
        ),
        input_data_config=[
            Channel(
                channel_name=channel,
                data_source=DataSource(
                    s3_data_source=S3DataSource(s3_data_type="S3Prefix", s3_uri=f"{data.rstrip('/')}/{channel}/")
                ),
            )
            for channel in ("train", "images", "weights")
        ],
        output_data_config=OutputDataConfig(s3_output_path=f"s3://{target.bucket}/detection/trained/"),
        checkpoint_config=CheckpointConfig(s3_uri=f"s3://{target.bucket}/detection/checkpoints/{name}/"),
        resource_config=ResourceConfig(instance_type=instance, instance_count=1, volume_size_in_gb=50),
        stopping_condition=StoppingCondition(max_runtime_in_seconds=6 * 3600, max_wait_time_in_seconds=12 * 3600),
        enable_managed_spot_training=True,
        enable_network_isolation=True,
        session=session,
        region=target.region,
    )
    return name


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m models.detection.deploy", description=__doc__.splitlines()[0])
    parser.add_argument("step", choices=["register", "deploy", "fine-tune"])
    parser.add_argument("--model", default=YOLOX_NANO.name, help=f"of {', '.join(CATALOGUE)}, or a profile")
    parser.add_argument("--archive", type=Path, help="a model.tar.gz of package.py, instead of the model's own weights")
    parser.add_argument("--stage", choices=STAGES, required=True)
    parser.add_argument("--bucket", required=True)
    parser.add_argument("--image", required=True, help="models/detection/Dockerfile, in ECR")
    parser.add_argument("--role", required=True, help="ARN of what the model runs as")
    parser.add_argument("--region", default="ap-northeast-2")
    parser.add_argument("--endpoint", default="detection")
    parser.add_argument("--instance", help="for a real-time endpoint, or for training")
    parser.add_argument("--data", help="s3:// address of train/, images/ and weights/")
    parser.add_argument("--training-image")
    arguments = parser.parse_args()
    target = Target(
        stage=arguments.stage,
        bucket=arguments.bucket,
        image=arguments.image,
        role=arguments.role,
        region=arguments.region,
    )
    session = boto3.Session(region_name=arguments.region)
    try:
        if arguments.step == "fine-tune":
            if not (arguments.data and arguments.training_image):
                parser.error("fine-tune needs --data and --training-image")
            more = {"instance": arguments.instance} if arguments.instance else {}
            _say(fine_tune(session, target, arguments.data, arguments.training_image, **more))
            return
        archive = read_archive(
            arguments.archive.read_bytes()
            if arguments.archive
            else pack_model(arguments.model, {one.name: weights_path(one) for one in adapters_of(arguments.model)})
        )
        if arguments.step == "register":
            _say(register(session, archive, target))
            _say(f"infra/crosswalk/detection.yaml: ArtifactBucket={target.bucket} ArtifactKey={archive.key}")
        else:
            _say(deploy(session, archive, target, endpoint=arguments.endpoint, instance=arguments.instance))
    except Rejected as refusal:
        sys.exit(f"{refusal.message_ko}\n{refusal.message_en}\n{refusal.detail}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
