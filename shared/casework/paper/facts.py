"""What a sheet's own way adds to a record: when and how it reached the office, who took it in, who typed it.

Kept in the staff part of the body, beside the answers, so that the answers are the same by every way in.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from shared.records.envelope import Body, StaffPart
from shared.records.shapes import ShapeWrong, from_plain, to_plain

ENTRY_AWAITED = "entry_awaited"  # 入力待ち: attention of a record whose sheet nobody has typed yet
ILLEGIBLE = "answers_illegible"  # 読めない: attention of a record with answers that have to be asked
SCAN = "paper_scan"  # in place of a question: the sheet itself
LETTER = "mandate_letter"  # as SCAN: the letter of authorisation that staff scanned
REQUEST = "request_letter"  # as SCAN: the letter by which somebody asked for the form
_NOTE = "paper"


@dataclass(frozen=True, repr=False)
class PaperFacts:
    """`arrived_at`: when the sheet reached the office (行政手続法37条), in UTC. `brought`: "hand" or "post".

    `scans`: SHA-256 of each picture as kept, in hex. `form`: the number on the form's QR, "" without one.
    `awaited`: nobody has typed it yet. `illegible`: paths of answers that cannot be read. Staff by account.
    """

    arrived_at: datetime
    brought: str
    received_by: str
    scans: tuple[str, ...] = ()
    form: str = ""
    awaited: bool = True
    typed_by: str = ""
    checked_by: str = ""
    decided_by: str = ""
    illegible: tuple[str, ...] = ()
    signed: bool = False


def paper_facts(body: Body) -> PaperFacts | None:
    """Those of a record that came on paper; None for every other one."""
    kept = body.staff.notes.get(_NOTE) if body.staff else None
    try:
        return from_plain(PaperFacts, kept) if isinstance(kept, dict) else None
    except ShapeWrong:
        return None  # what an envelope says in a shape of its own says nothing


def noted(part: StaffPart, facts: PaperFacts) -> StaffPart:
    """The staff part with these facts in it."""
    return replace(part, notes={**part.notes, _NOTE: to_plain(facts)})


def sheet_terms(body: Body) -> list[tuple[str, str]]:
    """(field, key): by what the same sheet is known when it comes again."""
    facts = paper_facts(body)
    if facts is None:
        return []
    return [*(("scan", digest) for digest in facts.scans), *([("form", facts.form)] if facts.form else [])]


def concerns(question: str, paths: tuple[str, ...]) -> bool:
    """Whether a problem at `question` is one of these answers, or holds or lies within one of them."""
    return any(f"{path}.".startswith(f"{question}.") or f"{question}.".startswith(f"{path}.") for path in paths)
