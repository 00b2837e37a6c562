"""The model server that stands in for SageMaker: it looks at the frames of thin crosswalk units."""

import contextlib
import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from infra.local.machine.facts import Facts
from infra.local.machine.ports import free_port, is_taken
from infra.local.machine.processes import command_of
from infra.manifest import ROOT

MODEL = "nanodet-g"
_MODULE = "models.detection.serve"


@dataclass(slots=True)
class ModelServer:
    """One city's. It is started where this machine has the model's weights, and keeps nothing."""

    home: Path
    still_s: float
    _process: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Returns the parameters of the city's template that name it: without weights the sandbox, which sees nobody."""
        from models.detection.catalogue.cache import weights_path
        from models.detection.catalogue.detectors import find_adapter

        if not weights_path(find_adapter(MODEL)).is_file():
            return "Detector=sandbox"
        port = self.port()
        with (self.home / "eyes.log").open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", _MODULE, "--model", MODEL, "--port", str(port)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._remember(eyes_pid=self._process.pid, eyes_port=port)
        return f"Detector=sagemaker DetectionUrl=http://127.0.0.1:{port}"

    def port(self) -> int:
        """The same as last time where it is free: it stands in a parameter, and another one is another deployment."""
        port = int(Facts(self.home).read().get("eyes_port", 0))
        return free_port() if not port or is_taken(port) else port

    def stop(self) -> None:
        pid = int(Facts(self.home).read().get("eyes_pid", 0))
        if pid and _MODULE in command_of(pid):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGTERM)
        if self._process is not None:
            try:
                self._process.wait(timeout=self.still_s)
            except subprocess.TimeoutExpired:  # it keeps nothing
                self._process.kill()
                self._process.wait()
            self._process = None
        if pid:
            self._remember(eyes_pid=0)

    def _remember(self, **facts: int) -> None:
        known = Facts(self.home)
        known.write({**known.read(), **facts})
