"""The local city: starts the cloud, builds and deploys the template into it, and stops what it started."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from rich.console import Console

ROOT = Path(__file__).resolve().parents[2]
REGION = "ap-northeast-2"
STACK = "dongne-local"
EYES = "nanodet-g"  # what looks at thin crosswalk units' frames
SERVICE_NUMBER = "00003396"  # #00003396, Jung-gu's own since 2020
_FREE_BYTES_NEEDED = 512 * 1024**2
_START_SECONDS, _STOP_SECONDS = 40, 40
# Where a city keeps its state. Another folder is another city: the end-to-end tests have one of their own.
HOME = Path(os.environ.get("DONGNE_CITY", ROOT / ".city"))
_OF_ONE_CLOUD = ("seeded_on", "import_report", "pool_filled")
_CLOUD_BIN = ROOT / ".venv-cloud" / "bin"


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
    _process: subprocess.Popen[bytes] | None = None
    _eyes: subprocess.Popen[bytes] | None = None

    # --- starting --------------------------------------------------------------------------------

    def start(self) -> None:
        """Cloud up, template built and deployed. Raises CityTrouble."""
        self._check_machine()
        with self.step("클라우드 시작 (starting the local cloud)"):
            self._start_cloud()
        detection = self._start_eyes()
        with self.step("빌드 (sam build)"):
            self._sam(
                "build",
                "--cached",
                "--parallel",
                "--build-dir",
                str(self.build_dir),
                "--cache-dir",
                str(self.build_dir.parent / "cache"),
            )
        with self.step("배포 (sam deploy)"):
            self._sam(
                "deploy",
                "--config-env",
                "local",
                "--config-file",
                str(ROOT / "samconfig.toml"),
                "--template-file",
                str(self.build_dir / "template.yaml"),
                "--parameter-overrides",
                f"Stage=local LogRetentionDays=7 RailPauseSeconds=2 PythonRuntime={python_runtime()} {detection}",
            )
        outputs = self._stack_outputs()
        if outputs["CasesTable"] != (self.facts.get("outputs") or {}).get("CasesTable"):
            # A new cloud: the last one was killed before it could save. What was known of it is gone with it.
            self.forget_facts(*(name for name in self.facts if name in _OF_ONE_CLOUD or name.endswith("_password")))
        self.save_facts(outputs=outputs)

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
            try:
                json.loads(saved.read_bytes())
            except ValueError as error:
                raise CityTrouble(
                    f"The saved state {self.home.name}/state/{saved.name} is broken: "
                    "start afresh with `make clean`, then `make run`."
                ) from error

    def _start_cloud(self) -> None:
        shutil.rmtree(self.home / "tmp", ignore_errors=True)
        (self.home / "tmp").mkdir()
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
                [str(_CLOUD_BIN / "python"), "-m", "infra.local.cloud"],
                cwd=ROOT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is ours to handle: the cloud saves its state when told to end
            )
        self._process = process
        self.save_facts(
            pid=process.pid, started_by=os.getpid(), asked_to_stop=False, port=self.port, mqtt_port=self.mqtt_port
        )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers("/_ministack/ready"):
            if process.poll() is not None:
                raise CityTrouble(f"The local cloud did not start: {self._last_words()}")
            if time.monotonic() > deadline:
                self.stop()
                raise CityTrouble(
                    f"The local cloud did not answer in {_START_SECONDS} s: see {self.home.name}/cloud.log."
                )
            time.sleep(0.2)

    def _start_eyes(self) -> str:
        """Starts the model server that stands in for SageMaker, where this machine has its weights.

        Returns what the template is told: without weights the sandbox looks at thin units' frames, and sees nobody.
        """
        from models.detection.cache import weights_path
        from models.detection.catalogue import find_adapter

        if not weights_path(find_adapter(EYES)).is_file():
            return "Detector=sandbox"
        port = free_port()
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

    def _stop_eyes(self) -> None:
        pid = int(self.facts.get("eyes_pid", 0))
        if pid and "models.detection.serve" in _command_of(pid):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGTERM)
        if self._eyes is not None:
            self._eyes.wait(timeout=_STOP_SECONDS)
        self.save_facts(eyes_pid=0)

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
            "SAM_CLI_TELEMETRY": "0",
        }
        done = subprocess.run(
            [str(_CLOUD_BIN / "sam"), *arguments],
            cwd=ROOT,
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        (self.home / f"sam-{arguments[0]}.log").write_text(done.stdout)
        if done.returncode:
            raise CityTrouble(
                f"`sam {arguments[0]}` failed; {self.home.name}/sam-{arguments[0]}.log has the whole story:\n"
                + "\n".join(done.stdout.strip().splitlines()[-5:])
            )

    # --- stopping --------------------------------------------------------------------------------

    def stop(self) -> bool:
        """Stops this city's cloud and lets it save. False if it was not running."""
        self._stop_eyes()
        if not self.is_running():
            return False
        pid = int(self.facts["pid"])
        self.save_facts(asked_to_stop=True)
        os.kill(pid, signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        while self._is_alive(pid) and time.monotonic() < deadline:
            time.sleep(0.1)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # its own session: the cloud and its function workers, nothing else
        self.save_facts(pid=0)
        return True

    def is_running(self) -> bool:
        """Whether the process this city started is alive, and is still that process."""
        pid = int(self.facts.get("pid", 0))
        if not pid or not self._is_alive(pid):
            return False
        return "infra.local.cloud" in _command_of(pid)

    def _is_alive(self, pid: int) -> bool:
        if self._process is not None and self._process.pid == pid:
            return self._process.poll() is None  # our own child; polling also lets it go when it has ended
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True

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
        path = self.home / "city.json"
        path.touch(mode=0o600)  # it holds the staff's passwords
        path.write_text(json.dumps(facts, indent=1, ensure_ascii=False))

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

    def _stack_outputs(self) -> dict[str, str]:
        stack = self.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
        return {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}

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
    def step(self, what: str) -> Iterator[None]:
        """Shows that something is going on, and how long it took."""
        began = time.monotonic()
        spinner = (
            self.console.status(f"{what} …", spinner="dots") if self.console.is_terminal else contextlib.nullcontext()
        )
        if not self.console.is_terminal:
            self.console.print(f"… {what}")
        with spinner:
            yield
        self.console.print(f"[green]✓[/] {what} [dim]{time.monotonic() - began:.1f} s[/]")


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


def _command_of(pid: int) -> str:
    """The command line of a process. Linux tells without `ps`, which a small installation may lack."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return subprocess.run(["ps", "-o", "command=", "-p", str(pid)], text=True, capture_output=True, check=False).stdout


def _clean_environment() -> dict[str, str]:
    """Ours without anything that would lead to a real account or change how Python starts."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PYTHON")) and name not in ("VIRTUAL_ENV", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
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
