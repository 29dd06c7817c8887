"""A running rehearsal in processes of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.casework.turning import MARCH, turning
from tests.web.asking import ask, post

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Shown:
    """A running rehearsal."""

    process: subprocess.Popen[str]
    portal: str
    kiosk: str
    tmp: Path
    log: Path

    def get(self, door: str, path: str) -> str:
        answer = ask(f"{door}{path}")
        assert answer.status == 200, answer
        return answer.text

    def turn(self, door: str, day: str, **headers: str) -> int:
        return post(f"{door}/rehearsal/day", {"day": day, "next": "/code"}, headers).status


@contextmanager
def rehearsing(folder: Path) -> Iterator[Shown]:
    """`catalogue preview --open` on March 31st, of the catalogue that changes the next day."""
    tmp, real = folder / "tmp", folder / "real"
    tmp.mkdir()
    real.mkdir()
    environ = {**os.environ, "TMPDIR": str(tmp), "MADOGUCHI_VAR": str(real), "MADOGUCHI_PRINTERS": "no"}
    command = [sys.executable, "-m", "shared.cli", "catalogue", "preview", "pass", "--open", "--port", "0", "--json"]
    command += ["--file", str(turning(folder)), "--on", MARCH.isoformat(), "--still", "5"]
    log = folder / "log"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=out, text=True)
    with process:
        try:
            assert process.stdout is not None
            said = json.loads(process.stdout.readline() or "{}")
            assert said, log.read_text(encoding="utf-8")
            doors = {name: "{0.scheme}://{0.netloc}".format(urlsplit(said[name])) for name in ("portal", "kiosk")}
            yield Shown(process, doors["portal"], doors["kiosk"], tmp, log)
        finally:
            process.terminate()
