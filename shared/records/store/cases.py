"""One case, read by somebody who may know of it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, text

from shared.errors import SubmissionNotFound
from shared.records.store.attachments import NewAttachment
from shared.records.store.filing import FiledRow, filed_rows
from shared.records.store.rows import PLAIN, SealedSubmission, submission_of
from shared.records.store.visibility import Viewer

_ASKED = text("SELECT asked FROM asked_procedure WHERE hash = :hash")
_FILED = text("SELECT envelope_id FROM filed WHERE envelope_id > :after ORDER BY envelope_id LIMIT :most")
_VIEWERS = text("SELECT staff FROM case_viewer WHERE reference = :reference ORDER BY staff")
_OVER = text(
    "SELECT s.reference FROM submission s JOIN submission_body b ON b.reference = s.reference "
    "WHERE s.retain_until < :today AND b.wrap IS NOT NULL ORDER BY s.retain_until, s.reference LIMIT :most"
)


def by_reference(
    connection: Connection, reference: str, visible_to: Viewer, *, with_body: bool = False
) -> SealedSubmission:
    """The case, its body only where asked for.

    Raises SubmissionNotFound for what there is not, and in the same words for what the viewer may not
    know of.
    """
    body = "b.body" if with_body else "NULL AS body"
    statement = text(
        f"SELECT {PLAIN}, b.wrap, b.applicant, {body} FROM submission s "
        "JOIN submission_body b ON b.reference = s.reference "
        f"WHERE s.reference = :reference AND {visible_to.condition}"
    )
    parameters = {"reference": reference, "viewer": visible_to.staff}
    row = connection.execute(statement, parameters).mappings().first()
    if row is None:
        raise SubmissionNotFound("submission_not_found")
    return SealedSubmission(submission_of(row), row["wrap"], row["applicant"], row["body"])


def attachments_of(connection: Connection, reference: str, visible_to: Viewer) -> tuple[NewAttachment, ...]:
    """The office's own copies, in order; those that were shredded are left out."""
    statement = text(
        "SELECT a.n, a.blob_id, a.sealed, a.size FROM attachment a "
        "JOIN submission s ON s.reference = a.reference "
        f"WHERE a.reference = :reference AND a.sealed IS NOT NULL AND {visible_to.condition} ORDER BY a.n"
    )
    found = connection.execute(statement, {"reference": reference, "viewer": visible_to.staff})
    return tuple(NewAttachment(row.n, row.blob_id, bytes(row.sealed), row.size) for row in found)


def linked_to(connection: Connection, reference: str, visible_to: Viewer) -> tuple[str, ...]:
    """References of later arrivals that name this one."""
    statement = text(
        f"SELECT s.reference FROM submission s WHERE s.linked = :reference AND {visible_to.condition} "
        "ORDER BY s.received_at, s.reference"
    )
    found = connection.execute(statement, {"reference": reference, "viewer": visible_to.staff})
    return tuple(found.scalars())


def filed_as(connection: Connection, envelope_id: str) -> FiledRow | None:
    """What this envelope became first; None where it is not filed."""
    known = filed_rows(connection, envelope_id)
    return known[0] if known else None


def filed_envelopes(connection: Connection, after: str, most: int) -> list[str]:
    """Ids of filed envelopes in order, behind `after`."""
    return list(connection.execute(_FILED, {"after": after, "most": most}).scalars())


def asked_procedure(connection: Connection, procedure_hash: bytes) -> str:
    """Canonical JSON of the procedure as it was asked. Raises SubmissionNotFound."""
    asked = connection.execute(_ASKED, {"hash": procedure_hash}).scalar()
    if asked is None:
        raise SubmissionNotFound("submission_not_found")
    return str(asked)


def viewers_of(connection: Connection, reference: str) -> tuple[str, ...]:
    """The named staff of a protected case."""
    return tuple(connection.execute(_VIEWERS, {"reference": reference}).scalars())


def to_be_shredded(connection: Connection, today: date, most: int) -> Sequence[str]:
    """Cases whose last day of retention is past."""
    found = connection.execute(_OVER, {"today": today.isoformat(), "most": most})
    return list(found.scalars())
