"""My Number answers: sealed to the number zone at the moment they are typed; everywhere else a mark.

What is kept in a draft is the mark and a box per question; nobody outside the number zone can open the box.
"""

import json

from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.numbers import SEALED, MyNumberQuestion
from shared.records.boxes import canonical
from shared.records.sealing import PublicKeys, seal_number
from shared.records.shapes import JsonObject


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
    return marked, canonical(kept) if kept else None


def asked_box(boxes: bytes | None, answers: JsonObject) -> bytes | None:
    """The boxes of the numbers that are still asked for; what went off the route is not sent."""
    kept = {q: b for q, b in json.loads(boxes).items() if answers.get(q) == SEALED} if boxes else {}
    return canonical(kept) if kept else None
