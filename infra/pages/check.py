"""Types of the pages' scripts, by TypeScript, and the rules that no browser would tell before it is too late.

python -m infra.pages.check     one of the checks of `make lint`
"""

import subprocess
import sys

from infra.pages.npm import INSTALLED, ROOT, NpmFailed, node
from infra.pages.rules import faults_of, written_pages


def main() -> int:
    faults = [f"{place}: {what}" for file in written_pages() for place, what in faults_of(file)]
    print("\n".join(faults))
    return 1 if faults or not types_hold() else 0


def types_hold() -> bool:
    """Prints what does not."""
    try:
        program = node()
    except NpmFailed as error:
        print(error)
        return False
    compiler = INSTALLED / "typescript" / "bin" / "tsc"
    if not compiler.is_file():
        print("The pages' types are not installed: make setup")
        return False
    return subprocess.run([program, str(compiler), "--project", "web"], cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
