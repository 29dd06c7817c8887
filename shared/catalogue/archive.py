"""The texts of a catalogue as one piece: how the office sends them out, and how they are read where they arrive.

    zlib(JSON [[name, text], …])      the first file first, then those that it includes, in their order

The same texts give the same bytes. It is read as strictly as files: names lead nowhere, nothing is larger than a
file may be, and whoever reads stops before it fills the memory.
"""

import hashlib
import json
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from threading import Lock
from weakref import WeakValueDictionary

from shared.catalogue import source
from shared.catalogue.catalogue import Catalogue, Reading, kept_texts, read_catalogue
from shared.catalogue.compiled import digest_of
from shared.catalogue.shelf import DISK, Texts
from shared.errors import CatalogueError, EditionRefused

LARGEST = 8 * 1024 * 1024  # bytes of an archive
LARGEST_TEXTS = 32 * 1024 * 1024  # bytes of what is in it
MOST = 200  # files
_FOLDER = Path("/edition")  # where its files are said to stand, in what is told of them

_lock = Lock()
_known: WeakValueDictionary[str, Catalogue] = WeakValueDictionary()  # by the digest of the texts


def pack(path: Path, reading: Reading) -> bytes | None:
    """The archive of what was read without problems; None where a file has changed since.

    Raises EditionRefused("catalogue_too_large").
    """
    texts = {}
    for number, (name, digest) in enumerate(reading.contents):
        data = DISK.read(path.parent / name if number else path)
        if data is None or hashlib.sha256(data).hexdigest() != digest:
            return None
        texts[name] = data
    packed = zlib.compress(_plain(texts), 6)
    if len(packed) > LARGEST or sum(map(len, texts.values())) > LARGEST_TEXTS or len(texts) > MOST:
        raise EditionRefused("catalogue_too_large", megabytes=LARGEST // 1024 // 1024, files=MOST)
    return packed


def unpack(data: bytes) -> dict[str, bytes]:
    """The texts under their names. Raises EditionRefused("catalogue_unreadable")."""
    try:
        return dict(_texts(data))
    except (ValueError, TypeError, AttributeError, RecursionError, zlib.error):
        raise EditionRefused("catalogue_unreadable") from None


def catalogue_in(data: bytes, digest: str, *places: Path) -> Catalogue:
    """The catalogue whose texts have this digest, out of its archive. `places`: as `catalogue.load` takes them.

    Raises EditionRefused("catalogue_unreadable"), and CatalogueError where it has mistakes.
    """
    with _lock:
        known = _known.get(digest)
        if known is None:
            known = _known[digest] = _read(data, digest, places)
        return known


def remember(reading: Reading) -> str:
    """The digest of its texts, by which whoever gets them in this process need not read them again."""
    digest = digest_of(reading.contents)
    if reading.catalogue is not None:
        with _lock:
            _known[digest] = reading.catalogue
    return digest


def _read(data: bytes, digest: str, places: tuple[Path, ...]) -> Catalogue:
    reading = kept_texts(digest, *places)
    if reading is None:
        texts = unpack(data)
        reading = read_catalogue(_FOLDER / next(iter(texts)), *places, shelf=Texts(_FOLDER, texts))
        if reading.catalogue is None:
            raise CatalogueError(reading.problems)
        if digest_of(reading.contents) != digest or len(reading.contents) != len(texts):
            raise EditionRefused("catalogue_unreadable")
    assert reading.catalogue is not None
    return reading.catalogue


def _plain(texts: Mapping[str, bytes]) -> bytes:
    named = [[name, data.decode()] for name, data in texts.items()]
    return json.dumps(named, ensure_ascii=False, separators=(",", ":")).encode()


def _texts(data: bytes) -> list[tuple[str, bytes]]:
    """Raises ValueError, TypeError, AttributeError, RecursionError, zlib.error for whatever is none of ours."""
    engine = zlib.decompressobj()
    plain = engine.decompress(data, LARGEST_TEXTS + 1)
    if not engine.eof or engine.unused_data or len(plain) > LARGEST_TEXTS:
        raise ValueError("neither more nor less than one piece")
    found = [(str(name), text.encode()) for name, text in json.loads(plain)]
    names = [name for name, _ in found]
    if not 1 <= len(names) == len(set(names)) <= MOST:
        raise ValueError("names")
    if len(PurePosixPath(names[0]).parts) != 1 or not all(map(_stays_inside, names)):
        raise ValueError("names")
    if not all(name.endswith((".yaml", ".yml")) for name in names[1:]):
        raise ValueError("names")
    if any(len(text) > source.LARGEST for _, text in found):
        raise ValueError("size")
    return found


def _stays_inside(name: str) -> bool:
    """A name below the folder, in its one spelling."""
    pure = PurePosixPath(name)
    return pure.as_posix() == name and "\0" not in name and not {"..", "."} & set(pure.parts) and not pure.is_absolute()
