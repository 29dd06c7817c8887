"""Files that are there whole or not at all, and on disk when the writing returns: whatever the power does."""

import os
import stat
from collections.abc import Mapping
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


def replace_all(files: Mapping[Path, bytes | None], like: Path) -> None:
    """All of these files, or none of them as far as a file system can: every one is on disk beside its place before the
    first takes it. None: the file goes. Each keeps its owner and mode; a new one has those of `like`.

    Raises OSError; where it comes before the first has its place, all is as it was.
    """
    beside: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            if data is not None:
                beside[path] = path.with_name(f".{path.name}{UNFINISHED}")
                beside[path].unlink(missing_ok=True)  # of a process that was killed
                path.parent.mkdir(parents=True, exist_ok=True)
                _write(beside[path], data, path if path.exists() else like)
        for path in files:
            if path in beside:
                beside[path].replace(path)
            else:
                path.unlink(missing_ok=True)
    finally:
        for unfinished in beside.values():
            unfinished.unlink(missing_ok=True)
    for folder in {path.parent for path in files}:
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """What was named, renamed or deleted in the folder is so on disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def owner_of(place: Path) -> tuple[int, int]:
    """To whom belongs what root writes here, as with SQLite's own files: where the portal has a user of its own,
    the office writes what the portal must read.
    """
    status = place.stat()
    return status.st_uid, status.st_gid


def _write(path: Path, data: bytes, like: Path | None = None) -> None:
    """`like`: whose owner and mode it gets; else 0600, and its folder's owner where root writes."""
    # O_EXCL follows no link that another user of the folder has put there.
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        if os.geteuid() == 0:
            os.fchown(handle, *owner_of(like or path.parent))
        if like is not None:
            os.fchmod(handle, stat.S_IMODE(like.stat().st_mode))
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
