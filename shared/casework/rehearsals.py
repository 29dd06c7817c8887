"""Rehearsals that are opened from a page: each is `catalogue preview --open` in a process of its own, on this machine.

One for each person and two in all, because each is a whole portal and kiosk; it ends by itself when nobody has touched
it for a while, or with the process that opened it. Its files are the ones it is given, in a folder that goes with it.
"""

import atexit
import json
import logging
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from shared.errors import RehearsalRefused

log = logging.getLogger("madoguchi.rehearsal")
MOST = 2
STILL = 20  # minutes
PATIENCE = 15  # seconds, until what was told to end is ended
State = Literal["starting", "ready", "ended"]


@dataclass
class Opened:
    """One of them. `portal`, `kiosk`, `paper`: where the procedure is seen, "" until it is ready. Before it was ready
    `ended` means that it could not start.
    """

    id: str
    owner: str
    process: "subprocess.Popen[str]" = field(repr=False)
    folder: Path = field(repr=False)
    state: State = "starting"
    portal: str = ""
    kiosk: str = ""
    paper: str = ""


class Rehearsals:
    """Those of this process."""

    def __init__(self) -> None:
        self._opened: dict[str, Opened] = {}
        self._lock = threading.Lock()
        atexit.register(self.close_all)

    def open(self, owner: str, texts: Mapping[str, str], first: str, procedure: str, day: date) -> Opened:
        """Starts one; the owner's earlier one ends. `texts`: file name (`procedures/zei.yaml`) → text, `first` the
        name of the catalogue's own. Raises RehearsalRefused("rehearsals_full"), ("rehearsal_file") for a name that
        leads out of the folder.
        """
        with self._lock:
            for one in self._living():
                if one.owner == owner:
                    self._end(one)
            if len(self._living()) >= MOST:
                raise RehearsalRefused("rehearsals_full", most=MOST, minutes=STILL)
            opened = _started(owner, _laid_out(texts, first), first, procedure, day)
            self._opened = {one.id: one for one in (*self._living(), opened)}
        threading.Thread(target=_attend, args=(opened,), daemon=True, name="rehearsal").start()
        return opened

    def find(self, rehearsal_id: str) -> Opened | None:
        """The one of this id; None where it was forgotten."""
        return self._opened.get(rehearsal_id)

    def of(self, owner: str) -> Opened | None:
        """What this person opened last and is not over."""
        return next((one for one in self._living() if one.owner == owner), None)

    def close(self, rehearsal_id: str) -> None:
        """Ends it."""
        if one := self._opened.get(rehearsal_id):
            self._end(one)

    def close_all(self) -> None:
        """Ends them all."""
        for one in self._living():
            self._end(one)

    def _living(self) -> list[Opened]:
        return [one for one in self._opened.values() if one.process.poll() is None]

    def _end(self, one: Opened) -> None:
        one.process.terminate()
        try:
            one.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            one.process.kill()
            one.process.wait()
        one.state = "ended"
        shutil.rmtree(one.folder, ignore_errors=True)  # also where this process ends before whoever attends to it


REHEARSALS = Rehearsals()


def _laid_out(texts: Mapping[str, str], first: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="madoguchi-proposed-")).resolve()
    for name, text in texts.items():
        file = (folder / name).resolve()
        if not file.is_relative_to(folder) or first not in texts:
            shutil.rmtree(folder)
            raise RehearsalRefused("rehearsal_file", name=name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def _started(owner: str, folder: Path, first: str, procedure: str, day: date) -> Opened:
    # Options in one word each, and nothing after the marker but the name: none of them can be read as another option.
    words = ["--open", "--json", "--port=0", f"--still={STILL}", f"--file={folder / first}", f"--on={day.isoformat()}"]
    command = [sys.executable, "-m", "shared.cli", "catalogue", "preview", *words, "--", procedure]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    process = subprocess.Popen(
        command,
        env={**kept, "MADOGUCHI_LOG": "WARNING"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    return Opened(secrets.token_hex(8), owner, process, folder)


def _attend(opened: Opened) -> None:
    """Hears where it is seen, and takes its files away when it has ended."""
    assert opened.process.stdout is not None
    try:
        with opened.process.stdout as said:
            seen = _addresses(said.readline())
            if seen is not None:
                opened.portal, opened.kiosk, opened.paper = seen["portal"], seen["kiosk"], seen["paper"]
                opened.state = "ready"
            said.read()
        if opened.process.wait() and seen is None:
            log.warning("a rehearsal did not start: %d", opened.process.returncode)
    finally:
        opened.state = "ended"
        shutil.rmtree(opened.folder, ignore_errors=True)


def _addresses(line: str) -> Mapping[str, str] | None:
    """What is said when both doors answer; None for whatever else, as the mistakes of a catalogue."""
    try:
        said = json.loads(line or "null")
    except ValueError:
        return None
    return said if isinstance(said, dict) and {"portal", "kiosk", "paper"} <= said.keys() else None
