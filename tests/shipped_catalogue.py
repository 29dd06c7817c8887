"""The shipped catalogue, copied to be changed: procedures.yaml with the files that it includes."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]


def copied(folder: Path) -> Path:
    """A copy in that folder."""
    shutil.copytree(ROOT / "procedures", folder / "procedures")
    return Path(shutil.copy(ROOT / "procedures.yaml", folder / "procedures.yaml"))


def changed(folder: Path, pattern: str, new: str | Callable[[re.Match[str]], str], everywhere: bool = False) -> Path:
    """A copy in that folder, changed where the pattern is first found, or everywhere; again in the same folder: that
    copy changed once more.
    """
    catalogue = folder / "procedures.yaml"
    if not catalogue.exists():
        copied(folder)
    found = 0
    for file in (catalogue, *sorted(folder.glob("procedures/*.yaml"))):
        text, times = re.subn(pattern, new, file.read_text(encoding="utf-8"), count=0 if everywhere else 1)
        if times:
            file.write_text(text, encoding="utf-8")
            found += times
        if found and not everywhere:
            break
    assert found, f"nothing to change: {pattern}"
    return catalogue
