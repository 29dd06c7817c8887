"""フォルダー: what a citizen's code opens. The letterbox keeps rows of cipher.

    row     locator · revision · expires_on · fact_kind · created_at · saved_at        plain
    draft   what has been answered so far                     draft key of the root    gone once it is sent
    front   receipt, status, dates, what comes next           front key of the root
    inside  answers, messages, reasons                        k_in (root and fact)

A sealed part is `revision` (4 bytes) ‖ box(key, zlib of canonical JSON, locator ‖ kind ‖ revision): the
revision at which it was sealed. A part that a save does not touch keeps its own and still opens; one that
claims to be newer than its row, or that lies in another place, does not.
"""

import json
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from shared.catalogue.moving import Moved
from shared.errors import CannotUnseal
from shared.records.boxes import box, canonical, unbox
from shared.records.derivation import draft_key, front_key
from shared.records.envelope import KeptFile, pack, unpack
from shared.records.person import ActedBy, Person
from shared.records.shapes import JsonObject, from_plain, to_plain
from shared.records.status import Status

T = TypeVar("T")
_REVISION_BYTES = 4


@dataclass(frozen=True)
class FolderRow:
    """As the letterbox keeps it. `locator`: 16 bytes; `revision` counts saves from 1."""

    locator: bytes
    revision: int
    expires_on: date
    fact_kind: str
    created_at: datetime
    saved_at: datetime
    draft: bytes | None = None
    front: bytes | None = None
    inside: bytes | None = None


@dataclass(frozen=True, repr=False)
class BundleMember:
    """One procedure of a bundle that is being written: what its own case will have, allotted when it is begun.

    `names`: its own question ids → those of the bundle. `root`: of its own folder. `number_box`: as Draft's, bound to
    this reference. The first one is the folder that the draft lies in: reference, id, root and box are the draft's.
    """

    procedure_id: str
    asked: JsonObject
    names: JsonObject
    reference: str
    envelope_id: str
    root: bytes
    number_box: bytes | None = None


@dataclass(frozen=True, repr=False)
class Draft:
    """A case before it is sent. The code is kept so that a device that holds a pass can show it again.

    `asked` is the procedure as asked, `seen` the ids of steps that were saved, `agreed` what was consented
    to; `origin` is "portal" or "kiosk". A correction in the making is a draft as well: its `about` is the
    envelope's id. `signing`: "out" where its sheet is out to be signed, "given_up" where it never came back. `bundle`:
    where several procedures are asked as one, each of them; `asked` and `answers` are the bundle's then.
    `asked_on`: the day of which `asked` is (None: when it was started); `moved`: what has changed since and was
    not read yet.
    """

    code: str
    procedure_id: str
    asked: JsonObject
    reference: str
    envelope_id: str
    channel: str
    language: str
    started_at: datetime
    saved_at: datetime
    fact_kind: str
    origin: str = "portal"
    answers: JsonObject = field(default_factory=dict)
    seen: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    files: tuple[KeptFile, ...] = ()
    actor: ActedBy | None = None
    persons: tuple[Person, ...] = ()
    consent: JsonObject = field(default_factory=dict)
    about: str = ""
    number_box: bytes | None = None
    signing: str = ""
    bundle: tuple[BundleMember, ...] = ()
    asked_on: date | None = None
    moved: Moved | None = None

    def seal(self, root: bytes, locator: bytes, revision: int) -> bytes:
        """The draft for the row that will have this revision."""
        return _seal(self, "draft", draft_key(root), locator, revision)


@dataclass(frozen=True)
class SectionSign:
    """Where to turn: the section's name by language, its telephone and its counter."""

    name: dict[str, str]
    telephone: str = ""
    counter: str = ""


@dataclass(frozen=True)
class Milestone:
    """One thing that happened: the status that began, and when."""

    at: datetime
    status: Status


@dataclass(frozen=True, repr=False)
class SentTogether:
    """A case of the same bundle, this one included: its number, and the root that opens its folder."""

    reference: str
    root: bytes


@dataclass(frozen=True, repr=False)
class Front:
    """What the code alone shows. `proof`: the receipt token; `next`: texts of what comes, with ruby marks.

    `title` maps language → words with ruby marks. `sensitive`: receipt and dates only, no title. `replaced`: a new
    code was given.
    """

    code: str
    reference: str
    envelope_id: str
    procedure_id: str
    title: dict[str, str]
    procedure_hash: bytes
    section: SectionSign
    status: Status
    fact_kind: str
    channel: str
    language: str
    dates: tuple[Milestone, ...] = ()
    next: tuple[str, ...] = ()
    received_at: datetime | None = None
    due_on: date | None = None
    proof: str = ""
    sensitive: bool = False
    replaced: bool = False
    receipt: JsonObject = field(default_factory=dict)  # what the receipt shows (name masked), for a reprint
    together: tuple[SentTogether, ...] = ()  # the bundle that it was sent with, in its order

    def seal(self, root: bytes, locator: bytes, revision: int) -> bytes:
        """The front part for the row that will have this revision."""
        return _seal(self, "front", front_key(root), locator, revision)


@dataclass(frozen=True, repr=False)
class Note:
    """A message to the citizen, or a reason: the words, when, and the question it is about, if any."""

    at: datetime
    text: str
    about: str = ""


@dataclass(frozen=True, repr=False)
class Inside:
    """What code and fact show together: the citizen's own copy, with what the office wrote to them."""

    answers: JsonObject
    asked: JsonObject
    messages: tuple[Note, ...] = ()
    reasons: tuple[Note, ...] = ()
    files: tuple[KeptFile, ...] = ()

    def seal(self, k_in: bytes, locator: bytes, revision: int) -> bytes:
        """The inside part for the row that will have this revision."""
        return _seal(self, "inside", k_in, locator, revision)


def open_draft(row: FolderRow, root: bytes) -> Draft:
    """Raises CannotUnseal: nothing there ("part_absent"), moved, newer than its row, or not readable."""
    return _open(Draft, row.draft, "draft", draft_key(root), row)


def open_front(row: FolderRow, root: bytes) -> Front:
    """As open_draft."""
    return _open(Front, row.front, "front", front_key(root), row)


def open_inside(row: FolderRow, k_in: bytes) -> Inside:
    """As open_draft; "box_closed" is what a wrong fact gives."""
    return _open(Inside, row.inside, "inside", k_in, row)


def part_aad(locator: bytes, kind: str, revision: int) -> bytes:
    """locator ‖ kind ‖ revision, parted by `|`; the locator's length is fixed, so nothing can be read two
    ways.
    """
    return b"|".join([locator, kind.encode(), b"%d" % revision])


def _seal(part: object, kind: str, key: bytes, locator: bytes, revision: int) -> bytes:
    data = pack(canonical(to_plain(part)))
    return revision.to_bytes(_REVISION_BYTES, "big") + box(key, data, part_aad(locator, kind, revision))


def _open(cls: type[T], sealed: bytes | None, kind: str, key: bytes, row: FolderRow) -> T:
    if sealed is None:
        raise CannotUnseal("part_absent", part=kind)
    revision = int.from_bytes(sealed[:_REVISION_BYTES], "big")
    if revision > row.revision:
        raise CannotUnseal("box_closed")
    data = unpack(unbox(key, sealed[_REVISION_BYTES:], part_aad(row.locator, kind, revision)))
    try:
        return from_plain(cls, json.loads(data))
    except (ValueError, RecursionError):
        raise CannotUnseal("part_unreadable", part=kind) from None
