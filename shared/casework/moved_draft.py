"""What moving over makes of a draft, of one procedure or of several: how it was asked, what is said, what it keeps."""

from datetime import date
from functools import lru_cache

from shared.casework import applying
from shared.catalogue import moving
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.moving import Moved
from shared.catalogue.procedure import Procedure
from shared.catalogue.told import Written
from shared.language import clock
from shared.records.boxes import canonical
from shared.records.envelope import KeptFile
from shared.records.folder import Draft
from shared.records.shapes import JsonObject


def since(procedure: Procedure, before: date, day: date) -> tuple[date | None, moving.Why]:
    if procedure.deciding_day != "arrival" and before != day:
        return day, "event"
    turned = moving.turned_on(procedure, before, day)
    return turned, "day" if turned else "edit"


def joined(earlier: Moved | None, news: Moved | None) -> Moved | None:
    """What was not read yet, and what came to it."""
    if earlier is None or news is None:
        return news or earlier
    same = earlier.since == news.since and earlier.why == news.why
    return Moved(
        news.why if same else "edit",
        news.since if same else None,
        tuple(one for one in earlier.told if one not in news.told) + news.told,
        tuple(dict.fromkeys((*earlier.steps, *news.steps))),
    )


def written(draft: Draft, procedure: Procedure, day: date) -> Written:
    return Written(procedure, draft.answers, day, draft.channel, applying.hand_of(draft.channel))


def begun_on(draft: Draft) -> date:
    return draft.asked_on or clock.in_japan(draft.started_at).date()


def files_left(draft: Draft, answers: JsonObject) -> tuple[KeptFile, ...]:
    """Without the files of answers that did not stay; scans and what is not answered yet are kept."""
    before, now = canonical(draft.answers).decode(), canonical(answers).decode()
    return tuple(file for file in draft.files if file.blob not in before or file.blob in now)


def asked_of(catalogue: Catalogue, procedure_id: str, day: date) -> JsonObject:
    known = _asked_on_day(catalogue, day)
    if procedure_id not in known:
        known[procedure_id] = catalogue.procedure(procedure_id).as_asked(day)
    return known[procedure_id]


@lru_cache(maxsize=60)
def _asked_on_day(catalogue: Catalogue, day: date) -> dict[str, JsonObject]:
    """Procedures as they are asked on a day, as far as somebody wanted to know."""
    return {}
