"""無害化: the office's own clean copies of attachments, under the case key."""

import hashlib
from collections.abc import Sequence

from shared.casework.files import TidyFile, clean_copy, tidy_file
from shared.casework.workplace import Workplace
from shared.errors import CannotUnseal, FileRefused, StoreUnavailable
from shared.records.boxes import canonical
from shared.records.envelope import KeptFile
from shared.records.store.attachments import NewAttachment
from shared.records.vault import CaseKey


def keep(
    office: Workplace, key: CaseKey, files: Sequence[KeptFile], after: int = 0
) -> tuple[tuple[NewAttachment, ...], list[str]]:
    """Copies of all files, made anew, and the doubts about those of which there is none (`file_missing`, …).

    `after`: the number of the case's last attachment.
    """
    kept: list[NewAttachment] = []
    doubts: list[str] = []
    for n, file in enumerate(files, start=after + 1):
        copy = _copy(office, file)
        if isinstance(copy, str):
            doubts.append(copy)
        else:
            kept.append(_kept(office, key, n, file.question, copy))
    return tuple(kept), doubts


def _kept(office: Workplace, key: CaseKey, n: int, question: str, copy: TidyFile) -> NewAttachment:
    blob_id, blob_key = office.office_blobs.put(copy.data)
    described = {
        "question": question,
        "name": copy.name,
        "type": copy.type,
        "key": blob_key.hex(),
        "sha256": hashlib.sha256(copy.data).hexdigest(),
    }
    sealed = key.seal("attachment", f"sealed:{n}", canonical(described))
    return NewAttachment(n, blob_id.hex(), sealed, len(copy.data))


def _copy(office: Workplace, file: KeptFile) -> TidyFile | str:
    """The clean copy, or the code of the doubt. Raises CannotUnseal where the disk does not give the file now."""
    try:
        data = office.blobs.get(bytes.fromhex(file.blob), file.key)
    except (CannotUnseal, StoreUnavailable, ValueError):
        return "file_missing"
    except OSError as error:
        raise CannotUnseal("blob_unreadable") from error
    if hashlib.sha256(data).digest() != file.sha256:
        return "file_differs"
    try:
        return clean_copy(tidy_file(file.name, data))
    except FileRefused:
        return "file_refused"
