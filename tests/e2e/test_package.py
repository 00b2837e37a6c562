"""What is packed is enough: every handler imports with its layers and the Lambda runtime's own packages alone."""

import struct
import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from infra.local.city import City

HANDLERS = [
    ("Fines", "talk.receive_text.handler", ("DepsLayer", "CityLayer")),
    ("Fines", "law.import_notices.handler", ("DepsLayer", "CityLayer")),
    ("Fines", "money.settle_deposit.handler", ("DepsLayer", "CityLayer")),
    ("Fines", "desk.api.app", ("DepsLayer", "CityLayer", "WebLayer")),
    ("Dividend", "rounds.apply_shard.handler", ("DepsLayer", "CityLayer", "ColumnsLayer")),
    ("Dividend", "statistics.counts.app", ("DepsLayer", "CityLayer", "WebLayer", "PrivacyLayer")),
]
# Where imports wait for the first request, they are made here.
AND_THEN = {
    "rounds.apply_shard.handler": "import city.dividend.rounds.service.preparing.apply_shard",
    "statistics.counts.app": "import city.dividend.statistics.noise; city.dividend.statistics.noise.laplace(1, 100).release([5])",
}
# What functions do with columns: CSV and Parquet in, decided, applied, verified, Parquet and CSV out.
POLICY = """
name: package
quasi_identifiers:
  - {column: 나이, hierarchy: {kind: bands, widths: [10, 20], above: 80}}
  - {column: 거주지, hierarchy: {kind: region}}
  - {column: 이용일, hierarchy: {kind: calendar, finest: week}}
privacy: {k: 3}
suppression: 0.2
"""
DEIDENTIFY = """
import pathlib, sys
from city.dividend.anonymise import deidentify, generator
folder = pathlib.Path(sys.argv[1])
for source, target in (("csv", "parquet"), ("parquet", "csv")):
    file, out = folder / f"payments.{source}", folder / target
    generator.write(2000, 1, file)
    asked = ["--input", file, "--policy", folder / "policy.yaml", "--out", out, "--format", target]
    assert deidentify.main([str(word) for word in asked], sys.stderr) == 0, source
    print(target, *(path.name for path in out.glob(f"*.{target}")))
"""
# Python's flags in a file of byte code (PEP 552): by a hash of its source that nobody checks.
UNCHECKED_HASH = 0b01
# Of a function and its layers together, unpacked: Lambda's quota.
MOST_BYTES = 262_144_000
RUNTIME_BRINGS = ("boto3", "botocore", "jmespath", "s3transfer", "urllib3", "dateutil", "six.py")


@pytest.mark.parametrize(("stack", "module", "layers"), HANDLERS)
def test_a_handler_imports_with_what_is_packed(
    city: City, tmp_path: Path, stack: str, module: str, layers: tuple[str, ...]
) -> None:
    site = Path(boto3.__file__).parents[1]
    for name in RUNTIME_BRINGS:
        (tmp_path / name).symlink_to(site / name)
    # SAM copies a folder to every function that shares it; any of them will do.
    handler = next((city.build_dir / stack).glob(f"*/*/{module.replace('.', '/')}.py"))
    folder = handler.parents[module.count(".")]
    paths = [str(folder), *(str(city.build_dir / layer / "python") for layer in layers), str(tmp_path)]

    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path[:0] = {paths!r}; import {module}; {AND_THEN.get(module, 'pass')}; print('imported')",
        ],
        text=True,
        capture_output=True,
        check=False,
        timeout=600,
    )

    assert done.stdout == "imported\n", done.stderr
    assert sum(_bytes(each) for each in (folder, *(city.build_dir / layer for layer in layers))) < MOST_BYTES


def test_columns_are_read_and_written_with_what_is_packed(city: City, tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    paths = [str(city.build_dir / layer / "python") for layer in ("DepsLayer", "CityLayer", "ColumnsLayer")]

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {paths!r}\n{DEIDENTIFY}", str(tmp_path)],
        text=True,
        capture_output=True,
        check=False,
        timeout=300,
    )

    assert done.stdout.split() == ["parquet", "data.parquet", "csv", "data.csv"], done.stderr


@pytest.mark.parametrize("layer", ["DepsLayer", "CityLayer", "WebLayer", "IntentLayer", "ColumnsLayer", "PrivacyLayer"])
def test_byte_code_is_not_stale_where_every_file_is_of_1980(city: City, layer: str) -> None:
    """As in SAM's archives: byte code that goes by its source's time would be made again at each cold start."""
    folder = city.build_dir / layer / "python"
    compiled = list(folder.rglob("*.pyc"))
    stale = [file for file in compiled if struct.unpack_from("<I", file.read_bytes(), 4)[0] != UNCHECKED_HASH]

    assert compiled
    assert stale == []


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def test_no_package_stands_in_two_layers(city: City) -> None:
    packages = [
        path.name
        for layer in ("DepsLayer", "CityLayer", "WebLayer")
        for path in (city.build_dir / layer / "python").iterdir()
        if path.is_dir() and path.name != "__pycache__"
    ]

    assert len(packages) == len(set(packages))
    assert {"city", "chalice", "pydantic"} <= set(packages)
    assert not {"boto3", "botocore", "pip"} & set(packages)
