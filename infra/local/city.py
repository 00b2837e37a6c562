"""The local city: starts the cloud, builds and deploys the template into it, and stops what it started."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from rich.console import Console

from infra.local.machine.environment import CREDENTIALS, REGION, clean_environment, cloud_environment, python_runtime
from infra.local.machine.facts import Facts
from infra.local.machine.model_server import ModelServer
from infra.local.machine.ports import is_taken
from infra.local.machine.processes import command_of, cpu_seconds, given_up
from infra.local.machine.progress import BUILDING, DEPLOYING, STARTING, remembered_step
from infra.local.machine.sam import room_for_sam, run_sam
from infra.local.machine.samconfig import overrides_of
from infra.local.machine.state_files import is_whole, remove_temporary, saved_files, sweep, what_is_lost
from infra.local.machine.trouble import CityTrouble
from infra.local.machine.version import version_of
from infra.local.packaged import deployment_digest
from infra.manifest import stack_of

ROOT = Path(__file__).resolve().parents[2]
STACK = "dongne-local"
_FREE_BYTES_NEEDED = 512 * 1024**2
# How long a process may stand still, and how long it may compute without a word, before it is given up.
_STILL_SECONDS, _SILENT_SECONDS = 60, 600
# The digest of what is deployed, beside it in the cloud: a state that is lost or set back takes it along.
_DEPLOYED = "/dongne/local/deployed"
# A stack that holds what was deployed last. One that was rolled back holds something else.
_SETTLED = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
# Where a city keeps its state. Another folder is another city: the end-to-end tests have one of their own.
HOME = Path(os.environ.get("DONGNE_CITY", ROOT / ".city"))
# What is known of a city's processes; whatever else is known is of what lies in its cloud.
_OF_ITS_PROCESSES = (
    *("pid", "started_by", "asked_to_stop", "deploying"),
    *("port", "mqtt_port", "door_port", "eyes_pid", "eyes_port", "took"),
)
_CLOUD_ENVIRONMENT = ROOT / ".venv-cloud"
_CLOUD_BIN = _CLOUD_ENVIRONMENT / "bin"
_LAUNCHER = ROOT / "infra" / "local" / "cloud"


@dataclass
class City:
    """One local city: its folder, its ports, and the console it reports to."""

    home: Path = HOME
    build_dir: Path = ROOT / ".aws-sam" / "build"
    port: int = 4566
    mqtt_port: int = 8883
    door_port: int = 8000
    console: Console = field(default_factory=lambda: Console(highlight=False))
    # The command that starts the cloud; its last word tells the cloud's process from a stranger's.
    cloud: tuple[str, ...] = (str(_CLOUD_BIN / "python"), "-m", "infra.local.cloud")
    still_s: float = _STILL_SECONDS
    _process: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self._model_server = ModelServer(self.home, self.still_s)

    # --- starting --------------------------------------------------------------------------------

    def start(self) -> None:
        """Cloud up, template built and deployed. Raises CityTrouble."""
        if self.is_running() and self.facts.get("asked_to_stop"):
            self.stop()  # it saves still: the next one begins with what it saves
        self._check_machine()
        with self.step(STARTING) as say:
            self.start_cloud(say)
        deploy = [
            "--config-env",
            "local",
            "--parameter-overrides",
            f"{overrides_of('local')} PythonRuntime={python_runtime()} DoorOrigin={self.door_url()} "
            f"{self._model_server.start()}",
        ]
        digest = deployment_digest(ROOT, _LAUNCHER, _CLOUD_ENVIRONMENT, *deploy)
        if self.is_deployed(digest):
            self.console.print("[green]✓[/] 배포 (deployed already, nothing has changed)")
        else:
            # Beside what the digest is of: a commit that changes nothing of it is no deployment.
            self._build_and_deploy([*deploy[:-1], f"{deploy[-1]} Version={version_of(ROOT)}"])
            self.remember_deployed(digest)
        outputs = self._stack_outputs()
        if outputs["StaffPoolId"] != (self.facts.get("outputs") or {}).get("StaffPoolId"):
            # A new cloud: the last one was killed before it could save. What was known of it is gone with it.
            Facts(self.home).write({name: fact for name, fact in self.facts.items() if name in _OF_ITS_PROCESSES})
        self.save_facts(outputs=outputs)

    def _build_and_deploy(self, deploy: list[str]) -> None:
        template = str(self.build_dir / "template.yaml")
        with self.step(BUILDING):
            cache = str(self.build_dir.parent / "cache")
            self._sam("build", "--cached", "--parallel", "--build-dir", str(self.build_dir), "--cache-dir", cache)
        with self.step(DEPLOYING):
            self.save_facts(deploying=True)
            self._sam("deploy", "--config-file", str(ROOT / "samconfig.toml"), "--template-file", template, *deploy)
            self.save_facts(deploying=False)

    def is_deployed(self, digest: str) -> bool:
        """Whether the cloud holds just this, whole: an earlier start deployed it, and nobody has touched it since."""
        try:
            stack = self._stack()
            kept = json.loads(self.client("ssm").get_parameter(Name=_DEPLOYED)["Parameter"]["Value"])
        except (ClientError, ValueError):
            return False
        return stack["StackStatus"] in _SETTLED and kept == [digest, _moment_of(stack)]

    def remember_deployed(self, digest: str) -> None:
        """To be called when it has been deployed."""
        kept = json.dumps([digest, _moment_of(self._stack())])
        self.client("ssm").put_parameter(Name=_DEPLOYED, Value=kept, Type="String", Overwrite=True)

    def _check_machine(self) -> None:
        if self.is_running():
            raise CityTrouble("A city runs already on this checkout: use it, or stop it with `make stop`.")
        for port, setting in ((self.port, "PORT"), (self.mqtt_port, "MQTT_PORT"), (self.door_port, "DOOR")):
            if is_taken(port):
                raise CityTrouble(
                    f"Port {port} is in use by another program: stop that program, or choose another: "
                    f"make run {setting}={port + 1000}"
                )
        if shutil.disk_usage(ROOT).free < _FREE_BYTES_NEEDED:
            remove_temporary(self.home)
        if shutil.disk_usage(ROOT).free < _FREE_BYTES_NEEDED:
            raise CityTrouble("The disk is nearly full, and the city needs 0.5 GB: free some space, then try again.")
        if not (_CLOUD_BIN / "sam").exists():
            raise CityTrouble("The local cloud is not installed: run `make setup`.")
        try:
            self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
            for folder in ("state", "s3", "tmp"):
                (self.home / folder).mkdir(exist_ok=True)
            (self.home / "tmp" / "writable").touch()
        except OSError as error:
            raise CityTrouble(
                f"The state folder {self.home.name} cannot be written ({error.strerror}): "
                "give it back to yourself with chown, or remove it with `make clean`."
            ) from error
        for saved in sorted((self.home / "state").rglob("*.json")):
            if not is_whole(saved):
                raise self._broken(saved.name)

    def _broken(self, file: str) -> CityTrouble:
        return CityTrouble(
            f"The saved state {self.home.name}/state/{file} is broken: start afresh with `make clean`, then `make run`."
        )

    def start_cloud(self, say: Callable[[str], None]) -> None:
        """The cloud alone, until it answers. Raises CityTrouble."""
        sweep(self.home)
        (self.home / "tmp").mkdir(exist_ok=True)
        environment = cloud_environment(self.home, self.port, self.mqtt_port, self.door_port)
        with (self.home / "cloud.log").open("w") as log:
            process = subprocess.Popen(
                self.cloud,
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is ours to handle: the cloud saves its state when told to end
            )
        self._process = process
        self.save_facts(
            pid=process.pid,
            started_by=os.getpid(),
            asked_to_stop=False,
            deploying=False,
            port=self.port,
            mqtt_port=self.mqtt_port,
            door_port=self.door_port,
        )
        said = self.home / "cloud.log"
        is_given_up = given_up(
            lambda: cpu_seconds(process.pid), lambda: said.stat().st_size, self.still_s, _SILENT_SECONDS
        )
        while not self._answers("/_ministack/ready"):
            if process.poll() is not None:
                self._refuse_broken_state()
                raise CityTrouble(f"The local cloud did not start: {self._last_words()}")
            if is_given_up():
                self._kill()  # it has not loaded all of its state, and must not save what it has
                raise CityTrouble(f"The local cloud did not start and does nothing: see {self.home.name}/cloud.log.")
            say(f"{cpu_seconds(process.pid):.0f} s CPU")
            time.sleep(0.2)
        try:
            self._refuse_broken_state()
        except CityTrouble:
            self._kill()
            raise

    def _refuse_broken_state(self) -> None:
        """Raises CityTrouble if the cloud says that it could not read a file of its state, and goes on without."""
        said = (self.home / "cloud.log").read_text(errors="replace")
        if broken := re.search(r"Persistence: failed to load (\w+)|saved state (\w+)\.json is broken", said):
            raise self._broken(f"{broken[1] or broken[2]}.json")

    def _answers(self, path: str) -> bool:
        try:
            with urllib.request.urlopen(self.url(path), timeout=2) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _last_words(self) -> str:
        lines = (self.home / "cloud.log").read_text(errors="replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"

    def _sam(self, *arguments: str) -> None:
        environment = {
            **clean_environment(),
            **CREDENTIALS,
            # The build uses the interpreter the functions will run on.
            "PATH": f"{_CLOUD_BIN}{os.pathsep}{os.environ.get('PATH', '')}",
            "AWS_ENDPOINT_URL": self.url(),
            # Seconds between two looks at a deployment: five otherwise, to spare AWS.
            "SAM_CLI_POLL_DELAY": "0.5",
        }
        log = self.home / f"sam-{arguments[0]}.log"
        with room_for_sam(environment, self.home / "tmp") as environment:
            status = run_sam([str(_CLOUD_BIN / "sam"), *arguments], environment, ROOT, log, self.is_running)
        if not self.is_running():
            raise CityTrouble(f"The local cloud has ended: see {self.home.name}/cloud.log.")
        if status:
            raise CityTrouble(
                f"`sam {arguments[0]}` failed; {self.home.name}/{log.name} has the whole story:\n"
                + "\n".join(log.read_text(errors="replace").strip().splitlines()[-5:])
            )

    # --- stopping --------------------------------------------------------------------------------

    def is_ours(self) -> bool:
        """Whether it was started by this object: a city that was running before is not ours to stop."""
        return self._process is not None

    def stop(self, insisted: Callable[[], int] = lambda: 0) -> bool:
        """Stops this city's cloud and waits as long as it goes on saving. False if it was not running.

        `insisted` returns how often a person has asked again meanwhile: the first time it is told what would be lost,
        the second time the cloud is killed.
        """
        if not self.is_running():
            self._model_server.stop()
            return False
        pid = int(self.facts["pid"])
        self.save_facts(asked_to_stop=True)
        if self.facts.get("deploying"):
            # Half of a deployment can neither be used nor be continued. What was saved before it is whole.
            self._kill()
        else:
            try:
                self._wait_for_saving(pid, insisted)
            except (OSError, SystemExit):  # its terminal or its pipe is gone: nobody is told any more
                self.console.quiet = True
                self._wait_for_saving(pid, insisted)
        self._kill()
        self._model_server.stop()
        sweep(self.home)
        return True

    def _wait_for_saving(self, pid: int, insisted: Callable[[], int]) -> None:
        saved_before, began = saved_files(self.home), time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        is_given_up = given_up(lambda: cpu_seconds(pid), lambda: saved_files(self.home), self.still_s, _SILENT_SECONDS)
        warned, lost = False, what_is_lost(saved_before)
        with self.step("저장하고 멈춤 (saving and stopping)") as say:
            while self._is_alive(pid):
                if insisted() > 1:
                    self.console.print(
                        f"[red]저장하지 않고 끝냈습니다 (killed while it saved): {lost}[/]", soft_wrap=True
                    )
                    return
                if insisted() and not warned:
                    warned = True
                    self.console.print(
                        "[yellow]아직 저장하고 있습니다. 지금 끝내면 저장되지 않습니다 (it is still saving). "
                        f"Ctrl-C once more kills it, and then {lost}[/]",
                        soft_wrap=True,
                    )
                if is_given_up():
                    self.console.print(f"[red]The cloud has stopped saving and was killed: {lost}[/]", soft_wrap=True)
                    return
                written = saved_files(self.home) - saved_before
                say(f"{sum(size for _, size, _ in written) / 1e6:.0f} MB, {cpu_seconds(pid):.0f} s CPU")
                time.sleep(0.1 if time.monotonic() - began < 2 else 0.5)

    def _kill(self) -> None:
        """The cloud and its function workers, nothing else: they are a session of their own."""
        if (pid := int(self.facts.get("pid", 0))) and (self.is_running() or not command_of(pid).strip()):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        if self._process is not None and self._process.pid == pid:
            self._process.wait()
        self.save_facts(pid=0, deploying=False)

    def is_running(self) -> bool:
        """Whether the process this city started is alive, and is still that process."""
        pid = int(self.facts.get("pid", 0))
        if not pid or not self._is_alive(pid):
            return False
        # A city that was started before the checkout was updated ran infra/local/cloud.py.
        return self.cloud[-1].replace("/", ".") in command_of(pid).replace("/", ".")

    def _is_alive(self, pid: int) -> bool:
        if self._process is not None and self._process.pid == pid:
            return self._process.poll() is None  # our own child; polling also lets it go when it has ended
        return bool(command_of(pid).strip())  # a process that has ended and was not fetched yet has none

    # --- facts -----------------------------------------------------------------------------------

    @property
    def facts(self) -> dict[str, Any]:
        """What is known about the city: pid, ports, stack outputs."""
        return Facts(self.home).read()

    def save_facts(self, **facts: Any) -> None:
        Facts(self.home).write({**self.facts, **facts})

    @classmethod
    def running(cls, home: Path = HOME) -> "City":
        """The city that runs on this checkout. Raises CityTrouble."""
        city = cls(home=home)
        if not city.is_running():
            raise CityTrouble("No city runs here: start one with `make run` in another terminal.")
        facts = city.facts
        # A city that was started before the checkout was updated has no door.
        port, mqtt_port, door_port = (int(facts.get(name, 0)) for name in ("port", "mqtt_port", "door_port"))
        return cls(home=home, port=port, mqtt_port=mqtt_port, door_port=door_port)

    def output(self, name: str) -> str:
        """An output of the deployed stack."""
        outputs = self.facts.get("outputs") or {}
        if name not in outputs:
            raise CityTrouble("The city is still starting: wait for READY, then try again.")
        return str(outputs[name])

    def _stack(self) -> dict[str, Any]:
        stack: dict[str, Any] = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
        return stack

    def _stack_outputs(self) -> dict[str, str]:
        return {output["OutputKey"]: output["OutputValue"] for output in self._stack()["Outputs"]}

    def url(self, path: str = "") -> str:
        return f"http://localhost:{self.port}{path}"

    def door_url(self, path: str = "") -> str:
        """Where a page or an API is at the city's door: the one address that people know."""
        return f"http://localhost:{self.door_port}{path}"

    def api_url(self, domain: str) -> str:
        """Where a domain's API answers."""
        return self.url(f"/restapis/{self.output(f'{stack_of(domain)}ApiId')}/v1/_user_request_")

    @cached_property
    def _session(self) -> boto3.Session:
        return boto3.Session(aws_access_key_id="local", aws_secret_access_key="local", region_name=REGION)

    def client(self, service: str) -> Any:
        return self._session.client(  # type: ignore[call-overload]  # the service is named at run time
            service, endpoint_url=self.url(), config=Config(retries={"total_max_attempts": 4}, read_timeout=30)
        )

    def function(self, logical_id: str) -> str:
        """The name that the deployment gave a function, of which the cloud cuts what does not fit. Raises CityTrouble."""
        cloud = self.client("cloudformation")
        for page in cloud.get_paginator("describe_stacks").paginate():
            for stack in page["Stacks"]:
                for resource in cloud.list_stack_resources(StackName=stack["StackName"])["StackResourceSummaries"]:
                    if resource["LogicalResourceId"] == logical_id:
                        return str(resource["PhysicalResourceId"])
        raise CityTrouble(f"No stack has a function {logical_id}.")

    def step(self, what: str) -> AbstractContextManager[Callable[[str], None]]:
        """Shows on its console that something is going on, how far it is, how long it took and how long is left."""
        return remembered_step(self.console, what, Facts(self.home))


def _moment_of(stack: dict[str, Any]) -> str:
    """Which stack, and when it was deployed last: another moment's digest says nothing about it."""
    return f"{stack['StackId']} {stack.get('LastUpdatedTime', stack.get('CreationTime'))}"
