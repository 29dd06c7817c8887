"""A catalogue as one piece: the same texts give the same bytes, and nothing but texts below one folder comes out."""

import json
import shutil
import zlib
from pathlib import Path

import pytest

from shared.catalogue import archive, source
from shared.catalogue.archive import catalogue_in, pack, remember, unpack
from shared.catalogue.catalogue import read_catalogue
from shared.errors import EditionRefused
from tests import shipped_catalogue

from .samples import DAY, SHIPPED, SMALL


def packed(texts: object) -> bytes:
    return zlib.compress(json.dumps(texts).encode())


def test_the_shipped_catalogue_comes_out_as_it_went_in(tmp_path: Path) -> None:
    reading = read_catalogue(SHIPPED)
    data = pack(SHIPPED, reading)
    again = pack(copy := shipped_catalogue.copied(tmp_path), read_catalogue(copy))

    assert data is not None
    assert data == again
    assert len(data) < archive.LARGEST / 8
    texts = unpack(data)
    assert list(texts) == [name for name, _ in reading.contents]
    assert {name: (SHIPPED.parent / name).read_bytes() for name in texts} == texts


def test_what_is_read_from_it_is_what_the_files_say(tmp_path: Path) -> None:
    reading = read_catalogue(SMALL)
    data = pack(SMALL, reading)
    assert data is not None and reading.catalogue is not None
    found = catalogue_in(data, archive.digest_of(reading.contents), tmp_path)

    assert found is not reading.catalogue
    assert [one.as_asked(DAY) for one in found.procedures] == [
        one.as_asked(DAY) for one in reading.catalogue.procedures
    ]


def test_the_same_texts_are_read_once_in_a_process() -> None:
    reading = read_catalogue(SMALL)

    assert catalogue_in(b"", remember(reading)) is reading.catalogue


def test_a_file_that_changed_since_it_was_checked_is_not_packed(tmp_path: Path) -> None:
    file = Path(shutil.copy(SMALL, tmp_path / "procedures.yaml"))
    reading = read_catalogue(file)
    with file.open("a", encoding="utf-8") as end:
        end.write("# one word more\n")
    assert pack(file, reading) is None
    file.unlink()
    assert pack(file, reading) is None


ODD = {
    "nothing": b"",
    "no zlib": b"procedures: []",
    "cut off": packed([["a.yaml", "x"]])[:-3],
    "more behind it": packed([["a.yaml", "x"]]) + b"x",
    "no JSON": zlib.compress(b"["),
    "deep": zlib.compress(b"[" * 200_000),
    "no list": packed({"a.yaml": "x"}),
    "a number": packed(7),
    "nothing in it": packed([]),
    "three parts": packed([["a.yaml", "x", "y"]]),
    "no text": packed([["a.yaml", 7]]),
    "half a character": packed([["a.yaml", "\ud800"]]),
    "no name": packed([["", "x"]]),
    "twice": packed([["a.yaml", "x"], ["a.yaml", "y"]]),
    "too many": packed([[f"{n}.yaml", "x"] for n in range(archive.MOST + 1)]),
    "too large": packed([["a.yaml", "x" * (source.LARGEST + 1)]]),
    "the first below a folder": packed([["folder/a.yaml", "x"]]),
    "other files": packed([["a.yaml", "x"], ["keys/salt", "y"]]),
    **{
        name: packed([["a.yaml", "x"], [name, "y"]])
        for name in ("../b.yaml", "/etc/b.yaml", "x/../b.yaml", "./b.yaml", "x//b.yaml", "b\0.yaml", "..", "b.yaml/")
    },
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(EditionRefused) as refused:
        unpack(data)
    assert refused.value.code == "catalogue_unreadable"


def test_a_piece_that_grows_is_not_unfolded() -> None:
    bomb = zlib.compress(bytes(archive.LARGEST_TEXTS * 4), 9)
    assert len(bomb) < archive.LARGEST

    with pytest.raises(EditionRefused):
        unpack(bomb)
