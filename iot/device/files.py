"""Files that survive a power cut: written beside, synced, renamed."""

import os
from pathlib import Path


def replace_durably(path: Path, content: bytes, mode: int = 0o644) -> None:
    """`path` holds all of `content` or what it held before, whenever the power goes. Raises OSError."""
    new = write_durably(path.with_name(f"{path.name}.new"), content, mode)
    new.replace(path)
    sync_folder(path.parent)


def write_durably(path: Path, content: bytes, mode: int = 0o644) -> Path:
    """Writes a file and waits until the disk has it. Raises OSError."""
    path.unlink(missing_ok=True)
    # Created with its mode: a key is never readable by others, not even for a moment.
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return path


def sync_folder(folder: Path) -> None:
    """Waits until the disk has the names in a folder. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
