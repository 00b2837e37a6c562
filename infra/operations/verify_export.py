"""Checks the archive of an export with the city's two public keys, and without the city.

python -m infra.operations.verify_export ARCHIVE.zip --key EVIDENCE.pem --log-key LOG.pem
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from city.operations.evidence.service.archives import check_archive
from city.operations.viewlog.proving.p256 import PublicKey


def main(arguments: Sequence[str] | None = None, out: TextIO = sys.stdout) -> int:
    """0 where all is as it was signed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--key", type=Path, required=True, help="signs manifests, PEM")
    parser.add_argument("--log-key", type=Path, required=True, help="signs heads of the log of views, PEM")
    asked = parser.parse_args(arguments)
    key, log_key = (PublicKey.from_pem(file.read_text(encoding="ascii")) for file in (asked.key, asked.log_key))
    faults = check_archive(asked.archive.read_bytes(), key.verifies, log_key.verifies)
    out.writelines(f"{fault}\n" for fault in faults)
    out.write("다릅니다 (differs)\n" if faults else "모두 맞습니다 (all as signed)\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
