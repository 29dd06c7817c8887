"""Files that are there whole or not at all, and on disk when the writing returns: whatever the power does."""

import os
from pathlib import Path

UNFINISHED = ".part"


def write_whole(path: Path, data: bytes, beside: Path | None = None) -> None:
    """The file with its name, on disk, 0600. `beside`: where it is written first, in the same folder.

    Raises OSError; then nothing has this name that was not there before, and nothing lies beside it.
    """
    unfinished = beside or path.with_name(path.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)  # of a process that was killed
    try:
        _write(unfinished, data)
        unfinished.replace(path)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """What was named, renamed or deleted in the folder is so on disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def owner_of(folder: Path) -> tuple[int, int]:
    """To whom belongs what root writes here, as with SQLite's own files: where the portal has a user of its own,
    the office writes what the portal must read.
    """
    status = folder.stat()
    return status.st_uid, status.st_gid


def _write(path: Path, data: bytes) -> None:
    # O_EXCL follows no link that another user of the folder has put there.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        if os.geteuid() == 0:
            os.fchown(handle, *owner_of(path.parent))
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
