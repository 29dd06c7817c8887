"""What stands beside a submission and is kept true with it: tokens, envelopes, counts, viewers."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, text

from shared.records.status import Status

_TOKEN = text(
    "INSERT INTO search_token (section, field, token, reference) "
    "VALUES (:section, :field, :token, :reference) ON CONFLICT DO NOTHING"
)
_FILED = text("INSERT INTO filed (envelope_id, digest, reference) VALUES (:id, :digest, :reference)")
_VIEWER = text("INSERT INTO case_viewer (staff, reference) VALUES (:staff, :reference)")
_COUNT = text(
    "INSERT INTO status_count (section, status, n) VALUES (:section, :status, :n) "
    "ON CONFLICT (section, status) DO UPDATE SET n = status_count.n + :n"
)


def put_tokens(connection: Connection, section: str, reference: str, tokens: Mapping[bytes, str]) -> None:
    """{token: field} of a case in a section."""
    if tokens:
        connection.execute(
            _TOKEN,
            [
                {"section": section, "field": field_, "token": token, "reference": reference}
                for token, field_ in sorted(tokens.items())
            ],
        )


def put_filed(connection: Connection, envelope_id: str, digest: bytes, reference: str) -> None:
    """This envelope has become (part of) this case."""
    connection.execute(_FILED, {"id": envelope_id, "digest": digest, "reference": reference})


def add_to_count(connection: Connection, section: str, status: Status, n: int) -> None:
    """Keeps status_count true; called for visible cases only."""
    connection.execute(_COUNT, {"section": section, "status": status.value, "n": n})


def name_viewers(connection: Connection, reference: str, viewers: Sequence[str]) -> None:
    """The staff who may know of a protected case: these and nobody else."""
    connection.execute(text("DELETE FROM case_viewer WHERE reference = :r"), {"r": reference})
    for staff in sorted(set(viewers)):
        connection.execute(_VIEWER, {"staff": staff, "reference": reference})
