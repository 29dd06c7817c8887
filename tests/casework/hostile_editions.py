"""Catalogues that somebody might put into the letterbox: each made from a good new one."""

import json
import zlib
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from shared.casework.installation import prepare
from shared.catalogue import archive
from shared.catalogue.compiled import digest_of
from shared.records import edition as editions
from shared.records import keyring
from shared.records.database import open_engine
from shared.records.edition import Cover, Edition, EditionHead, make_edition
from shared.records.keyring import OfficeKeys
from shared.records.letterbox import DatabaseLetterbox
from shared.records.shapes import from_plain
from tests.catalogue.samples import SMALL

from .town import Town, settings_in


def lying_there(town: Town) -> Edition:
    found = town.home.letterbox.edition(archive.LARGEST)
    assert found is not None
    return found


def head_of(edition: Edition) -> EditionHead:
    return from_plain(EditionHead, json.loads(edition.cover.head))


def signed(town: Town, packed: bytes, texts: str, **changes: Any) -> Edition:
    """A new one, rightly signed by the office, with whatever is in it."""
    before = head_of(lying_there(town))
    head = replace(before, number=before.number + 1, archive=editions.digest_of(packed), texts=texts, **changes)
    return make_edition(town.office.signer, head, packed)


def packed_of(texts: list[list[str]]) -> bytes:
    return zlib.compress(json.dumps(texts, ensure_ascii=False).encode())


def texts_of(texts: list[list[str]]) -> str:
    return digest_of(tuple((name, sha256(written.encode()).hexdigest()) for name, written in texts))


def _another_office(elsewhere: Path) -> OfficeKeys:
    prepare(settings_in(elsewhere))
    return keyring.load_office_keys(settings_in(elsewhere).office_keys)


Make = Callable[[Town, Edition, Path], Edition]


def by_the_front(town: Town, new: Edition, elsewhere: Path) -> Edition:
    return make_edition(town.home.signer, head_of(new), new.archive)


def under_the_offices_number(town: Town, new: Edition, elsewhere: Path) -> Edition:
    """The front's signature with the id of the office's key."""
    made = by_the_front(town, new, elsewhere)
    return Edition(Cover(made.cover.head, new.cover.signature[:1] + made.cover.signature[1:]), new.archive)


def by_another_office(town: Town, new: Edition, elsewhere: Path) -> Edition:
    return make_edition(_another_office(elsewhere).signer, head_of(new), new.archive)


def of_another_city(town: Town, new: Edition, elsewhere: Path) -> Edition:
    """What another city's portal is given, as it lies there."""
    _another_office(elsewhere)
    letterbox = DatabaseLetterbox(open_engine(settings_in(elsewhere).letterbox_url), town.home.blobs)
    found = letterbox.edition(archive.LARGEST)
    letterbox.close()
    assert found is not None
    return found


def for_another_city(town: Town, new: Edition, elsewhere: Path) -> Edition:
    return signed(town, new.archive, head_of(new).texts, installation="00" * 16)


def of_another_format(town: Town, new: Edition, elsewhere: Path) -> Edition:
    return signed(town, new.archive, head_of(new).texts, format=2)


def of_a_card(town: Town, new: Edition, elsewhere: Path) -> Edition:
    """The office's signature over the same bytes, made for something else."""
    signer = town.office.signer
    signature = bytes([signer.key_id]) + signer.sign(b"madoguchi/1/card|" + new.cover.head)
    return Edition(Cover(new.cover.head, signature), new.archive)


def of_something_else(town: Town, new: Edition, elsewhere: Path) -> Edition:
    signer = town.office.signer
    head = b"[" * 900
    signature = bytes([signer.key_id]) + signer.sign(b"madoguchi/1/catalogue|" + head)
    return Edition(Cover(head, signature), new.archive)


def empty(town: Town, new: Edition, elsewhere: Path) -> Edition:
    return Edition(Cover(b"", b""), b"")


def large(town: Town, new: Edition, elsewhere: Path) -> Edition:
    return Edition(Cover(b" " * 2_000_000, new.cover.signature), new.archive)


def bomb(town: Town, new: Edition, elsewhere: Path) -> Edition:
    return signed(town, zlib.compress(b" " * (archive.LARGEST_TEXTS + 1)), "bomb")


def larger_than_the_row_may_be(town: Town, new: Edition, elsewhere: Path) -> Edition:
    return signed(town, bytes(archive.LARGEST + 1), "large")


def two_pieces(town: Town, new: Edition, elsewhere: Path) -> Edition:
    return signed(town, new.archive + new.archive, "two")


def no_archive(town: Town, new: Edition, elsewhere: Path) -> Edition:
    return signed(town, b"no archive", "none")


def other_texts(town: Town, new: Edition, elsewhere: Path) -> Edition:
    """Rightly signed, but its head says other texts."""
    return signed(town, new.archive, "ab" * 32)


def broken(town: Town, new: Edition, elsewhere: Path) -> Edition:
    texts = [["procedures.yaml", "procedures: ["]]
    return signed(town, packed_of(texts), texts_of(texts))


def one_too_many(town: Town, new: Edition, elsewhere: Path) -> Edition:
    """A file that nothing includes."""
    texts = [["procedures.yaml", SMALL.read_text(encoding="utf-8")], ["more.yaml", "{}"]]
    return signed(town, packed_of(texts), texts_of(texts))


def leading_out(town: Town, new: Edition, elsewhere: Path) -> Edition:
    texts = [["procedures.yaml", "include: [../../etc/x.yaml]"], ["../../etc/x.yaml", "{}"]]
    return signed(town, packed_of(texts), texts_of(texts))


HOSTILE: list[tuple[Make, str]] = [
    *((make, "catalogue_unsigned") for make in (by_the_front, under_the_offices_number, by_another_office)),
    *((make, "catalogue_unsigned") for make in (of_another_city, for_another_city, of_another_format, of_a_card)),
    *((make, "catalogue_unsigned") for make in (of_something_else, empty, large)),
    *(
        (make, "catalogue_unreadable")
        for make in (bomb, two_pieces, no_archive, other_texts, one_too_many, leading_out)
    ),
    (larger_than_the_row_may_be, "catalogue_altered"),
    (broken, "catalogue_broken"),
]
