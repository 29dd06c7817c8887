"""Visitors at the counter, as several tests take them."""

from shared.casework import applying, counter
from shared.casework.cases import Case
from shared.casework.counter import Clerk

from .town import Town, answers_of, rows_of, staff_answers_of

SAMPLE = "juminhyo-copy/self-by-post"
BIRTH = "1983-04-02"


def filled(clerk: Clerk) -> Case:
    """A visitor's case, all answered with them."""
    case = counter.start(clerk, "juminhyo-copy", counter.consent(clerk, "aloud", ["type_for_me"]))
    raw = {**answers_of(SAMPLE), **staff_answers_of(SAMPLE)}
    return applying.answer_all(clerk.office, case, raw, "staff")


def submissions(town: Town) -> int:
    return int(rows_of(town.office.store.engine, "SELECT count(*) FROM submission")[0][0])
