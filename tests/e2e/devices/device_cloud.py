"""A cloud for devices only: IoT Core with policies enforced, `infra/devices` deployed, and boxes to connect to it.

Lighter than the whole city: nothing is built. The function that admits new units is a stand-in here, its own tests are
elsewhere; everything else of the template is deployed as it stands.
"""

import contextlib
import json
import socket
import threading
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from infra.local.city import ROOT, City
from infra.local.patience import groups_of_children, processor_time, wait_for
from infra.templates import read_template
from iot.crosswalk_unit.profile import presence_of
from iot.device.line.mqtt_link import Credentials, MqttLink
from iot.device.line.pace import PublishBudget

STAGE = "local"
# However busy the machine: whoever takes this long hangs.
HANGS_S = 300.0
_STACK = "devices-alone"
# Serial numbers of the workshop's begin like this, and the register names their units so: DN-okgye-01 is okgye-01.
REGISTERED = "DN-"
_ADMIT = f"""
def handler(event, context):
    serial = event["parameters"].get("SerialNumber", "")
    unit = serial.removeprefix("{REGISTERED}")
    return {{"allowProvisioning": unit != serial, "parameterOverrides": {{"UnitName": unit}}}}
"""


@dataclass
class DeviceCloud:
    """A running cloud for devices."""

    city: City
    folder: Path
    outputs: dict[str, str] = field(default_factory=dict)
    certificate_arns: dict[str, str] = field(default_factory=dict)

    def client(self, service: str) -> Any:
        return self.city.client(service)

    @property
    def ca(self) -> Path:
        path = self.folder / "ca.pem"
        if not path.exists():
            with urllib.request.urlopen(self.city.url("/_ministack/iot/ca.pem"), timeout=HANGS_S) as answer:
                path.write_bytes(answer.read())
        return path

    def certificate(self, name: str, policies: str | None, *, active: bool = True) -> Credentials:
        """A certificate of the city's, with policies (their names joined by commas) and without a thing."""
        made = self.client("iot").create_keys_and_certificate(setAsActive=active)
        for policy in policies.split(",") if policies else ():
            self.client("iot").attach_policy(policyName=policy, target=made["certificateArn"])
        certificate, key = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        certificate.write_text(made["certificatePem"])
        key.write_text(made["keyPair"]["PrivateKey"])
        self.certificate_arns[name] = made["certificateArn"]
        return Credentials(
            endpoint="localhost", port=self.city.mqtt_port, certificate=certificate, private_key=key, root_ca=self.ca
        )

    def unit(self, name: str) -> Credentials:
        """A unit as provisioning leaves it: a thing, its certificate, the units' policies."""
        self.client("iot").create_thing(thingName=name, thingTypeName=self.outputs["CrosswalkUnitTypeName"])
        credentials = self.certificate(name, self.outputs["CrosswalkUnitPolicyNames"])
        self.client("iot").attach_thing_principal(thingName=name, principal=self.certificate_arns[name])
        return credentials

    def link(self, name: str, credentials: Credentials, *, announce: bool = True, **settings: Any) -> MqttLink:
        """A unit's line that tries again quickly."""
        settings["presence"] = presence_of(name) if announce else None
        settings.setdefault("first_retry_s", 0.05)
        settings.setdefault("longest_retry_s", 0.4)
        return MqttLink(name, credentials, time.monotonic, chance=Random(name), **settings)

    def observer(self) -> "Observer":
        """Somebody in the city who may hear everything."""
        policy = "observer"
        iot = self.client("iot")
        if not any(each["policyName"] == policy for each in iot.list_policies()["policies"]):
            allowed = {"Effect": "Allow", "Action": "iot:*", "Resource": "*"}
            iot.create_policy(
                policyName=policy, policyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
            )
        name = f"observer-{time.monotonic_ns()}"
        return Observer(self.link(name, self.certificate(name, policy), announce=False, budget=unlimited()))


