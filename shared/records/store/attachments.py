"""The office's own copies of files, as rows: the bytes lie in its blob folder (copies.py)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

_PUT = text(
    "INSERT INTO attachment (reference, n, blob_id, sealed, size) VALUES (:reference, :n, :blob_id, :sealed, :size)"
)


@dataclass(frozen=True, repr=False)
class NewAttachment:
    """A file of the office's own. `n` counts from 1; `sealed` holds key, name, type, digest; `size` bytes."""

    n: int
    blob_id: str
    sealed: bytes
    size: int


def put_attachments(connection: Connection, reference: str, attachments: Sequence[NewAttachment]) -> None:
    """Files of a case."""
    for one in attachments:
        values = {"reference": reference, "n": one.n, "blob_id": one.blob_id, "sealed": one.sealed}
        connection.execute(_PUT, {**values, "size": one.size})
