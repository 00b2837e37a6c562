"""The local cloud alone, without a city in it, on free ports and in a folder of its own."""

import json
import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

from infra.local.city import ROOT
from infra.local.machine.environment import REGION, path_with_node
from infra.local.machine.ports import free_port

INTERPRETER = ROOT / ".venv-cloud" / "bin" / "python"
RUNTIME = "python3.11"


class RunningCloud:
    def __init__(self, home: Path, without: list[str] | None = None) -> None:
        self.home, self.port, self.door_port = home, free_port(), free_port()
        # Also by hand, to see a test fail without its mend.
        self.without = (without or []) + os.environ.get("DONGNE_CLOUD_WITHOUT", "").split()
        self.start()

    def start(self) -> None:
        for folder in ("state", "s3", "tmp"):
            (self.home / folder).mkdir(exist_ok=True)
        without = [f"--without={name}" for name in self.without]
        with (self.home / "cloud.log").open("a") as log:
            self.process = subprocess.Popen(
                [str(INTERPRETER), "-m", "infra.local.cloud", *without],
                cwd=ROOT,
                env=self._whole_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        while not self._answers():
            assert self.process.poll() is None, self.log()[-3000:]
            time.sleep(0.1)

    def stop(self) -> None:
        """As `make stop` does: it saves."""
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def log(self) -> str:
        return (self.home / "cloud.log").read_text(errors="replace")

    def client(self, service: str) -> Any:
        """The deployer's: root."""
        return self.as_role(service, {})

    def as_role(self, service: str, role: dict[str, str]) -> Any:
        return boto3.client(  # type: ignore[call-overload]  # the service is named at run time
            service,
            endpoint_url=f"http://localhost:{self.port}",
            region_name=REGION,
            aws_access_key_id=role.get("AccessKeyId", "local"),
            aws_secret_access_key=role.get("SecretAccessKey", "local"),
            aws_session_token=role.get("SessionToken"),
            config=Config(retries={"total_max_attempts": 1}, s3={"addressing_style": "path"}),
        )

    def role(self, name: str, *statements: dict[str, Any]) -> dict[str, str]:
        """The credentials of a new role that may do what the statements say."""
        iam = self.client("iam")
        trust = {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:root"}, "Action": "sts:AssumeRole"}
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"]
        iam.put_role_policy(RoleName=name, PolicyName="all", PolicyDocument=policy(*statements))
        credentials: dict[str, str] = self.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        return credentials

    def post(self, path: str) -> None:
        asked = urllib.request.Request(f"http://localhost:{self.port}{path}", method="POST")
        urllib.request.urlopen(asked).close()

    def deploy(self, stack: str, *, update: bool = False, **resources: Any) -> str:
        """The stack's status when it has come to rest."""
        cloudformation = self.client("cloudformation")
        change = cloudformation.update_stack if update else cloudformation.create_stack
        body = json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources})
        change(StackName=stack, TemplateBody=body, Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"])
        while True:
            status: str = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
            if not status.endswith("_IN_PROGRESS"):
                return status
            time.sleep(0.05)

    def physical_id(self, stack: str, logical_id: str) -> str:
        described = self.client("cloudformation").describe_stack_resource(StackName=stack, LogicalResourceId=logical_id)
        return str(described["StackResourceDetail"]["PhysicalResourceId"])

    def reasons(self, stack: str) -> str:
        events = self.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
        return "\n".join(event.get("ResourceStatusReason", "") for event in events)

    def create_function(self, name: str, code: str, layers: list[str] | None = None, **settings: Any) -> None:
        self.client("lambda").create_function(
            FunctionName=name,
            Runtime=RUNTIME,
            Handler="code.handler",
            Role=self._function_role(),
            Code={"ZipFile": archive({"code.py": code})},
            Layers=layers or [],
            Timeout=60,
            **settings,
        )

    def invoke(self, name: str, event: Any = None) -> Any:
        answer = self.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event))
        payload = json.loads(answer["Payload"].read())
        assert "FunctionError" not in answer, payload
        return payload

    def _function_role(self) -> str:
        iam = self.client("iam")
        trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        try:
            return str(iam.get_role(RoleName="function")["Role"]["Arn"])
        except iam.exceptions.NoSuchEntityException:
            return str(iam.create_role(RoleName="function", AssumeRolePolicyDocument=policy(trust))["Role"]["Arn"])

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}/_ministack/ready", timeout=30) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _whole_environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))}
        return {
            **kept,
            "PATH": path_with_node(),
            "DOOR_PORT": str(self.door_port),
            "AUTH": "true",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.home / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.home / "s3"),
            "TMPDIR": str(self.home / "tmp"),
            "LAYERS_DIR": str(self.home / "layers"),
            "GATEWAY_PORT": str(self.port),
            "IOT_MTLS_ENABLED": "0",
            "DONGNE_TICK_S": "0.2",
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",  # pragma: allowlist secret
            "AWS_DEFAULT_REGION": REGION,
            "LAMBDA_ACCOUNT_CONCURRENCY": "40",  # pragma: allowlist secret
        }


def policy(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def archive(files: dict[str, str]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        for name, content in files.items():
            written.writestr(name, content)
    return packed.getvalue()
