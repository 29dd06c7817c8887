"""A sheet of a sample on its way: taken in, typed by one, typed again by another, complete."""

from typing import Any

from shared.casework.counter import Clerk
from shared.casework.paper import completion, entry, second
from shared.casework.paper.arrival import Arrived, Sheet, arrive
from shared.casework.paper.entry import Entry, entry_of

from .town import Town, answers_of, files_of

FIRST, OTHER = "mado", "kaki"


def taken_in(town: Town, sample: str, raw: dict[str, Any] | None = None, **changes: Any) -> Arrived:
    """The sheet, and every paper that lay with it, as scans."""
    answers = answers_of(sample) if raw is None else raw
    files = [(place, path) for place, path in files_of(sample) if place.split(".")[0] in answers or "." not in place]
    scans = tuple((path.name, path.read_bytes()) for _, path in files)
    sheet = Sheet(sample.partition("/")[0], **{"scans": scans, **changes})
    return arrive(town.clerk(FIRST), sheet, f"{sample}|{len(town.queue())}")


def typed(town: Town, came: Arrived, sample: str, raw: dict[str, Any] | None = None) -> Entry:
    """The first turn, done."""
    clerk, answers = town.clerk(FIRST), dict(answers_of(sample) if raw is None else raw)
    sheet = entry_of(clerk, came.reference)
    wanted = [place for place, _ in files_of(sample) if place.split(".")[0] in answers or "." not in place]
    for number, place in enumerate(wanted):
        sheet = entry.assign(clerk, sheet, place, number)
        put_file(answers, place, entry.file_answer(sheet, place))
    return entry.finish(clerk, entry.put(clerk, sheet, answers))


def put_file(answers: dict[str, Any], place: str, value: Any) -> None:
    *way, last = place.split(".")
    holder: Any = answers
    for part in way:
        holder = holder[int(part)] if part.isdigit() else holder[part]
    holder[last] = value


def typed_again(clerk: Clerk, sheet: Entry, **misread: Any) -> Entry:
    """The second turn: what the first read, but for what is given here by path (`.` written `__`)."""
    said = {path.replace("__", "."): value for path, value in misread.items()}
    raw = {one.path: said.get(one.path, one.first) for one in second.again(sheet)}
    return second.type_again(clerk, entry_of(clerk, sheet.reference), raw)


def completed(town: Town, sample: str, raw: dict[str, Any] | None = None, **changes: Any) -> str:
    """The whole way; gives the reference."""
    came = taken_in(town, sample, raw, **changes)
    sheet = typed(town, came, sample, raw)
    other = town.clerk(OTHER)
    if completion.needs_second(sheet):
        sheet = typed_again(other, sheet)
    completion.complete(other, sheet)
    return came.reference
