"""What is packed is enough: every handler imports with its layers and the Lambda runtime's own packages alone."""

import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from infra.local.city import City

HANDLERS = [
    ("receive_text.handler", ("DepsLayer", "CityLayer")),
    ("import_notices.handler", ("DepsLayer", "CityLayer")),
    ("settle_deposit.handler", ("DepsLayer", "CityLayer")),
    ("api.app", ("DepsLayer", "CityLayer", "WebLayer")),
]
RUNTIME_BRINGS = ("boto3", "botocore", "jmespath", "s3transfer", "urllib3", "dateutil", "six.py")


@pytest.mark.parametrize(("module", "layers"), HANDLERS)
def test_a_handler_imports_with_what_is_packed(
    city: City, tmp_path: Path, module: str, layers: tuple[str, ...]
) -> None:
    site = Path(boto3.__file__).parents[1]
    for name in RUNTIME_BRINGS:
        (tmp_path / name).symlink_to(site / name)
    # SAM copies a folder to every function that shares it; any of them will do.
    folder = next((city.build_dir / "Fines").glob("*/receive_text/handler.py")).parents[1]
    paths = [str(folder), *(str(city.build_dir / layer / "python") for layer in layers), str(tmp_path)]

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {paths!r}; import {module}; print('imported')"],
        text=True, capture_output=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.stdout == "imported\n", done.stderr


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
