"""The filing transaction: one envelope becomes one record, with everything that belongs to it, or nothing does.

register number · submission · body · files · search tokens · filed · trail · count · outbox
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection, text

from shared.errors import ReferenceTaken
from shared.language import clock
from shared.language.open_days import fiscal_year
from shared.records.card import SealedCard
from shared.records.columns import day_of, day_text, instant_of
from shared.records.folder import FolderRow
from shared.records.shapes import instant_text
from shared.records.status import Status
from shared.records.store.attachments import NewAttachment, put_attachments
from shared.records.store.outgoing import put_letters
from shared.records.store.parts import add_to_count, name_viewers, put_filed, put_tokens
from shared.records.store.protected import FieldToken, hold, protected_by
from shared.records.store.rows import Row, codes_of, codes_text, queue_rank
from shared.records.store.trail_rows import append_trail
from shared.records.submission import FeeState, Visibility
from shared.records.trail import Deed
from shared.records.vault import wrap_number

SECOND_ARRIVAL = "second_arrival"  # another content under an envelope id that is filed already
REFERENCE_TAKEN = "reference_taken"  # two doors gave the same reference by chance
DUPLICATE = "duplicate"  # the same person has sent the same procedure before


@dataclass(frozen=True, repr=False)
class NewSubmission:
    """What filing has made of an arrival. Sealed parts are bound to `reference` (vault.py).

    `digest`: 32 bytes over the content. `register` writes the register number from (fiscal year, serial).
    `fiscal_day`: the day in Japan that decides the fiscal year. `asked`: canonical JSON of the procedure as it
    was asked. `tokens` and `duplicate_of`: {token: field}; both are kept, the latter are looked for as well.
    `looked_for`: whom the answers name; where the list of protected persons has one of them at this moment, the case
    is hidden. `actor` and `detail` (sealed as trail|reference|file) enter the trail. `cards` gets the register number.
    """

    envelope_id: str
    digest: bytes
    reference: str
    section: str
    register: Callable[[int, int], str]
    fiscal_day: date
    procedure_id: str
    procedure_hash: bytes
    asked: str
    channel: str
    received_at: datetime
    filed_at: datetime
    wrap: bytes
    applicant: bytes
    body: bytes
    actor: str
    detail: bytes = b""
    due_on: date | None = None
    fee: int = 0
    fee_state: FeeState = FeeState.NONE
    sensitive: bool = False
    visibility: Visibility = Visibility.SECTION
    viewers: tuple[str, ...] = ()
    assignee: str = ""
    flags: tuple[str, ...] = ()
    attention: tuple[str, ...] = ()
    linked: str = ""
    attachments: tuple[NewAttachment, ...] = ()
    tokens: Mapping[bytes, str] = field(default_factory=dict)
    duplicate_of: Mapping[bytes, str] = field(default_factory=dict)
    looked_for: tuple[FieldToken, ...] = ()
    folder: FolderRow | None = None
    cards: Callable[[str], Sequence[SealedCard]] = lambda register_number: ()


@dataclass(frozen=True)
class FiledRow:
    """What is filed. `fresh` is False where it had been filed before; `digest` is that of its content."""

    reference: str
    register_number: str
    section: str
    status: Status
    received_at: datetime
    due_on: date | None
    attention: tuple[str, ...]
    linked: str
    fresh: bool
    digest: bytes


# Called inside the transaction with SECOND_ARRIVAL or REFERENCE_TAKEN and the record that is there; gives the
# same arrival under a reference of its own, sealed for it.
Another = Callable[[str, FiledRow], NewSubmission]

_KNOWN = text(
    "SELECT s.reference, s.register_number, s.section, s.status, s.received_at, s.due_on, s.attention, "
    "s.linked, f.digest FROM filed f JOIN submission s ON s.reference = f.reference "
    "WHERE f.envelope_id = :id ORDER BY s.filed_at, s.reference"
)
_HOLDER = text(
    "SELECT s.reference, s.register_number, s.section, s.status, s.received_at, s.due_on, s.attention, "
    "s.linked FROM submission s WHERE s.reference = :reference"
)
_ASKED = text(
    "INSERT INTO asked_procedure (hash, procedure_id, asked) VALUES (:hash, :id, :asked) ON CONFLICT (hash) DO NOTHING"
)
_NUMBER = text(
    "INSERT INTO register_counter (section, fiscal_year, last) VALUES (:section, :year, 1) "
    "ON CONFLICT (section, fiscal_year) DO UPDATE SET last = register_counter.last + 1 RETURNING last"
)
_SUBMISSION = text(
    "INSERT INTO submission (reference, envelope_id, register_number, register_section, fiscal_year, "
    "register_serial, section, procedure_id, procedure_hash, channel, status, queue_rank, visibility, "
    "sensitive, received_at, filed_at, due_on, assignee, fee, fee_state, flags, attention, linked, revision, "
    "updated_at) VALUES (:reference, :envelope_id, :register_number, :section, :year, :serial, :section, "
    ":procedure_id, :procedure_hash, :channel, :status, :queue_rank, :visibility, :sensitive, :received_at, "
    ":filed_at, :due_on, :assignee, :fee, :fee_state, :flags, :attention, :linked, 1, :filed_at)"
)
_BODY = text(
    "INSERT INTO submission_body (reference, wrap, wrap_key, applicant, body) "
    "VALUES (:reference, :wrap, :wrap_key, :applicant, :body)"
)
_SAME = text(
    "SELECT s.reference FROM search_token t JOIN submission s ON s.reference = t.reference "
    "WHERE t.section = :section AND t.field = :field AND t.token = :token AND s.visibility = 'section' "
    "AND s.reference <> :reference ORDER BY s.received_at, s.reference LIMIT 1"
)


def file_submission(connection: Connection, new: NewSubmission, another: Another | None = None) -> FiledRow:
    """Files an arrival, or gives what it became when it was filed before (the same content, by digest).

    Another content under the same envelope id becomes a second record, linked and flagged; so does an arrival
    whose reference another case has. Both need `another`. Raises ReferenceTaken without it.
    """
    hold(connection)
    # In this order: on PostgreSQL each look sees a later moment, and a record comes with its envelope.
    holder = _holder(connection, new.reference)
    known = filed_rows(connection, new.envelope_id)
    for row in known:
        if row.digest == new.digest:
            return row
    if known:
        new = replace(_apart(new, another, SECOND_ARRIVAL, known[0]), linked=known[0].reference)
        holder = _holder(connection, new.reference)
    while holder is not None:
        linked, attention = new.linked, new.attention
        new = _apart(new, another, REFERENCE_TAKEN, holder)
        new = replace(new, linked=linked, attention=_joined(new.attention, attention))
        holder = _holder(connection, new.reference)
    return _insert(connection, _with_duplicate(connection, _by_the_list(connection, new)))


def file_submissions(connection: Connection, new: Sequence[tuple[NewSubmission, Another]]) -> list[FiledRow]:
    """Files what was sent together. Raises as `file_submission`; nothing is kept then."""
    return [file_submission(connection, one, another) for one, another in new]


def filed_rows(connection: Connection, envelope_id: str) -> list[FiledRow]:
    """What an envelope has become, the first arrival first."""
    found = connection.execute(_KNOWN, {"id": envelope_id}).mappings()
    return [_filed_row(row, bytes(row["digest"])) for row in found]


def _holder(connection: Connection, reference: str) -> FiledRow | None:
    row = connection.execute(_HOLDER, {"reference": reference}).mappings().first()
    return None if row is None else _filed_row(row, b"")


def _apart(new: NewSubmission, another: Another | None, why: str, there: FiledRow) -> NewSubmission:
    if another is None:
        raise ReferenceTaken(why)
    made = another(why, there)
    if made.reference == new.reference or (made.envelope_id, made.digest) != (new.envelope_id, new.digest):
        raise ValueError("another reference, the same arrival")
    return replace(made, attention=_joined(made.attention, (why,)))


def _joined(first: Sequence[str], then: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *then)))


def _by_the_list(connection: Connection, new: NewSubmission) -> NewSubmission:
    viewers = protected_by(connection, new.looked_for, clock.today())
    return replace(new, visibility=Visibility.PROTECTED, viewers=viewers) if viewers else new


def _with_duplicate(connection: Connection, new: NewSubmission) -> NewSubmission:
    """Flags what seems to be sent twice. A protected case is never told of in this way."""
    earlier = sent_before(connection, new.section, new.reference, new.duplicate_of)
    if earlier is None:
        return new
    return replace(new, attention=_joined(new.attention, (DUPLICATE,)), linked=new.linked or earlier)


def sent_before(connection: Connection, section: str, reference: str, tokens: Mapping[bytes, str]) -> str | None:
    """Another case of the section with one of these tokens ({token: field}), that may be spoken of."""
    for token, field_ in tokens.items():
        values = {"section": section, "field": field_, "token": token, "reference": reference}
        earlier = connection.execute(_SAME, values).scalar()
        if earlier is not None:
            return str(earlier)
    return None


def _insert(connection: Connection, new: NewSubmission) -> FiledRow:
    year = fiscal_year(new.fiscal_day)
    serial = connection.execute(_NUMBER, {"section": new.section, "year": year}).scalar_one()
    number = new.register(year, serial)
    if new.asked:
        connection.execute(_ASKED, {"hash": new.procedure_hash, "id": new.procedure_id, "asked": new.asked})
    connection.execute(_SUBMISSION, {**_values(new), "year": year, "serial": serial, "register_number": number})
    _insert_parts(connection, new)
    deed = Deed(new.filed_at, new.actor, "file", new.reference, new.detail)
    append_trail(connection, new.section, deed)
    if new.visibility is Visibility.SECTION:
        add_to_count(connection, new.section, Status.RECEIVED, 1)
    folder = () if new.folder is None else (new.folder,)
    put_letters(connection, (*folder, *new.cards(number)))
    return FiledRow(
        reference=new.reference,
        register_number=number,
        section=new.section,
        status=Status.RECEIVED,
        received_at=new.received_at,
        due_on=new.due_on,
        attention=new.attention,
        linked=new.linked,
        fresh=True,
        digest=new.digest,
    )


def _insert_parts(connection: Connection, new: NewSubmission) -> None:
    connection.execute(
        _BODY,
        {
            "reference": new.reference,
            "wrap": new.wrap,
            "wrap_key": f"vault-{wrap_number(new.wrap)}",
            "applicant": new.applicant,
            "body": new.body,
        },
    )
    put_attachments(connection, new.reference, new.attachments)
    put_tokens(connection, new.section, new.reference, {**new.tokens, **new.duplicate_of})
    put_filed(connection, new.envelope_id, new.digest, new.reference)
    if new.viewers:
        name_viewers(connection, new.reference, new.viewers)


def _values(new: NewSubmission) -> dict[str, object]:
    return {
        "reference": new.reference,
        "envelope_id": new.envelope_id,
        "section": new.section,
        "procedure_id": new.procedure_id,
        "procedure_hash": new.procedure_hash,
        "channel": new.channel,
        "status": Status.RECEIVED.value,
        "queue_rank": queue_rank(Status.RECEIVED, new.attention),
        "visibility": new.visibility.value,
        "sensitive": int(new.sensitive),
        "received_at": instant_text(new.received_at),
        "filed_at": instant_text(new.filed_at),
        "due_on": day_text(new.due_on),
        "assignee": new.assignee,
        "fee": new.fee,
        "fee_state": new.fee_state.value,
        "flags": codes_text(new.flags),
        "attention": codes_text(new.attention),
        "linked": new.linked,
    }


def _filed_row(row: Row, digest: bytes) -> FiledRow:
    return FiledRow(
        reference=row["reference"],
        register_number=row["register_number"],
        section=row["section"],
        status=Status(row["status"]),
        received_at=instant_of(row["received_at"]),
        due_on=day_of(row["due_on"]),
        attention=codes_of(row["attention"]),
        linked=row["linked"],
        fresh=False,
        digest=digest,
    )
