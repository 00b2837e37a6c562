"""What the local cloud got wrong from the start: nested stacks, a dead worker's neighbours, devices' doors."""

import asyncio
import json
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from infra.local.city import ROOT
from infra.local.cloud.hooks import require
from infra.local.cloud.weather import Weather
from tests.infra.local_cloud.running import INTERPRETER


def put_template(cloud, name: str, template: dict) -> str:
    s3 = cloud.client("s3")
    s3.create_bucket(Bucket=f"templates-{name}", CreateBucketConfiguration={"LocationConstraint": "ap-northeast-2"})
    s3.put_object(Bucket=f"templates-{name}", Key="template", Body=json.dumps(template))
    return f"http://localhost:{cloud.port}/templates-{name}/template"


def nested(url: str, **parameters: str) -> dict:
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url, "Parameters": parameters}}


def test_a_nested_template_is_transformed_too(cloud):
    table = {"Type": "AWS::Serverless::SimpleTable"}
    url = put_template(cloud, "sam", {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Table": table}})

    assert cloud.deploy("transformed", Child=nested(url)) == "CREATE_COMPLETE"


def test_what_did_not_change_in_a_nested_stack_still_answers_get_att(cloud):
    value = {"Fn::Join": ["", [{"Ref": "Word"}, {"Fn::GetAtt": ["Queue", "Arn"]}]]}
    template = {
        "Parameters": {"Word": {"Type": "String"}},
        "Resources": {
            "Queue": {"Type": "AWS::SQS::Queue"},
            "Note": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "note", "Type": "String", "Value": value}},
        },
    }
    url = put_template(cloud, "attributes", template)
    cloud.deploy("attributes", Child=nested(url, Word="one "))

    cloud.deploy("attributes", update=True, Child=nested(url, Word="two "))

    note = cloud.client("ssm").get_parameter(Name="note")["Parameter"]["Value"]
    assert note.startswith("two arn:aws:sqs:")


WAIT_OR_DIE = """
import os, pathlib, time
folder = pathlib.Path({folder!r})
if (folder / "broken").exists():
    os._exit(1)
def handler(event, context):
    (folder / "started").touch()
    while not (folder / "go on").exists():
        time.sleep(0.01)
    return "done"
"""


def test_a_worker_goes_on_when_the_one_beside_it_dies(cloud, tmp_path: Path):
    cloud.create_function("waits", WAIT_OR_DIE.format(folder=str(tmp_path)))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(cloud.invoke, "waits")
        while not (tmp_path / "started").exists():
            assert not waiting.done()
            time.sleep(0.01)
        (tmp_path / "broken").touch()

        with pytest.raises(AssertionError):
            cloud.invoke("waits")
        (tmp_path / "go on").touch()

        assert waiting.result() == "done"


