"""The local city: starts the cloud, builds and deploys the template into it, and stops what it started."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError
from rich.console import Console

from city.kernel.clock import SEOUL
from infra.local.packaged import deployment_digest
from infra.local.process import command_of, cpu_seconds, given_up
from infra.local.sam import room_for_sam, run_sam

ROOT = Path(__file__).resolve().parents[2]
REGION = "ap-northeast-2"
STACK = "dongne-local"
EYES = "nanodet-g"  # what looks at thin crosswalk units' frames
SERVICE_NUMBER = "00003396"  # #00003396, Jung-gu's own since 2020
_FREE_BYTES_NEEDED = 512 * 1024**2
# How long a process may stand still, and how long it may compute without a word, before it is given up.
_STILL_SECONDS, _SILENT_SECONDS = 60, 600
_TELL_AFTER_S, _TELL_EVERY_S = 2, 10
# A state file up to this size is parsed before the start; of a larger one both ends are looked at.
_PARSED_BYTES = 1024**2
# The digest of what is deployed, beside it in the cloud: a state that is lost or set back takes it along.
_DEPLOYED = "/dongne/local/deployed"
# A stack that holds what was deployed last. One that was rolled back holds something else.
_SETTLED = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
# Where a city keeps its state. Another folder is another city: the end-to-end tests have one of their own.
HOME = Path(os.environ.get("DONGNE_CITY", ROOT / ".city"))
_OF_ONE_CLOUD = ("seeded_on", "import_report", "pool_filled")
_CLOUD_ENVIRONMENT = ROOT / ".venv-cloud"
_CLOUD_BIN = _CLOUD_ENVIRONMENT / "bin"
_LAUNCHER = ROOT / "infra" / "local" / "cloud"


class CityTrouble(Exception):
    """Something a person can mend: one sentence with the cure."""


@dataclass
class City:
    """One local city: its folder, its ports, and the console it reports to."""

    home: Path = HOME
    build_dir: Path = ROOT / ".aws-sam" / "build"
    port: int = 4566
    mqtt_port: int = 8883
    console: Console = field(default_factory=lambda: Console(highlight=False))
    # The command that starts the cloud; its last word tells the cloud's process from a stranger's.
    cloud: tuple[str, ...] = (str(_CLOUD_BIN / "python"), "-m", "infra.local.cloud")
    still_s: float = _STILL_SECONDS
    _process: subprocess.Popen[bytes] | None = None
    _eyes: subprocess.Popen[bytes] | None = None

    # --- starting --------------------------------------------------------------------------------

    def start(self) -> None:
        """Cloud up, template built and deployed. Raises CityTrouble."""
        if self.is_running() and self.facts.get("asked_to_stop"):
            self.stop()  # it saves still: the next one begins with what it saves
        self._check_machine()
        with self.step("클라우드 시작 (starting the local cloud)") as say:
            self.start_cloud(say)
        deploy = [
            "--config-env",
            "local",
            "--parameter-overrides",
            f"Stage=local LogRetentionDays=7 RailPauseSeconds=2 PythonRuntime={python_runtime()} {self._start_eyes()}",
        ]
        digest = deployment_digest(ROOT, _LAUNCHER, _CLOUD_ENVIRONMENT, *deploy)
        if self.is_deployed(digest):
            self.console.print("[green]✓[/] 배포 (deployed already, nothing has changed)")
        else:
            self._build_and_deploy(deploy)
            self.remember_deployed(digest)
        outputs = self._stack_outputs()
        if outputs["CasesTable"] != (self.facts.get("outputs") or {}).get("CasesTable"):
            # A new cloud: the last one was killed before it could save. What was known of it is gone with it.
            self.forget_facts(*(name for name in self.facts if name in _OF_ONE_CLOUD or name.endswith("_password")))
        self.save_facts(outputs=outputs)

    def _build_and_deploy(self, deploy: list[str]) -> None:
        template = str(self.build_dir / "template.yaml")
        with self.step("빌드 (sam build)"):
            cache = str(self.build_dir.parent / "cache")
            self._sam("build", "--cached", "--parallel", "--build-dir", str(self.build_dir), "--cache-dir", cache)
        with self.step("배포 (sam deploy)"):
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
        for port, setting in ((self.port, "PORT"), (self.mqtt_port, "MQTT_PORT")):
            if is_taken(port):
                raise CityTrouble(
                    f"Port {port} is in use by another program: stop that program, or choose another: "
                    f"make run {setting}={port + 1000}"
                )
        if shutil.disk_usage(ROOT).free < _FREE_BYTES_NEEDED:
            self.remove_temporary()
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
        self._sweep()
        (self.home / "tmp").mkdir(exist_ok=True)
        environment = {
            **_clean_environment(),
            "AUTH": "true",
            "PERSIST_STATE": "1",
            "STATE_DIR": str(self.home / "state"),
            "S3_PERSIST": "1",
            "S3_DATA_DIR": str(self.home / "s3"),
            "TMPDIR": str(self.home / "tmp"),
            "LAYERS_DIR": str(self.home / "layers"),
            "GATEWAY_PORT": str(self.port),
            "IOT_MTLS_PORT": str(self.mqtt_port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_REGION": REGION,
            "LAMBDA_ACCOUNT_CONCURRENCY": "40",
            # A worker's own traces go nowhere: no X-Ray daemon listens here.
            "AWS_XRAY_CONTEXT_MISSING": "IGNORE_ERROR",
        }
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

    def _sweep(self) -> None:
        """The temporary files of earlier clouds, thousands: moved aside now, removed while nobody waits for it."""
        with contextlib.suppress(OSError):
            (self.home / "tmp").rename(self.home / f"tmp.{time.time_ns()}")
        if old := [str(folder) for folder in self.home.glob("tmp.*")]:
            subprocess.run(
                ["/bin/sh", "-c", 'nice rm -rf "$@" &', "sh", *old],
                stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                start_new_session=True, check=False,
            )  # fmt: skip

    def remove_temporary(self) -> None:
        """Every temporary file of a city that does not run, before this returns."""
        for folder in self.home.glob("tmp*"):
            shutil.rmtree(folder, ignore_errors=True)

    def _start_eyes(self) -> str:
        """Starts the model server that stands in for SageMaker, where this machine has its weights.

        Returns what the template is told: without weights the sandbox looks at thin units' frames, and sees nobody.
        """
        from models.detection.cache import weights_path
        from models.detection.catalogue import find_adapter

        if not weights_path(find_adapter(EYES)).is_file():
            return "Detector=sandbox"
        port = self.port_of_eyes()
        with (self.home / "eyes.log").open("w") as log:
            self._eyes = subprocess.Popen(
                [sys.executable, "-m", "models.detection.serve", "--model", EYES, "--port", str(port)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.save_facts(eyes_pid=self._eyes.pid, eyes_port=port)
        return f"Detector=sagemaker DetectionUrl=http://127.0.0.1:{port}"

    def port_of_eyes(self) -> int:
        """The same as last time where it is free: it stands in a parameter, and another one is another deployment."""
        port = int(self.facts.get("eyes_port", 0))
        return free_port() if not port or is_taken(port) else port

    def _stop_eyes(self) -> None:
        pid = int(self.facts.get("eyes_pid", 0))
        if pid and "models.detection.serve" in command_of(pid):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGTERM)
        if self._eyes is not None:
            try:
                self._eyes.wait(timeout=self.still_s)
            except subprocess.TimeoutExpired:  # it keeps nothing
                self._eyes.kill()
                self._eyes.wait()
            self._eyes = None
        if pid:
            self.save_facts(eyes_pid=0)

    def forget(self) -> None:
        """Everything of a city that does not run, but for what it logged: no copy of state, objects and layers stays."""
        for folder in self.home.glob("*"):  # none where it never began
            if folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)

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
            **_clean_environment(),
            **self.credentials,
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
            self._stop_eyes()
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
        self._stop_eyes()
        self._sweep()
        return True

    def _wait_for_saving(self, pid: int, insisted: Callable[[], int]) -> None:
        saved_before, began = self._saved_files(), time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
        is_given_up = given_up(lambda: cpu_seconds(pid), self._saved_files, self.still_s, _SILENT_SECONDS)
        warned, lost = False, _what_is_lost(saved_before)
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
                written = self._saved_files() - saved_before
                say(f"{sum(size for _, size, _ in written) / 1e6:.0f} MB, {cpu_seconds(pid):.0f} s CPU")
                time.sleep(0.1 if time.monotonic() - began < _TELL_AFTER_S else 0.5)

    def _saved_files(self) -> frozenset[tuple[str, int, int]]:
        """Name, size and time of every file of the state."""
        found = set()
        for folder, _, names in os.walk(self.home / "state"):
            for name in names:
                with contextlib.suppress(FileNotFoundError):
                    path = os.path.join(folder, name)  # noqa: PTH118  # a thousand files, twice a second
                    status = os.stat(path)  # noqa: PTH116
                    found.add((path, status.st_size, status.st_mtime_ns))
        return frozenset(found)

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
        try:
            facts: dict[str, Any] = json.loads((self.home / "city.json").read_text())
        except (FileNotFoundError, ValueError):
            return {}
        return facts

    def save_facts(self, **facts: Any) -> None:
        self._write_facts({**self.facts, **facts})

    def forget_facts(self, *names: str) -> None:
        self._write_facts({name: fact for name, fact in self.facts.items() if name not in names})

    def _write_facts(self, facts: dict[str, Any]) -> None:
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Whole at every moment: another command reads it meanwhile.
        unfinished = self.home / f"city.json.{os.getpid()}"
        unfinished.touch(mode=0o600)  # it holds the staff's passwords
        unfinished.write_text(json.dumps(facts, indent=1, ensure_ascii=False))
        unfinished.replace(self.home / "city.json")

    @classmethod
    def running(cls, home: Path = HOME) -> "City":
        """The city that runs on this checkout. Raises CityTrouble."""
        city = cls(home=home)
        if not city.is_running():
            raise CityTrouble("No city runs here: start one with `make run` in another terminal.")
        return cls(home=home, port=int(city.facts["port"]), mqtt_port=int(city.facts["mqtt_port"]))

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

    @property
    def fines_api_url(self) -> str:
        return self.url(f"/restapis/{self.output('FinesApiId')}/v1/_user_request_")

    @property
    def crosswalk_api_url(self) -> str:
        return self.url(f"/restapis/{self.output('CrosswalkApiId')}/v1/_user_request_")

    @property
    def dividend_api_url(self) -> str:
        return self.url(f"/restapis/{self.output('DividendApiId')}/v1/_user_request_")

    @property
    def credentials(self) -> dict[str, str]:
        """The deployer's: any key is root in the local cloud."""
        return {
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",  # pragma: allowlist secret
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
        }

    @cached_property
    def _session(self) -> boto3.Session:
        return boto3.Session(aws_access_key_id="local", aws_secret_access_key="local", region_name=REGION)

    def client(self, service: str) -> Any:
        return self._session.client(  # type: ignore[call-overload]  # the service is named at run time
            service, endpoint_url=self.url(), config=Config(retries={"total_max_attempts": 4}, read_timeout=30)
        )

    # --- telling ---------------------------------------------------------------------------------

    @contextlib.contextmanager
    def step(self, what: str) -> Iterator[Callable[[str], None]]:
        """Shows that something is going on, and how long it took; gives what shows how far it is, from two seconds on."""
        began = told = time.monotonic()

        def say(how_far: str) -> None:
            nonlocal told
            now = time.monotonic()
            if spinner is not None and now - began >= _TELL_AFTER_S:
                spinner.update(f"{what} … {how_far}")
            elif spinner is None and now - told >= (_TELL_AFTER_S if told == began else _TELL_EVERY_S):
                told = now
                self.console.print(f"  … {how_far}")

        with contextlib.ExitStack() as shown:
            spinner = None
            if self.console.is_terminal:
                spinner = shown.enter_context(self.console.status(f"{what} …", spinner="dots"))
            else:
                self.console.print(f"… {what}")
            yield say
        self.console.print(f"[green]✓[/] {what} [dim]{time.monotonic() - began:.1f} s[/]")


