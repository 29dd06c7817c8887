"""The checked catalogue, kept for the next process: one JSON line for each procedure, built when it is asked for.

A kept file only saves time, so it is never simply believed. It holds data and no code. It counts where it and its
folder belong to us alone, is whole (its own digest), was written by this very program (a digest of the sources), and
where every file of the catalogue has, byte by byte, the contents it was made of. Else it is as if it were not there.
A catalogue with mistakes is never kept. Where nothing can be written nothing is, and nobody hears of it.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pydantic

from shared.catalogue.inclusion import below
from shared.catalogue.model import Frozen
from shared.catalogue.own_files import own_bytes, own_folder
from shared.catalogue.shelf import DISK, FileState
from shared.whole_files import write_whole

FOLDER = "catalogue"
LARGEST = 64 * 1024 * 1024  # bytes
Contents = tuple[tuple[str, str], ...]  # name from the first file's folder, SHA-256 of its bytes; the first file first
_SOURCES = Path(__file__).parent


@dataclass(frozen=True)
class Compiled:
    """A kept catalogue: what stands beside the procedures, and each of them, as JSON."""

    files: tuple[FileState, ...]
    declared: bytes
    ids: tuple[str, ...]
    procedures: tuple[bytes, ...]
    contents: Contents


class _Head(Frozen):
    program: str
    files: Contents
    ids: tuple[str, ...]


def digest_of(contents: Contents) -> str:
    """One digest for all texts and their names."""
    return hashlib.sha256(json.dumps(contents, separators=(",", ":")).encode()).hexdigest()


def kept(path: Path, places: Sequence[Path]) -> Compiled | None:
    """What was kept of the catalogue in a file, where it is exactly what the files say now."""
    found = _read(_name(path), places)
    if found is None:
        return None
    files = tuple(_unchanged(path, found.contents))
    return replace(found, files=files) if len(files) == len(found.contents) else None


def kept_texts(digest: str, places: Sequence[Path]) -> Compiled | None:
    """What was kept of the texts that have this digest, wherever they came from."""
    found = _read(_name(None), places)
    return found if found is not None and digest_of(found.contents) == digest else None


def keep(path: Path | None, places: Sequence[Path], compiled: Compiled) -> None:
    """Keeps it for the next process, as of a file or (None) of texts that came otherwise."""
    folder = own_folder(places, FOLDER, make=True)
    if folder is None:
        return
    head = _Head(program=_program(), files=compiled.contents, ids=compiled.ids)
    rest = b"\n".join([head.model_dump_json().encode(), compiled.declared, *compiled.procedures])
    with suppress(OSError):  # a full disk: the next process reads the files themselves
        write_whole(folder / _name(path), hashlib.sha256(rest).hexdigest().encode() + b"\n" + rest)


def _read(name: str, places: Sequence[Path]) -> Compiled | None:
    """What was kept under a name, where it is whole and of this very program."""
    folder = own_folder(places, FOLDER)
    data = own_bytes(folder / name, LARGEST) if folder is not None else b""
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
    return Compiled((), declared, head.ids, tuple(procedures), head.files)


def _unchanged(path: Path, contents: Contents) -> Iterator[FileState]:
    """The files as they are, up to the first that is not what was read then."""
    for number, (name, digest) in enumerate(contents):
        file = below(path, name) if number else path
        state = DISK.state_of(file) if file is not None else None  # before it is read: a change meanwhile is noticed
        if file is None or state is None or not state.size or _digest(file) != digest:
            return
        yield state


def _digest(file: Path) -> str:
    data = DISK.read(file)
    return hashlib.sha256(data).hexdigest() if data is not None else ""


def _name(path: Path | None) -> str:
    """One for each catalogue, so that a new version takes the place of the old one."""
    return "texts.json" if path is None else f"{hashlib.sha256(bytes(path.absolute())).hexdigest()[:32]}.json"


@cache
def _program() -> str:
    """Changes with the sources of this room, with Python and with pydantic."""
    seen = hashlib.sha256(f"{sys.version_info} {pydantic.VERSION}".encode())
    for source in sorted(_SOURCES.rglob("*.py")):
        seen.update(hashlib.sha256(source.read_bytes()).digest())
    return seen.hexdigest()