def in_the_cloud(code: str) -> str:
    """What this prints in the cloud's interpreter."""
    done = subprocess.run(
        [str(INTERPRETER), "-c", code],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.strip()


SIGN = """
import asyncio, json
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from infra.local.cloud.device_certificates import answer_signing_requests
answer_signing_requests()
from ministack.services import iot
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "unit")])
request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
pem = request.public_bytes(serialization.Encoding.PEM).decode()
operation, template = iot._parse_fleet_provisioning_topic("$aws/certificates/create-from-csr/json")
def ask(payload):
    return asyncio.run(iot._fleet_provisioning_reply("0" * 12, "ap-northeast-2", operation, template, payload, None))
verdict, signed = ask(json.dumps({"certificateSigningRequest": pem}).encode())
certificate = x509.load_pem_x509_certificate(signed["certificatePem"].encode())
print(verdict, certificate.public_key() == key.public_key(), "privateKey" in signed, ask(b"{}")[0])
"""


def test_a_device_has_its_own_key_signed_and_never_gets_one(tmp_path: Path):
    assert in_the_cloud(SIGN) == "accepted True False rejected"


PAUSE = """
import asyncio, socket
from infra.local.cloud.paused_connections import leave_paused_connections_alone
leave_paused_connections_alone()
class Paused(asyncio.Protocol):
    received = b""
    def connection_made(self, transport):
        transport.pause_reading()
        self.transport = transport
    def data_received(self, data):
        Paused.received += data
async def main():
    loop, (here, there) = asyncio.get_running_loop(), socket.socketpair()
    there.send(b"hello")
    transport, _ = await loop.create_connection(Paused, sock=here)
    for _ in range(10):
        await asyncio.sleep(0)
    before = Paused.received
    transport.resume_reading()
    while not Paused.received:
        await asyncio.sleep(0)
    print(before, Paused.received)
    transport.close()
asyncio.run(main())
"""


def test_a_connection_paused_as_soon_as_it_is_made_is_not_read():
    assert in_the_cloud(PAUSE) == "b'' b'hello'"


class Sky:
    """An ASGI cloud that answers everything, behind the weather."""

    def __init__(self) -> None:
        self.weather = Weather(self.cloud)
        self.statuses: list[int] = []

    async def cloud(self, scope, receive, send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    def ask(self, path: str = "/", body: str = "", key: str = "ASIA", service: str = "dynamodb") -> int:
        signed = f"AWS4-HMAC-SHA256 Credential={key}X/20261129/ap-northeast-2/{service}/aws4_request".encode()

        async def receive() -> dict:
            return {"type": "http.request", "body": body.encode()}

        async def send(message: dict) -> None:
            if "status" in message:
                self.statuses.append(message["status"])

        scope = {"type": "http", "path": path, "headers": [(b"Authorization", signed)]}
        # Apart: a browser that an earlier test opened keeps a loop in this thread.
        with ThreadPoolExecutor(1) as apart:
            apart.submit(asyncio.run, self.weather(scope, receive, send)).result()
        return self.statuses[-1]


def test_weather_refuses_a_share_of_what_functions_ask_and_nothing_of_the_deployers():
    sky = Sky()
    assert {sky.ask() for _ in range(20)} == {200}

    sky.ask("/_dongne/weather", '{"throttled": 1, "seed": 1}')
    assert (sky.ask(), sky.ask(service="sns"), sky.ask(service="s3"), sky.ask(key="local")) == (400, 400, 200, 200)

    sky.ask("/_dongne/weather", '{"throttled": 0.5, "seed": 1}')
    assert {sky.ask() for _ in range(20)} == {200, 400}


def test_a_name_that_has_moved_stops_the_start_and_names_the_mend():
    moved = (
        "from infra.local.cloud.__main__ import mend_all\nfrom infra.local.cloud.hooks import require\nimport json\n"
    )
    done = subprocess.run(
        [str(INTERPRETER), "-c", moved + "mend_all({'gone': lambda: require(json, 'dumps', 'no_such_name')})"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 1
    assert "mend 'gone' in infra/local/cloud no longer fits" in done.stderr
    assert "json has no no_such_name" in done.stderr


def test_a_name_that_is_there_is_required_in_peace():
    require(json, "dumps")


def test_the_launcher_names_what_can_be_left_out():
    done = subprocess.run(
        [str(INTERPRETER), "-m", "infra.local.cloud", "--without", "nothing"],
        cwd=ROOT,
        text=True,
        capture_output=True,
        check=False,
    )

    assert done.returncode == 2
    assert "key_permissions" in done.stderr


def test_the_cloud_imports_nothing_of_the_project():
    imported = "import sys, infra.local.cloud.__main__\nprint([n for n in sys.modules if n.split('.')[0] in {0}])"
    ours = ("city", "iot", "models", "functions", "boto3", "rich")

    found = in_the_cloud(imported.format(ours) + "\nprint([n for n in sys.modules if n.startswith('infra.')])")

    others, infra = found.splitlines()
    assert others == "[]"
    assert all("infra.local" in name for name in infra.strip("[]").split(", ")), infra
    assert "infra.local.city" not in infra


def test_a_generated_secret_holds_no_more_than_its_template_allows(cloud):
    def secret(**excluded: bool) -> dict:
        return {
            "Type": "AWS::SecretsManager::Secret",
            "Properties": {"GenerateSecretString": {"PasswordLength": 64, **excluded}},
        }

    cloud.deploy(
        "secrets",
        Letters=secret(ExcludePunctuation=True, ExcludeNumbers=True),
        Digits=secret(ExcludePunctuation=True, ExcludeUppercase=True, ExcludeLowercase=True),
    )

    found = cloud.client("secretsmanager").list_secrets()["SecretList"]
    values = {
        name: cloud.client("secretsmanager").get_secret_value(SecretId=one["ARN"])["SecretString"]
        for one in found
        for name in ("Letters", "Digits")
        if name in one["Name"]
    }
    assert values["Letters"].isalpha()
    assert values["Digits"].isdigit()