def is_whole(saved: Path) -> bool:
    """Whether a file holds a JSON object. A large one costs seconds to parse, so both its ends are looked at: a cut or
    a blank end is found, and whatever else is wrong the cloud finds when it reads it."""
    try:
        with saved.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            if size > _PARSED_BYTES:
                file.seek(-64, os.SEEK_END)
                last = file.read().rstrip()
                file.seek(0)
                return file.read(64).lstrip().startswith(b"{") and last.endswith(b"}")
            file.seek(0)
            json.loads(file.read())
    except FileNotFoundError:
        return True  # replaced by a newer one meanwhile
    except ValueError:
        return False
    return True


def _moment_of(stack: dict[str, Any]) -> str:
    """Which stack, and when it was deployed last: another moment's digest says nothing about it."""
    return f"{stack['StackId']} {stack.get('LastUpdatedTime', stack.get('CreationTime'))}"


def _what_is_lost(saved: frozenset[tuple[str, int, int]]) -> str:
    if not saved:
        return "everything in this city is lost (it was never saved)."
    last = datetime.fromtimestamp(max(when for _, _, when in saved) / 1e9, SEOUL)
    return f"everything since {last:%m-%d %H:%M} (the last save) is lost."


def python_runtime() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}"


def is_taken(port: int) -> bool:
    with socket.socket() as probe:
        # As the cloud itself binds: a port in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _clean_environment() -> dict[str, str]:
    """Ours without anything that would lead to a real account or change how Python starts."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PYTHON"))
        # WHEELS_FOR is for a deployment to AWS: the local city runs on this machine's wheels.
        and name not in ("VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS", "WHEELS_FOR")
    }
    return {
        **kept,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",  # pragma: allowlist secret
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_CONFIG_FILE": os.devnull,
    }
