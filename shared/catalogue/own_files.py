"""Folders and files that belong to this user alone: only what lies there, and nobody else may write, is believed."""

import os
import stat
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path


def own_folder(places: Sequence[Path], name: str, make: bool = False) -> Path | None:
    """The folder of that name in the first of the places that are this user's own; None where there is none."""
    for place in places:
        folder = place / name
        with suppress(OSError):
            if not _is_ours(place.stat()):
                continue
            if make:
                folder.mkdir(mode=0o700, exist_ok=True)
            if _is_ours(folder.lstat()) and stat.S_ISDIR(folder.lstat().st_mode):
                return folder
    return None


def own_bytes(file: Path, most: int) -> bytes:
    """The bytes of a file that is ours, at most so many; none where it is anything else."""
    with suppress(OSError), os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as opened:
        status = os.fstat(opened.fileno())
        if stat.S_ISREG(status.st_mode) and _is_ours(status) and status.st_size <= most:
            return opened.read()
    return b""


def _is_ours(status: os.stat_result) -> bool:
    """True where it belongs to this user and nobody else may write."""
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022
