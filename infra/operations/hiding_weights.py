"""Puts the detector's weights where the function that hides people reads them.

    .venv/bin/python -m infra.operations.hiding_weights --bucket HIDING-BUCKET [--weights yolox_nano_any_size.onnx]

Without --weights it takes what `make models` left in the cache. Other bytes than the measured ones are refused here, and by
the function again.
"""

import argparse
import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import boto3

from models.detection.catalogue.cache import models_folder
from models.detection.catalogue.detectors import YOLOX_NANO_ANY_SIZE

WEIGHTS, WEIGHTS_SHA256 = YOLOX_NANO_ANY_SIZE.weights_file, YOLOX_NANO_ANY_SIZE.weights_sha256


def put_weights(s3: Any, bucket: str, path: Path) -> bool:
    """False where the file is missing or another."""
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != WEIGHTS_SHA256:
        return False
    s3.put_object(Bucket=bucket, Key=f"weights/{WEIGHTS}", Body=path.read_bytes())
    return True


def main() -> int:
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--bucket", required=True)
    said.add_argument("--weights", type=Path, default=models_folder(os.environ) / WEIGHTS)
    given = said.parse_args()
    if put_weights(boto3.client("s3"), given.bucket, given.weights):
        sys.stdout.write(f"{WEIGHTS} → s3://{given.bucket}/weights/\n")
        return 0
    sys.stderr.write(f"{given.weights}: missing, or not the weights that were measured (make models)\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
