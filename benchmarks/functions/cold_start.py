"""Cold starts of every handler, each beside a baseline taken in the same round.

A sample is a fresh interpreter that sees the built artifact, the layers and the Lambda runtime's own packages, and
nothing else: a dependency that is missing from the build fails here, and byte code that would be stale on Lambda is stale
here. Disks and neighbours are noisy; so the number that
counts is the ratio to the baseline's sample of the same round, and of those the median.

Steps, from the first line of user code: `imported` the handler's module; `built` what its composition root builds;
`connected` the DynamoDB client with it, which PynamoDB leaves for later (this is what the target is about); `called`
once, which sets up logger, metrics and tracer. `cpu` is the CPU spent until `connected`, `process` the wall time of
the whole interpreter.
"""

import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import boto3
from moto.server import ThreadedMotoServer

from benchmarks.functions.templates import CityPlan, Function
from benchmarks.measurement import BenchmarkTrouble, Measurement
from infra.local.machine.environment import REGION

ROUNDS = 11
RATIO_AT_MOST = 1.5
# boto3 and its family come with the Lambda runtime.
_RUNTIME_PACKAGES = ("boto3", "botocore", "s3transfer", "jmespath", "urllib3", "dateutil", "six.py")
_HERE = Path(__file__).parent
_CREDENTIALS = {"AWS_ACCESS_KEY_ID": "bench", "AWS_SECRET_ACCESS_KEY": "bench"}

Sample = dict[str, float]


@dataclass(frozen=True, slots=True)
class Services:
    """What functions call while they start, and what it calls the keys that the templates name."""

    endpoint: str
    keys: Mapping[str, str]


def measure(city: CityPlan, folder: Path, rounds: int = ROUNDS) -> Iterator[Measurement]:
    runtime = _lay_out_runtime(folder / "runtime")
    baseline = _lay_out_baseline(folder / "baseline")
    with _services(city) as services:
        samples = _take_samples([baseline, *city.functions], runtime, services, rounds)
    base = samples[baseline.name]
    yield Measurement("baseline: boto3, one client", _median(base, "connected"), "ms", detail=_steps(base))
    for function in city.functions:
        own = samples[function.name]
        ratios, cpu_ratios = _ratios(own, base, "connected"), _ratios(own, base, "cpu")
        spread = f"{min(ratios):.2f} to {max(ratios):.2f}, of CPU {median(cpu_ratios):.2f}"
        yield Measurement(
            function.name, median(ratios), "x baseline", at_most=RATIO_AT_MOST, detail=f"{_steps(own)}; ratio {spread}"
        )


def _median(samples: list[Sample], step: str) -> float:
    return median(sample[step] for sample in samples)


def _ratios(own: list[Sample], base: list[Sample], step: str) -> list[float]:
    return [mine[step] / theirs[step] for mine, theirs in zip(own, base, strict=True)]


def _steps(samples: list[Sample]) -> str:
    return ", ".join(f"{step} {_median(samples, step):.0f}" for step in samples[0]) + " ms"


def _take_samples(functions: list[Function], runtime: Path, services: Services, rounds: int) -> dict[str, list[Sample]]:
    samples: dict[str, list[Sample]] = {function.name: [] for function in functions}
    # What comes before the first round fills the disk cache, and is not counted; a single round has nothing to spoil.
    for number in range(rounds + 1 if rounds > 1 else rounds):
        for function in functions:
            sample = _start(function, runtime, services)
            if number or rounds == 1:
                samples[function.name].append(sample)
    return samples


def _start(function: Function, runtime: Path, services: Services) -> Sample:
    environment = {name: services.keys.get(value, value) for name, value in function.environment.items()}
    path = [function.folder, *(layer / "python" for layer in function.layers), runtime]
    began = time.perf_counter()
    done = subprocess.run(
        # -I -S: nothing of this environment's. -B: Lambda's disk is read-only.
        [sys.executable, "-I", "-S", "-B", str(_HERE / "fresh_worker.py"), ":".join(map(str, path)), function.handler],
        env={**_lambda_environment(function, services.endpoint), **environment},
        text=True,
        capture_output=True,
        check=False,
    )
    process_ms = (time.perf_counter() - began) * 1000
    if done.returncode:
        raise BenchmarkTrouble(f"{function.name} does not start: {done.stderr.strip().splitlines()[-1]}")
    return {**json.loads(done.stdout.splitlines()[-1]), "process": process_ms}


def _lambda_environment(function: Function, endpoint: str) -> dict[str, str]:
    return {
        **_CREDENTIALS,
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_CONFIG_FILE": os.devnull,
        # What tells Powertools and X-Ray that they run in Lambda.
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "LAMBDA_TASK_ROOT": str(function.folder),
        "_X_AMZN_TRACE_ID": "Root=1-00000000-000000000000000000000000;Parent=0000000000000000;Sampled=1",
    }


def _lay_out_runtime(folder: Path) -> Path:
    folder.mkdir()
    for package in _RUNTIME_PACKAGES:
        (folder / package).symlink_to(Path(sysconfig.get_path("purelib")) / package)
    return folder


def _lay_out_baseline(folder: Path) -> Function:
    folder.mkdir()
    shutil.copy(_HERE / "baseline.py", folder)
    return Function(stacks=(), logical_id="baseline", folder=folder, handler="baseline.handler", environment={})


@contextmanager
def _services(city: CityPlan) -> Iterator[Services]:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    try:
        session = boto3.Session("bench", "bench", region_name=REGION)
        vault = session.client("secretsmanager", endpoint_url=endpoint)
        kms = session.client("kms", endpoint_url=endpoint)
        for name in city.secrets:
            vault.create_secret(Name=name, SecretString=secrets.token_hex(32))
        keys = {
            name: kms.create_key(KeySpec=kind, KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
            for name, kind in city.signing_keys.items()
        }
        yield Services(endpoint, keys)
    finally:
        server.stop()
