"""My Number answers: sealed to the number zone at the moment they are typed; everywhere else a mark.

What is kept in a draft is the mark and a box per question; nobody outside the number zone can open the box.
"""

import json

from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.numbers import SEALED, MyNumberQuestion
from shared.records.boxes import canonical
from shared.records.sealing import PublicKeys, seal_number
from shared.records.shapes import JsonObject

STAND_IN = "123456789018"  # passes the check; read where a number is in its box already, and never kept


def seal(
    procedure: Procedure, answers: JsonObject, boxes: bytes | None, reference: str, public: PublicKeys
) -> tuple[JsonObject, bytes | None]:
    """The answers with every My Number marked, and the boxes that hold them (JSON: question → hex)."""
    kept: dict[str, str] = json.loads(boxes) if boxes else {}
    marked = dict(answers)
    for question in procedure.questions():
        value = answers.get(question.id)
        if isinstance(question, MyNumberQuestion) and isinstance(value, str) and value not in ("", SEALED):
            kept[question.id] = seal_number({question.id: value}, public, reference).hex()
            marked[question.id] = SEALED
    return marked, asked_box(_boxed(kept), marked)


def asked(procedure: Procedure, answers: JsonObject) -> list[str]:
    """Ids of the questions whose number is in a box."""
    return [q.id for q in procedure.questions() if isinstance(q, MyNumberQuestion) and answers.get(q.id) == SEALED]


def not_asked_in(procedure: Procedure, answers: JsonObject, channel: str) -> list[str]:
    """Ids of the questions with a number in a box that this way in does not ask."""
    boxed = set(asked(procedure, answers))
    hidden = [q.id for q in procedure.questions() if isinstance(q, MyNumberQuestion) and not q.online]
    return [question for question in hidden if question in boxed] if channel == "online" else []


def asked_box(boxes: bytes | None, answers: JsonObject) -> bytes | None:
    """The boxes of the numbers that are still asked for; what went off the route is not sent."""
    kept = {q: b for q, b in json.loads(boxes).items() if answers.get(q) == SEALED} if boxes else {}
    return _boxed(kept)


def joined(before: bytes | None, new: bytes | None, answers: JsonObject) -> bytes | None:
    """The boxes after a correction: those typed again, and the earlier ones of numbers that are still answered."""
    kept = {q: b for boxes in (before, new) if boxes for q, b in json.loads(boxes).items()}
    return asked_box(_boxed(kept), answers)


def box_of(boxes: bytes | None, question: str) -> bytes | None:
    """The sealed box of one question's number; None where that question has none."""
    kept: dict[str, str] = json.loads(boxes) if boxes else {}
    return bytes.fromhex(kept[question]) if question in kept else None


def _boxed(boxes: dict[str, str]) -> bytes | None:
    return canonical(boxes) if boxes else None
