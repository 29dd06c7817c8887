"""The catalogue that changes on April 1st, moved to the April of next year: a rehearsal reckons from the real day."""

from datetime import date
from pathlib import Path

from shared.language import clock

from .april.drafts import APRIL as WRITTEN
from .april.drafts import OLD as OLD_OF_2027

YEAR = clock.today().year + 1
MARCH, APRIL = date(YEAR, 3, 31), date(YEAR, 4, 1)
OLD = {name: said.replace("2027-", f"{YEAR}-") for name, said in OLD_OF_2027.items()}
NEW = {**{name: said for name, said in OLD.items() if name != "nickname"}, "mail": "mihon@example.jp"}


def turning(folder: Path) -> Path:
    """The catalogue's file, in this folder."""
    file = folder / "procedures.yaml"
    file.write_text(WRITTEN.read_text(encoding="utf-8").replace("2027-", f"{YEAR}-"), encoding="utf-8")
    return file