class Observer:
    """Hears topics and keeps what comes, in order."""

    def __init__(self, link: MqttLink) -> None:
        self.link = link
        self.heard: list[tuple[str, bytes]] = []

    def listen(self, topic_filter: str) -> "Observer":
        self.link.listen(topic_filter, lambda topic, payload: self.heard.append((topic, payload)))
        return self

    def __enter__(self) -> "Observer":
        self.link.start()
        until(lambda: self.link.connected)
        return self

    def __exit__(self, *_: object) -> None:
        self.link.stop()


def unlimited() -> PublishBudget:
    """The local broker has no quota, and a test no time for AWS's."""
    return PublishBudget(messages_per_s=1e9, bytes_per_s=1e12)


class Started:
    """Signs of life of whatever this process has started: the cloud with its workers, a box."""

    def __init__(self) -> None:
        self._before: dict[int, int] = {}

    def moved(self) -> bool:
        before, self._before = self._before, {}
        wanting = False
        for group in groups_of_children():
            spent, wants = processor_time(group)
            self._before |= spent
            wanting = wanting or wants
        # A hundredth may be the end of what our own question caused.
        return wanting or sum(self._before.values()) - sum(before.get(pid, 0) for pid in self._before) > 1

    def under_way(self) -> str:
        return ""


def until(condition: Callable[[], object]) -> None:
    """Waits for something as long as the cloud or a box works; fails if neither does for a minute in all."""
    wait_for("what the test waits for", lambda: True if condition() else None, Started(), tell=print, pause_s=0.02)


class Cable:
    """The line between a unit and the city, to be cut: a TCP relay on a port of its own."""

    def __init__(self, port: int) -> None:
        self._to = port
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._whole = True
        self.attempts: list[float] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Ends every connection and lets no new one through."""
        self._whole = False
        for pair in self._pairs:
            for end in pair:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
                end.close()
        self._pairs.clear()

    def mend(self) -> None:
        self._whole = True

    def __enter__(self) -> "Cable":
        return self

    def __exit__(self, *_: object) -> None:
        self.cut()
        self._server.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._server.accept()
                self.attempts.append(time.monotonic())
                if not self._whole:
                    near.close()
                    continue
                far = socket.create_connection(("127.0.0.1", self._to))
                self._pairs.append((near, far))
                for source, sink in ((near, far), (far, near)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    @staticmethod
    def _carry(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while carried := source.recv(65536):
                sink.sendall(carried)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def deploy(city: City) -> dict[str, str]:
    """`infra/devices` as it stands, with a stand-in for the function that needs the city's package."""
    template = json.loads(json.dumps(read_template(ROOT / "infra" / "devices" / "template.yaml")))
    resources = template["Resources"]
    del template["Transform"]
    # A stack of its own, in a file that lies where no deployment of the city has put it.
    del resources["Dashboard"]
    resources["AdmitUnitFunction"] = {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Code": {"ZipFile": _ADMIT},
            "Handler": "index.handler",
            "Runtime": {"Ref": "PythonRuntime"},
            "Role": {"Fn::GetAtt": ["StandInRole", "Arn"]},
        },
    }
    resources["StandInRole"] = {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
                ],
            }
        },
    }
    parameters = {
        "Stage": STAGE,
        "PythonRuntime": "python3.11",
        "Layers": "",
        "UnitsTable": "units",
        "UnitsTableArn": "arn:aws:dynamodb:ap-northeast-2:000000000000:table/units",
        "AlarmTopicArn": "arn:aws:sns:ap-northeast-2:000000000000:alarms",
        "LogRetentionDays": "7",
    }
    formation = city.client("cloudformation")
    formation.create_stack(
        StackName=_STACK,
        TemplateBody=json.dumps(template),
        Parameters=[{"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()],
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    )
    stack: dict[str, Any] = {}

    def deployed() -> bool:
        stack.update(formation.describe_stacks(StackName=_STACK)["Stacks"][0])
        assert "ROLLBACK" not in stack["StackStatus"], formation.describe_stack_events(StackName=_STACK)
        return bool(stack["StackStatus"] == "CREATE_COMPLETE")

    until(deployed)
    return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
