"""Deploys to a real account: checks what would go wrong, then the same build and deploy as the local city's."""

import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console

from city.kernel.settings import SANDBOX, SandboxInProduction, Stage, refuse_sandbox_in_prod
from infra.local.city import ROOT
from infra.local.machine.environment import python_runtime
from infra.local.machine.sam import room_for_sam
from infra.local.machine.samconfig import overrides_of
from infra.local.machine.trouble import CityTrouble
from infra.local.machine.version import version_of

TEMPLATE, EDGE = ROOT / "template.yaml", ROOT / "infra" / "door" / "edge.yaml"
# The only Region from which CloudFront takes web ACLs and certificates.
EDGE_REGION = "us-east-1"
# Lambda's x86-64 machines; the layers' wheels are fetched for them whatever machine builds: a newer Linux would take wheels
# that Lambda cannot load.
CLOUD_WHEELS = "manylinux2014_x86_64"


def deploy(stage: str) -> int:
    """Raises CityTrouble naming what is missing and the cure."""
    if stage not in ("dev", "prod"):
        raise CityTrouble("Say where to: make deploy ENV=dev or make deploy ENV=prod")
    parameters = stage_parameters(stage) | {"Version": version_of(ROOT)}
    refuse_sandbox(stage, parameters)
    if parameters["PythonRuntime"] != python_runtime():
        raise CityTrouble(
            f"samconfig.toml asks for {parameters['PythonRuntime']} and this is {python_runtime()}: set up with that "
            f"Python (make clean setup PYTHON={parameters['PythonRuntime']}), or change samconfig.toml."
        )
    account = check_credentials()
    Console(highlight=False).print(f"Deploying to account {account}, stage {stage}")
    environment = {
        **os.environ,
        "WHEELS_FOR": CLOUD_WHEELS,
        "PATH": f"{ROOT / '.venv-cloud' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}",
    }
    # Folders of its own: SAM's cache does not see that the laptop's wheels are not the cloud's.
    folder = ROOT / ".aws-sam" / "cloud"
    with room_for_sam(environment, folder) as environment:

        def sam(*arguments: str) -> int:
            return subprocess.run(["sam", *arguments], cwd=ROOT, env=environment, check=False).returncode

        return deploy_both(stage, parameters, folder, sam, outputs_of)


def deploy_both(
    stage: str,
    parameters: Mapping[str, str],
    folder: Path,
    sam: Callable[..., int],
    outputs_of: Callable[[str, str], Mapping[str, str]],
) -> int:
    """The edge in its Region, then the city with what the edge hands over. Returns the status of what failed, or 0.

    `outputs_of`: of a stack by its name, in a Region.
    """
    built, cache, edge = f"{folder / 'build'}", f"{folder / 'cache'}", f"{stage}-edge"
    edge_overrides = edge_parameters(edge, parameters)
    if status := sam("build", "--parallel", "--build-dir", built, "--cache-dir", cache):
        return status
    # SAM looks for it beside the template.
    config = ["--config-file", str(ROOT / "samconfig.toml"), "--config-env"]
    given = ["--template-file", str(EDGE), "--parameter-overrides", edge_overrides]
    if status := sam("deploy", *config, edge, *given):
        return status
    made = outputs_of(f"dongne-{edge}", EDGE_REGION)
    overrides = [overrides_of(stage), *(f"{name}={made[name]}" for name in made if not parameters.get(name))]
    if version := parameters.get("Version"):
        overrides.append(f"Version={version}")
    given = ["--template-file", f"{built}/template.yaml", "--parameter-overrides", " ".join(overrides)]
    return sam("deploy", *config, stage, *given)


def edge_parameters(edge: str, parameters: Mapping[str, str]) -> str:
    """What samconfig.toml gives the edge of a stage, and the city's own name. Raises CityTrouble for a name without a
    certificate: CloudFront would refuse it when all the rest is deployed."""
    domain, zone = parameters.get("CityDomain", ""), parameters.get("HostedZoneId", "")
    if domain and not (zone or parameters.get("CertificateArn")):
        raise CityTrouble(
            f"{domain} needs a certificate: name its Route 53 zone (HostedZoneId=…) in samconfig.toml, or a certificate of "
            f"yours in {EDGE_REGION} (CertificateArn=…)."
        )
    own = {"CityDomain": domain, "HostedZoneId": "" if parameters.get("CertificateArn") else zone}
    return " ".join([overrides_of(edge), *(f"{name}={value}" for name, value in own.items() if value)])


def outputs_of(stack: str, region: str) -> dict[str, str]:
    """What a deployed stack hands over."""
    (found,) = boto3.Session(region_name=region).client("cloudformation").describe_stacks(StackName=stack)["Stacks"]
    return {output["OutputKey"]: output["OutputValue"] for output in found.get("Outputs", [])}


def stage_parameters(stage: str, template: Path = TEMPLATE) -> dict[str, str]:
    """The template parameters samconfig.toml gives a stage, over the template's own defaults."""
    pairs = overrides_of(stage).split()
    defaults = {
        name: str(declared["Default"]) for name, declared in _declared(template).items() if "Default" in declared
    }
    return defaults | dict(pair.split("=", 1) for pair in pairs)


def adapters_of(template: Path = TEMPLATE) -> list[str]:
    """The parameters that choose an adapter: those for which the template allows `sandbox`."""
    return [name for name, declared in _declared(template).items() if SANDBOX in declared.get("AllowedValues", ())]


def refuse_sandbox(stage: str, parameters: Mapping[str, str], template: Path = TEMPLATE) -> None:
    """Raises CityTrouble if prod would run on a make-believe adapter."""
    try:
        refuse_sandbox_in_prod(Stage(stage), {name: parameters.get(name) for name in adapters_of(template)})
    except SandboxInProduction as error:
        raise CityTrouble(
            f"Not deployed: {error}. Real citizens would talk to a toy; name a real adapter in samconfig.toml."
        ) from error


def _declared(template: Path) -> dict[str, dict[str, Any]]:
    from cfnlint.decode import decode  # half a second to import, and no other command needs it

    content, faults = decode(str(template))
    if content is None or faults:
        raise CityTrouble(f"{template.name} cannot be read: {', '.join(str(fault) for fault in faults)}")
    return dict(content.get("Parameters", {}))


def check_credentials() -> str:
    """The account's number. Raises CityTrouble."""
    session = boto3.Session()
    if not session.region_name:
        raise CityTrouble("No AWS Region is set: export AWS_REGION=ap-northeast-2")
    if session.region_name != "ap-northeast-2":
        raise CityTrouble(
            f"The Region is {session.region_name}; samconfig.toml deploys to ap-northeast-2 (Seoul), where the data must "
            "stay: export AWS_REGION=ap-northeast-2"
        )
    try:
        return str(session.client("sts").get_caller_identity()["Account"])
    except (BotoCoreError, ClientError) as error:
        raise CityTrouble(
            f"AWS does not know you ({type(error).__name__}): sign in with `aws sso login` or `aws configure`."
        ) from error
