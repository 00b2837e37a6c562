"""What is packed is enough: every handler imports with its layers and the Lambda runtime's own packages alone."""

import subprocess
import sys
from pathlib import Path

import boto3
import pytest

from infra.local.city import City

HANDLERS = [
    ("ReceiveTextFunction", "receive_text.handler"),
    ("ImportNoticesFunction", "import_notices.handler"),
    ("SettleDepositFunction", "settle_deposit.handler"),
    ("FinesApiFunction", "app"),
]
RUNTIME_BRINGS = ("boto3", "botocore", "jmespath", "s3transfer", "urllib3", "dateutil", "six.py")


@pytest.mark.parametrize(("function", "module"), HANDLERS)
def test_a_handler_imports_with_what_is_packed(city: City, tmp_path: Path, function: str, module: str) -> None:
    site = Path(boto3.__file__).parents[1]
    for name in RUNTIME_BRINGS:
        (tmp_path / name).symlink_to(site / name)
    built = city.build_dir
    packed = [built / "DepsLayer" / "python", built / "CityLayer" / "python", tmp_path]
    folder = next(
        path for path in (built / "Fines" / function, built / "Fines" / "ReceiveTextFunction") if path.is_dir()
    )
    paths = [str(path) for path in (folder, *packed)]

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path[:0] = {paths!r}; import {module}; print('imported')"],
        text=True, capture_output=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.stdout == "imported\n", done.stderr


def test_no_package_stands_in_two_layers(city: City) -> None:
    deps = {path.name for path in (city.build_dir / "DepsLayer" / "python").iterdir()}

    assert "boto3" not in deps
    assert "botocore" not in deps
    assert "chalice" not in deps
    assert "city" not in deps
