"""The sample answers of this folder, as other tests and `madoguchi apply --answers` take them.

`<procedure>/<case>.json`        what a citizen answers: question id → value, as typed
`<procedure>/<case>.staff.json`  what staff add at the counter (the kiosk itself fills in `assisted_by`)
`<procedure>/<case>.files.json`  file question (`proof`, `parents.0.p_doc`) → pdf, jpg, png or heic

All people, numbers and addresses are made up.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Sample:
    """One case. `staff` is None where the case is only for home."""

    procedure: str
    name: str
    answers: dict[str, Any]
    staff: dict[str, Any] | None = None
    files: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.procedure}/{self.name}"


def samples() -> Iterator[Sample]:
    """Every case of this folder, by procedure and name."""
    for path in sorted(FOLDER.glob("*/*.json")):
        if "." in path.stem:
            continue
        staff, files = (path.with_suffix(f".{part}.json") for part in ("staff", "files"))
        yield Sample(
            path.parent.name,
            path.stem,
            _read(path),
            _read(staff) if staff.exists() else None,
            _read(files) if files.exists() else {},
        )


def _read(path: Path) -> dict[str, Any]:
    answers: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return answers
