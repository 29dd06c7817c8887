"""The lists of the desk: what an address asks for, the cases of it, and how many there are."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import urlencode

from kiosk.over_today import over_today
from kiosk.visit import Visit
from shared.casework import review
from shared.casework.review import QueuePage
from shared.language import clock, open_days
from shared.language.wording import say
from shared.records import status
from shared.records.status import FINAL, WITH_OFFICE, Status
from shared.records.store.pages import QueueFilter
from shared.records.submission import QueueRow

LISTS = ("untouched", "mine", "due", "waiting", "today", "done", "all")
BOARD = "board"
IN_PROGRESS = "in_progress"  # a list that only the board leads to
CHANNELS = ("online", "counter", "paper", "post", "phone")
UNTOUCHED = frozenset({Status.ARRIVED, Status.RECEIVED})
SOON = 3  # open days
COUNTED = 100  # more than so many are not counted one by one


@dataclass(frozen=True)
class Asked:
    """What the address asks for. Words of a search are never in an address: they are somebody's name."""

    chosen: str
    section: str = ""
    channel: str = ""
    procedure: str = ""

    @property
    def key(self) -> str:
        return f"{self.chosen}/{self.section}/{self.channel}/{self.procedure}"

    def address(self, **other: str) -> str:
        """The same list with something else chosen."""
        query = {"desk": self.chosen, "section": self.section, "channel": self.channel, "procedure": self.procedure}
        return f"/?{urlencode({name: value for name, value in (query | other).items() if value})}"


@dataclass(frozen=True)
class Figure:
    """How many cases: exactly, or `least` and more."""

    count: int
    more: bool = False

    @property
    def words(self) -> str:
        """「12」, or 「100件以上」."""
        return say("kiosk.at_least", count=self.count) if self.more else str(self.count)


def asked_of(visit: Visit) -> Asked:
    """The list of the address; what it names and nobody knows is left out."""
    served = review.sections_of(visit.office, visit.actor)
    known = visit.catalogue.procedures.ids
    query = visit.query
    return Asked(
        query["desk"] if query.get("desk") in (*LISTS, IN_PROGRESS, BOARD) else "untouched",
        query.get("section", "") if query.get("section") in served else "",
        query.get("channel", "") if query.get("channel") in CHANNELS else "",
        query.get("procedure", "") if query.get("procedure") in known else "",
    )


def page_of(visit: Visit, asked: Asked, search: str = "", after: str = "", limit: int = review.PAGE) -> QueuePage:
    """One page of a list. 期限が近い and きょう終えた are one page: the first hundred."""
    if search:
        return review.queue(visit.office, visit.actor, _everywhere(asked), search, after, limit)
    if asked.chosen == "due":
        return QueuePage(tuple(islice(_soon(visit, asked), COUNTED)), "")
    if asked.chosen == "today":
        references = over_today(visit, asked.section)
        found = replace(_filter(visit, asked), exactly=references[:COUNTED])
        return review.queue(visit.office, visit.actor, found, limit=COUNTED) if references else QueuePage((), "")
    return review.queue(visit.office, visit.actor, _filter(visit, asked), "", after, limit)


def figures(visit: Visit, section: str) -> dict[str, Figure]:
    """How many stand in each list, as far as they are counted."""
    total = totals(visit, section)
    mine = page_of(visit, Asked("mine", section), limit=COUNTED)
    soon = list(islice(_soon(visit, Asked("due", section)), COUNTED + 1))
    return {
        "untouched": Figure(sum(total[s] for s in UNTOUCHED)),
        "mine": Figure(len(mine.rows), bool(mine.after)),
        "due": Figure(min(len(soon), COUNTED), len(soon) > COUNTED),
        IN_PROGRESS: Figure(sum(total[s] for s in status.BOARD[IN_PROGRESS])),
        "waiting": Figure(total[Status.CORRECTION]),
        "today": Figure(len(over_today(visit, section))),
        "done": Figure(sum(total[s] for s in FINAL)),
        "all": Figure(sum(n for one, n in total.items() if one not in FINAL)),
    }


def totals(visit: Visit, section: str) -> dict[Status, int]:
    """How many cases have which status, in a section or in all that one serves."""
    counts = review.counts(visit.office, visit.actor)
    sections = [section] if section else list(counts)
    return {one: sum(counts[s].get(one, 0) for s in sections) for one in Status}


def is_soon(row: QueueRow) -> bool:
    """Whether the clock runs and three open days or less are left."""
    last = open_days.add_open_days(clock.today(), SOON)
    return row.status in WITH_OFFICE and row.due_on is not None and row.due_on <= last


def next_reference(visit: Visit, but: str) -> str:
    """The case to go on with: mine first, then what nobody has taken up; "" when there is none."""
    for chosen in ("mine", "untouched"):
        rows = page_of(visit, Asked(chosen), limit=2).rows
        found = next((row.reference for row in rows if row.reference != but), "")
        if found:
            return found
    return ""


def _soon(visit: Visit, asked: Asked) -> Iterator[QueueRow]:
    """Those whose limit is near, page by page. What needs attention comes first and is ordered by itself: only
    the first case without, whose day is far, ends the search.
    """
    wanted, after = replace(_filter(visit, asked), statuses=WITH_OFFICE), ""
    while True:
        page = review.queue(visit.office, visit.actor, wanted, "", after, COUNTED)
        for row in page.rows:
            if is_soon(row):
                yield row
            elif not row.attention and row.due_on is not None:
                return
        after = page.after
        if not after:
            return


def _filter(visit: Visit, asked: Asked) -> QueueFilter:
    statuses = {
        "untouched": UNTOUCHED,
        IN_PROGRESS: status.BOARD[IN_PROGRESS],
        "waiting": frozenset({Status.CORRECTION}),
        "today": FINAL,
        "done": FINAL,
    }.get(asked.chosen, frozenset())
    return QueueFilter(
        (asked.section,) if asked.section else (),
        statuses,
        asked.channel,
        asked.procedure,
        assignee=visit.actor.name if asked.chosen == "mine" else None,
        order="newest" if asked.chosen in ("done", "today") else "due",
    )


def _everywhere(asked: Asked) -> QueueFilter:
    """A search looks through every status of the sections one serves."""
    return QueueFilter((asked.section,) if asked.section else (), frozenset(Status), asked.channel, asked.procedure)
