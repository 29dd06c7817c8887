"""The files of the catalogue as texts: what is on the disk, and a proposal's laid over it in a folder of its own."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from shared.catalogue import catalogue as catalogues
from shared.catalogue.advice.advice import advice
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.difference import Change, differences
from shared.catalogue.inclusion import below, read_whole
from shared.catalogue.source import LARGEST, Source
from shared.errors import CatalogueError, Problem, ValueRefused
from shared.records.store.proposals import Texts


@dataclass(frozen=True)
class Look:
    """What is to be said of a proposal's files. `changes` and `advised` only where there are no problems."""

    problems: tuple[Problem, ...]
    advised: tuple[Problem, ...] = ()
    changes: tuple[Change, ...] = ()


def on_disk(path: Path) -> dict[str, str]:
    """Every file of the catalogue by its name from the catalogue's folder, the first one first.

    Raises CatalogueError where one cannot be read.
    """
    whole = read_whole(Source(str(path)), path)
    return {str(file.path.relative_to(path.parent)): _read(file.path) for file in whole.files if file.path.exists()}


def text_of(path: Path, name: str) -> str | None:
    """One of them as it is on the disk; None where there is none. Raises ValueRefused for a name that leads away."""
    file = place_of(path, name)
    return _read(file) if file.exists() else None


def place_of(path: Path, name: str) -> Path:
    """Where the file of that name is kept. Raises ValueRefused("proposal_file") for a name that leads away."""
    file = path if name == path.name else below(path, name)
    if file is None:
        raise ValueRefused("proposal_file", name=name)
    return file


def changed(path: Path, texts: Mapping[str, str]) -> dict[str, str]:
    """Those of the texts that say something else than the disk. Raises ValueRefused."""
    for name, text in texts.items():
        place_of(path, name)
        if len(text.encode()) > LARGEST:
            raise ValueRefused("proposal_large", name=name, most=LARGEST // 1024 // 1024)
    return {name: text for name, text in texts.items() if text != text_of(path, name)}


@contextmanager
def laid_out(path: Path, texts: Texts) -> Iterator[Path]:
    """The catalogue with these texts in the place of its own, in a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="madoguchi-proposal-") as folder:
        first = Path(folder) / path.name
        for name, text in {**on_disk(path), **texts}.items():
            file = place_of(first, name)
            if text is not None:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(text.encode())
        try:
            yield first
        finally:
            catalogues.forget(first)


def problems(path: Path, texts: Texts) -> tuple[Problem, ...]:
    """Every mistake of the catalogue with these texts; their `file` is the name from the catalogue's folder."""
    with laid_out(path, texts) as first:
        return _named(catalogues.read_catalogue(first).problems, first)


def looked_at(path: Path, texts: Texts) -> Look:
    """Mistakes; where there are none, what to look at again in these files, and what is different, in order."""
    with laid_out(path, texts) as first:
        try:
            catalogues.load(first)
        except CatalogueError as error:
            return Look(_named(error.problems, first))
        known = {_said(one) for one in _advice_of(path)}
        advised = tuple(one for one in _named(advice(first), first) if one.file in texts and _said(one) not in known)
        return Look((), advised, _changes(path, first))


def texts_now(path: Path, texts: Texts) -> list[str | None]:
    """What the disk says of these files."""
    return [text_of(path, name) for name in texts]


def told(path: Path, before: Texts, after: Texts) -> Look:
    """What a publication changed, as far as the files as they are now can be read with it."""
    with laid_out(path, before) as old, laid_out(path, after) as new:
        try:
            return Look((), (), tuple(differences(old, new)))
        except CatalogueError:
            return Look(())


def offered(path: Path, texts: Texts) -> Catalogue:
    """The catalogue that these texts make. Raises CatalogueError."""
    with laid_out(path, texts) as first:
        reading = catalogues.read_catalogue(first)
        if reading.catalogue is None:
            raise CatalogueError(_named(reading.problems, first))
        return reading.catalogue


def _advice_of(path: Path) -> list[Problem]:
    """What was to be told of the files before."""
    try:
        return advice(path)
    except CatalogueError:
        return []


def _said(one: Problem) -> tuple[str, str, str]:
    """What is told, wherever the line is now."""
    return Path(one.file).name, one.code, str(sorted(one.params.items()))


def _changes(path: Path, first: Path) -> tuple[Change, ...]:
    try:
        return tuple(differences(path, first))
    except CatalogueError:  # of what is on the disk: then the proposal is what puts it right
        return ()


def _named(found: tuple[Problem, ...] | list[Problem], first: Path) -> tuple[Problem, ...]:
    return tuple(replace(one, file=str(Path(one.file).relative_to(first.parent))) for one in found)


def _read(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CatalogueError([Problem(str(file), 1, 1, "file_unreadable")]) from error
