"""支援措置 for cases that exist already: hidden but for named staff in one transaction, and given back in another.

A case that is hidden leaves the counts, the queue, searches and the links of others. Its revision stays as it is:
the citizen's folder is told nothing, for whoever holds the code may be the person it is hidden from.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, text

from shared.records.status import FINAL, Status
from shared.records.store.changes import current
from shared.records.store.filing import DUPLICATE
from shared.records.store.parts import add_to_count, name_viewers
from shared.records.store.rows import codes_of, codes_text, queue_rank
from shared.records.store.trail_rows import append_trail
from shared.records.submission import Submission, Visibility
from shared.records.trail import Deed

HIDDEN, SHOWN = "protected", "unprotected"  # actions of the trail
Links = Mapping[str, bool]  # {reference of another case that named this one: whether it was flagged as a duplicate}

_ALL = text(
    "SELECT b.reference FROM submission_body b WHERE b.wrap IS NOT NULL AND b.reference > :after "
    "ORDER BY b.reference LIMIT :most"
)
_HIDDEN = text(
    "SELECT s.reference FROM submission s WHERE s.visibility = 'protected' AND s.reference > :after "
    "ORDER BY s.reference LIMIT :most"
)
_VIEWERS = text("SELECT staff FROM case_viewer WHERE reference = :reference ORDER BY staff")
_SET = text("UPDATE submission SET visibility = :visibility WHERE reference = :reference")
# Those who may know of the other case and not of this one.
_NAMING = text(
    "SELECT s.reference, s.attention, s.status FROM submission s WHERE s.linked = :reference "
    "AND (s.visibility = 'section' OR EXISTS (SELECT 1 FROM case_viewer v WHERE v.reference = s.reference "
    "AND v.staff NOT IN (SELECT w.staff FROM case_viewer w WHERE w.reference = :reference))) ORDER BY s.reference"
)
_UNLINKED = text(
    "SELECT s.attention, s.status, s.decided_at FROM submission s WHERE s.reference = :one AND s.linked = ''"
)
_LINK = text(
    "UPDATE submission SET linked = :linked, attention = :attention, queue_rank = :rank WHERE reference = :reference"
)


@dataclass(frozen=True, repr=False)
class Hiding:
    """Who alone may know of a case from now on; nobody named: its section again.

    `seal` makes the trail's detail of the links that were cut; `links` are those to be joined again.
    """

    reference: str
    viewers: tuple[str, ...]
    at: datetime
    actor: str
    seal: Callable[[str, Links], bytes]
    links: Links


def references(connection: Connection, after: str, most: int, hidden_only: bool) -> list[str]:
    """Cases that can still be opened, behind `after`."""
    found = connection.execute(_HIDDEN if hidden_only else _ALL, {"after": after, "most": most})
    return list(found.scalars())


def set_viewers(connection: Connection, hiding: Hiding) -> bool:
    """Hides the case, gives it back, or names others. False where it is so already."""
    before = current(connection, hiding.reference)
    named = tuple(connection.execute(_VIEWERS, {"reference": before.reference}).scalars())
    wanted = tuple(sorted(set(hiding.viewers)))
    visibility = Visibility.PROTECTED if wanted else Visibility.SECTION
    if (before.visibility, named) == (visibility, wanted):
        return False
    connection.execute(_SET, {"reference": before.reference, "visibility": visibility.value})
    name_viewers(connection, before.reference, wanted)
    action = HIDDEN if wanted else SHOWN
    cut = _cut_links(connection, before.reference) if wanted else _join_links(connection, hiding)
    detail = hiding.seal(action, cut)
    append_trail(connection, before.section, Deed(hiding.at, hiding.actor, action, before.reference, detail))
    _count(connection, before, visibility)
    return True


def _count(connection: Connection, before: Submission, visibility: Visibility) -> None:
    if before.visibility is not visibility:
        n = 1 if visibility is Visibility.SECTION else -1
        add_to_count(connection, before.section, before.status, n)


def _cut_links(connection: Connection, reference: str) -> dict[str, bool]:
    """Others that name this case name it no longer: a link or 「前にも送られています」 would tell that it exists."""
    cut: dict[str, bool] = {}
    for row in connection.execute(_NAMING, {"reference": reference}).all():
        attention = codes_of(row.attention)
        cut[row.reference] = DUPLICATE in attention
        kept = tuple(code for code in attention if code != DUPLICATE)
        _link(connection, row.reference, "", kept, Status(row.status))
    return cut


def _join_links(connection: Connection, hiding: Hiding) -> dict[str, bool]:
    joined: dict[str, bool] = {}
    for reference, flagged in sorted(hiding.links.items()):
        row = connection.execute(_UNLINKED, {"one": reference}).first()
        if row is None:
            continue
        status, attention = Status(row.status), codes_of(row.attention)
        if flagged and row.decided_at is None and status not in FINAL:
            attention = (*attention, DUPLICATE)
        _link(connection, reference, hiding.reference, attention, status)
        joined[reference] = flagged
    return joined


def _link(connection: Connection, reference: str, linked: str, attention: tuple[str, ...], status: Status) -> None:
    values = {"reference": reference, "linked": linked, "attention": codes_text(attention)}
    connection.execute(_LINK, {**values, "rank": queue_rank(status, attention)})
