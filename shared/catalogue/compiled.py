"""The checked catalogue, kept for the next process: one JSON line for each procedure, built when it is asked for.

A kept file only saves time, so it is never simply believed. It holds data and no code. It counts where it and its
folder belong to us alone, is whole (its own digest), was written by this very program (a digest of the sources), and
where every file of the catalogue has, byte by byte, the contents it was made of. Else it is as if it were not there.
A catalogue with mistakes is never kept. Where nothing can be written nothing is, and nobody hears of it.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pydantic

from shared.catalogue.inclusion import FileState, below, state_of
from shared.catalogue.model import Frozen
from shared.whole_files import write_whole

FOLDER = "catalogue"
LARGEST = 64 * 1024 * 1024  # bytes
_SOURCES = Path(__file__).parent


@dataclass(frozen=True)
class Compiled:
    """A kept catalogue: what stands beside the procedures, and each of them, as JSON."""

    files: tuple[FileState, ...]
    declared: bytes
    ids: tuple[str, ...]
    procedures: tuple[bytes, ...]


class _Head(Frozen):
    program: str
    files: tuple[tuple[str, str], ...]  # name from the first file's folder, digest; the first file first
    ids: tuple[str, ...]


def kept(path: Path, places: Sequence[Path]) -> Compiled | None:
    """What was kept of the catalogue in a file, where it is exactly what the files say now."""
    folder = _own_folder(places)
    data = _own_bytes(_file(folder, path)) if folder is not None else b""
    digest, _, rest = data.partition(b"\n")
    if digest.decode("ascii", "replace") != hashlib.sha256(rest).hexdigest():
        return None
    first, declared, *procedures = rest.split(b"\n")
    try:
        head = _Head.model_validate_json(first)
    except ValueError:
        return None
    if head.program != _program() or len(head.ids) != len(procedures):
        return None
    files = tuple(_unchanged(path, head))
    if len(files) != len(head.files):
        return None
    return Compiled(files, declared, head.ids, tuple(procedures))


def keep(path: Path, places: Sequence[Path], contents: dict[Path, bytes], compiled: Compiled) -> None:
    """Keeps it for the next process. `contents`: the digests of the bytes that it was made of, the first file first."""
    folder = _own_folder(places, make=True)
    if folder is None:
        return
    files = tuple((file.relative_to(path.parent).as_posix(), digest.hex()) for file, digest in contents.items())
    head = _Head(program=_program(), files=files, ids=compiled.ids)
    rest = b"\n".join([head.model_dump_json().encode(), compiled.declared, *compiled.procedures])
    with suppress(OSError):  # a full disk: the next process reads the files themselves
        write_whole(_file(folder, path), hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)


def _unchanged(path: Path, head: _Head) -> Iterator[FileState]:
    """The files as they are, up to the first that is not what was read then."""
    for number, (name, digest) in enumerate(head.files):
        file = below(path, name) if number else path
        state = state_of(file) if file is not None else None  # before it is read: a change meanwhile is noticed later
        if file is None or state is None or not state.size or _digest(file) != digest:
            return
        yield state


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return ""


def _file(folder: Path, path: Path) -> Path:
    """One for each catalogue, so that a new version takes the place of the old one."""
    return folder / f"{hashlib.sha256(bytes(path.absolute())).hexdigest()[:32]}.json"


def _own_folder(places: Sequence[Path], make: bool = False) -> Path | None:
    """Our folder in the first of the places that are this user's own."""
    for place in places:
        folder = place / FOLDER
        with suppress(OSError):
            if not _is_ours(place.stat()):
                continue
            if make:
                folder.mkdir(mode=0o700, exist_ok=True)
            if _is_ours(folder.lstat()) and stat.S_ISDIR(folder.lstat().st_mode):
                return folder
    return None


def _own_bytes(file: Path) -> bytes:
    """The bytes of a file that is ours; none where it is anything else."""
    with suppress(OSError), os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC), "rb") as opened:
        status = os.fstat(opened.fileno())
        if stat.S_ISREG(status.st_mode) and _is_ours(status) and status.st_size <= LARGEST:
            return opened.read()
    return b""


def _is_ours(status: os.stat_result) -> bool:
    """True where it belongs to this user and nobody else may write."""
    return status.st_uid == os.geteuid() and not status.st_mode & 0o022


@cache
def _program() -> str:
    """Changes with the sources of this room, with Python and with pydantic."""
    seen = hashlib.sha256(f"{sys.version_info} {pydantic.VERSION}".encode())
    for source in sorted(_SOURCES.rglob("*.py")):
        seen.update(hashlib.sha256(source.read_bytes()).digest())
    return seen.hexdigest()
