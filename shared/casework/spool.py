"""預け: what the counter filed while neither letterbox nor store could take it, on the kiosk's disk (OBJECTS.md).

    office/spool/<envelope id>.json     the sealed envelope, its time and receipt token, the folder as it will be
    office/spool/deeds/<number>.json    a row that the trail gets later: who did what to which reference, when

Sealed to the office's key like every envelope: the kiosk cannot open it again. Receiving files it, once.
"""

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shared.errors import CannotUnseal
from shared.records.boxes import canonical
from shared.records.database import on_disk
from shared.records.envelope import Envelope
from shared.records.folder import FolderRow
from shared.records.shapes import ShapeWrong, from_plain, to_plain
from shared.records.trail import Deed
from shared.whole_files import sync_folder, write_whole


@dataclass(frozen=True, repr=False)
class Spooled:
    """One envelope that waits. `envelope` as bytes; `proof`: the receipt token that the citizen holds."""

    envelope: bytes
    received_at: datetime
    proof: str
    folder: FolderRow


class Spool:
    """A folder of sealed envelopes, 0700, its files 0600."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def keep(self, envelope: Envelope, received_at: datetime, proof: str, folder: FolderRow) -> Spooled:
        """On disk when this returns, folder included. Raises StoreUnavailable. One that is here already stays."""
        earlier = self.find(envelope.envelope_id)
        if earlier is not None:
            return earlier
        spooled = Spooled(envelope.to_bytes(), received_at, proof, folder)
        path = self._path(envelope.envelope_id)
        with on_disk():
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(path, canonical(to_plain(spooled)))
        return spooled

    def find(self, envelope_id: str) -> Spooled | None:
        """What waits under this id. Raises CannotUnseal for a file that cannot be read."""
        path = self._path(envelope_id)
        if not path.exists():
            return None
        with on_disk():
            data = path.read_bytes()
        try:
            return from_plain(Spooled, json.loads(data))
        except (ShapeWrong, ValueError, RecursionError):
            raise CannotUnseal("envelope_unreadable") from None

    def ids(self) -> Iterator[str]:
        """Ids of all that waits, oldest first."""
        if not self.path.is_dir():
            return
        for path in sorted(self.path.glob("*.json"), key=lambda path: path.stat().st_mtime):
            yield path.stem

    def note(self, deed: Deed) -> None:
        """A deed of these minutes, on disk when this returns. Raises StoreUnavailable."""
        with on_disk():
            for folder in (self.path, self._deeds):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_whole(self._deeds / f"{time.time_ns():020d}-{os.getpid()}.json", canonical(to_plain(deed)))

    def deeds(self) -> Iterator[tuple[Deed, Path]]:
        """What the trail has not got yet, oldest first, each with its file. Raises CannotUnseal."""
        for path in sorted(self._deeds.glob("*.json")):
            try:
                yield from_plain(Deed, json.loads(path.read_bytes())), path
            except (ShapeWrong, ValueError, RecursionError):
                raise CannotUnseal("part_unreadable", part="deed") from None

    @property
    def _deeds(self) -> Path:
        return self.path / "deeds"

    def done(self, envelope_id: str) -> None:
        """It is filed."""
        with on_disk():
            self._path(envelope_id).unlink(missing_ok=True)
            sync_folder(self.path)

    def _path(self, envelope_id: str) -> Path:
        return self.path / f"{envelope_id}.json"
