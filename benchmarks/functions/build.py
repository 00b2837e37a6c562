"""The artifacts Lambda would get: built by SAM as for a deployment, into a folder of their own."""

import os
import subprocess
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from benchmarks.functions.templates import CityPlan, read_city
from benchmarks.measurement import BenchmarkTrouble
from infra.local.city import ROOT

_IN_SAM_ARCHIVES = datetime(1980, 1, 1, tzinfo=UTC).timestamp()
_CLOUD_BIN = ROOT / ".venv-cloud" / "bin"


@cache
def build_city(folder: Path) -> CityPlan:
    """Builds from scratch, so that nobody's cache is measured. Raises BenchmarkTrouble.

    Every file is of 1980, as in the archives that SAM makes: byte code that goes by its source's time is stale there.
    """
    folder.mkdir(parents=True)
    done = subprocess.run(
        [
            str(_CLOUD_BIN / "sam"),
            "build",
            "--parallel",
            "--template-file",
            str(ROOT / "template.yaml"),
            "--build-dir",
            str(folder / "build"),
            "--cache-dir",
            str(folder / "cache"),
        ],
        cwd=folder,  # SAM keeps a folder of dependencies wherever it is started
        env={
            **os.environ,
            # The build uses the interpreter the functions will run on.
            "PATH": f"{_CLOUD_BIN}{os.pathsep}{os.environ.get('PATH', '')}",
            "SAM_CLI_TELEMETRY": "0",
        },
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        last_words = done.stdout.strip().splitlines()[-3:]
        raise BenchmarkTrouble(f"`sam build` failed: {' '.join(last_words)}")
    for file in (folder / "build").rglob("*"):
        os.utime(file, (_IN_SAM_ARCHIVES, _IN_SAM_ARCHIVES))
    return read_city(folder / "build")
