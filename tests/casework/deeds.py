"""What a deed leaves in the trail, as several tests ask for it."""

from collections.abc import Callable
from datetime import date

from .town import Town, rows_of

FAR = date(2099, 12, 31)


def chain(town: Town) -> list[tuple[str, str, str, str]]:
    """(section, actor, action, reference) of everything that was written, chain by chain."""
    statement = "SELECT section, actor, action, reference FROM trail ORDER BY section, seq"
    return [(str(a), str(b), str(c), str(d)) for a, b, c, d in rows_of(town.office.store.engine, statement)]


def new_rows(town: Town, deed: Callable[[], object]) -> list[tuple[str, str, str, str]]:
    """What a deed adds to the trail."""
    before = chain(town)
    deed()
    after = chain(town)
    for row in before:
        after.remove(row)
    return after
