"""Where the texts of a catalogue stand: in files on the disk, or together in what the office sent out."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True)
class FileState:
    """A file and what changes with it: time (ns) and size (bytes), both 0 where it is away."""

    path: Path
    modified: int
    size: int


class Shelf(Protocol):
    """What reading needs of a place."""

    def state_of(self, path: Path) -> FileState: ...
    def read(self, path: Path) -> bytes | None: ...  # None where there is nothing


class Disk:
    """Files."""

    def state_of(self, path: Path) -> FileState:
        """As the file is now."""
        try:
            found = path.stat()
        except OSError:
            return FileState(path, 0, 0)
        return FileState(path, found.st_mtime_ns, found.st_size)

    def read(self, path: Path) -> bytes | None:
        try:
            return path.read_bytes()
        except OSError:
            return None


class Texts:
    """Texts in memory under their names, which never change."""

    def __init__(self, folder: Path, texts: Mapping[str, bytes]) -> None:
        self._texts = {folder / name: text for name, text in texts.items()}

    def state_of(self, path: Path) -> FileState:
        return FileState(path, 0, len(self._texts.get(path, b"")))

    def read(self, path: Path) -> bytes | None:
        return self._texts.get(path)


DISK = Disk()
