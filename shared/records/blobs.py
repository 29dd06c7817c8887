"""Attachments as files: each under its own key, on disk before anything names it (OBJECTS.md).

    blobs/3f/3f9c…   box(own key, bytes ≤ 10 MB, id)

The key is kept by whoever names the file (a draft, an envelope's body, a sealed column), never here.
"""

import os
from collections.abc import Container, Iterator
from datetime import UTC, datetime
from pathlib import Path

from shared.errors import FileRefused, StoreUnavailable
from shared.records.boxes import KEY_BYTES, box, unbox
from shared.records.database import check_room, on_disk
from shared.whole_files import UNFINISHED, owner_of, sync_folder, write_whole

ID_BYTES = 16
LARGEST_BLOB = 10 * 2**20  # bytes before sealing


class BlobFolder:
    """A folder of sealed files. Ids are 16 bytes, keys 32."""

    def __init__(self, path: Path, least_free: int | None = None) -> None:
        """`least_free`: bytes that must stay free; see database.check_room."""
        self.path = path
        self.least_free = least_free

    def put(self, data: bytes) -> tuple[bytes, bytes]:
        """Keep `data`; gives (id, key). On disk, folder included, when this returns.

        Raises FileRefused("file_too_large", megabytes=10) and StoreUnavailable("store_full").
        """
        if len(data) > LARGEST_BLOB:
            raise FileRefused("file_too_large", megabytes=LARGEST_BLOB // 2**20)
        self._make_folder()
        check_room(self.path, len(data), self.least_free)
        blob_id, key = os.urandom(ID_BYTES), os.urandom(KEY_BYTES)
        self.put_sealed(blob_id, box(key, data, blob_id))
        return blob_id, key

    def put_sealed(self, blob_id: bytes, sealed: bytes) -> None:
        """Keep bytes that are sealed already (restoring, pulling)."""
        path = self._path(blob_id)
        self._make_folder()
        with on_disk():
            _make(path.parent)
            write_whole(path, sealed)
            sync_folder(self.path)

    def get(self, blob_id: bytes, key: bytes) -> bytes:
        """What was put. Raises StoreUnavailable("blob_missing"), CannotUnseal (wrong key, changed bytes)."""
        return unbox(key, self.get_sealed(blob_id), blob_id)

    def get_sealed(self, blob_id: bytes) -> bytes:
        """The sealed bytes, for backups and for whoever pulls. Raises StoreUnavailable("blob_missing")."""
        try:
            return self._path(blob_id).read_bytes()
        except FileNotFoundError:
            raise StoreUnavailable("blob_missing") from None

    def delete(self, blob_id: bytes) -> None:
        """Gone; also when it was gone already."""
        with on_disk():
            self._path(blob_id).unlink(missing_ok=True)

    def ids(self) -> Iterator[bytes]:
        """Every file that is whole."""
        for path in self._files():
            if not path.name.endswith(UNFINISHED):
                yield bytes.fromhex(path.name)

    def sweep(self, named: Container[bytes], before: datetime) -> int:
        """Delete what nobody names and what was written before `before`. Returns how many files went.

        The age protects files whose row is not written yet: files come first.
        """
        swept = 0
        for path in self._files():
            unfinished = path.name.endswith(UNFINISHED)
            if (unfinished or bytes.fromhex(path.name) not in named) and _written_at(path) < before:
                path.unlink(missing_ok=True)
                swept += 1
        return swept

    def _make_folder(self) -> None:
        with on_disk():
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make(self.path)

    def _files(self) -> Iterator[Path]:
        return self.path.glob("[0-9a-f][0-9a-f]/*") if self.path.is_dir() else iter(())

    def _path(self, blob_id: bytes) -> Path:
        if len(blob_id) != ID_BYTES:
            raise ValueError("blob_id")
        name = blob_id.hex()
        return self.path / name[:2] / name


def _make(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(mode=0o700, exist_ok=True)
        if os.geteuid() == 0:
            os.chown(folder, *owner_of(folder.parent), follow_symlinks=False)


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)
