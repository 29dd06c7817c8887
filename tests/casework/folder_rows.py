"""Folders in the letterbox, as several tests count them."""

from .town import Town, answers_of, rows_of

SAMPLE = "juminhyo-copy/self-by-post"
ANSWERS = answers_of(SAMPLE)
NUMBER = "123456789018"  # passes the check; nobody's
INTERLEAVINGS = 100


def folders(town: Town) -> int:
    return int(rows_of(town.home.letterbox.engine, "SELECT count(*) FROM folder")[0][0])
