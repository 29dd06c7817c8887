"""What was said, as 32 bytes: another content under a known envelope id is a second arrival."""

import hashlib

from shared.catalogue.procedure import canonical
from shared.records.envelope import Body


def content_digest(body: Body) -> bytes:
    """SHA-256 over answers, procedure, files and message."""
    said = {
        "answers": body.answers,
        "procedure": body.procedure.hash.hex(),
        "files": [file.blob for file in body.files],
        "message": body.message,
    }
    return hashlib.sha256(canonical(said)).digest()
