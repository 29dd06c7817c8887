"""An edition: the catalogue as the office has sent it out, signed (OBJECTS.md).

    head       canonical JSON {format, installation, number, published_at, texts, archive}
    signature  key id 1 ‖ Ed25519 64 over `madoguchi/1/catalogue|` ‖ head
    archive    the texts in one piece (catalogue/archive.py); the head has its SHA-256

Whoever keeps the letterbox can take an edition away or put an older one back, and can make none. `number` is the
millisecond in which it was made, at least one more than the last: an office that remembers nothing still goes forward.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from shared.errors import EditionRefused
from shared.records.boxes import canonical
from shared.records.derivation import LABEL
from shared.records.shapes import from_plain, to_plain
from shared.records.signing_keys import Signer, Verifier

FORMAT = 1
LARGEST_HEAD = 1000  # bytes
SIGNATURE_BYTES = 65
_SIGNED = LABEL + b"catalogue|"


@dataclass(frozen=True)
class Cover:
    """What is signed, and the signature, as they are kept."""

    head: bytes
    signature: bytes


@dataclass(frozen=True, repr=False)
class Edition:
    """A whole one."""

    cover: Cover
    archive: bytes


@dataclass(frozen=True)
class EditionHead:
    """What the office says of it. `texts`: digest of the texts and their names; `archive`: SHA-256 of the archive."""

    installation: str
    number: int
    published_at: datetime
    texts: str
    archive: bytes
    format: int = FORMAT


def make_edition(signer: Signer, head: EditionHead, archive: bytes) -> Edition:
    """Signed by the office."""
    data = canonical(to_plain(head))
    return Edition(Cover(data, bytes([signer.key_id]) + signer.sign(_SIGNED + data)), archive)


def digest_of(archive: bytes) -> bytes:
    """As the head has it."""
    return hashlib.sha256(archive).digest()


def read_cover(cover: Cover, verifier: Verifier, installation: str) -> EditionHead:
    """What this city's office has signed. Raises EditionRefused("catalogue_unsigned")."""
    key_id, signature = cover.signature[:1], cover.signature[1:]
    whole = len(cover.signature) == SIGNATURE_BYTES and len(cover.head) <= LARGEST_HEAD
    if not whole or not verifier.office_signed(key_id[0], _SIGNED + cover.head, signature):
        raise EditionRefused("catalogue_unsigned")
    try:
        head = from_plain(EditionHead, json.loads(cover.head))
    except (ValueError, RecursionError):
        raise EditionRefused("catalogue_unsigned") from None
    if head.installation != installation or head.format != FORMAT:
        raise EditionRefused("catalogue_unsigned")
    return head


def check_archive(head: EditionHead, archive: bytes) -> None:
    """Raises EditionRefused("catalogue_altered") where it is not the one that was signed."""
    if digest_of(archive) != head.archive:
        raise EditionRefused("catalogue_altered")
