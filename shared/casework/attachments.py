"""Attachments of a draft: what is kept of an uploaded file, and where the answers name it."""

import hashlib

from shared.casework import files as uploads
from shared.casework.cases import Case
from shared.catalogue.questions.files import FileQuestion
from shared.errors import FileRefused
from shared.records.envelope import KeptFile
from shared.records.folder import Draft
from shared.records.shapes import JsonObject


def tidied(case: Case, question: str, name: str, data: bytes) -> uploads.TidyFile:
    """The file as it will be kept. `question` may be a path. Raises FileRefused."""
    try:
        asked = case.procedure.question(question)
    except KeyError:
        raise FileRefused("file_not_asked") from None
    if not isinstance(asked, FileQuestion):
        raise FileRefused("file_not_asked")
    return uploads.tidy_file(name, data, asked.accept_types)


def kept_already(draft: Draft, question: str, file: uploads.TidyFile) -> KeptFile | None:
    """The same bytes for the same question."""
    digest = hashlib.sha256(file.data).digest()
    return next((kept for kept in draft.files if kept.sha256 == digest and kept.question == question), None)


def described(kept: KeptFile) -> JsonObject:
    """The answer that names a file."""
    return {
        "blob": kept.blob,
        "name": kept.name,
        "type": kept.type,
        "size": kept.size,
        "sha256": kept.sha256.hex(),
    }


def put_into(raw: object, path: list[str], value: JsonObject) -> object:
    """A copy of the answers with `value` added to the list at `path`. Raises FileRefused for no such item."""
    if not path:
        return [*(raw if isinstance(raw, list) else []), value]
    if isinstance(raw, list):
        if not path[0].isdigit() or int(path[0]) >= len(raw):
            raise FileRefused("file_not_asked")
        return [put_into(item, path[1:], value) if str(i) == path[0] else item for i, item in enumerate(raw)]
    known = raw if isinstance(raw, dict) else {}
    return {**known, path[0]: put_into(known.get(path[0]), path[1:], value)}
