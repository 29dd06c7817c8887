"""My Number answers: sealed to the number zone at the moment they are typed; everywhere else ●●●●.

What is kept in a draft is a mask and a box per question; nobody outside the number zone can open the box.
"""

import json
from collections.abc import Sequence

from shared.catalogue.procedure import Procedure
from shared.errors import AnswerProblem
from shared.records.boxes import canonical
from shared.records.sealing import PublicKeys, seal_number
from shared.records.shapes import JsonObject

MASK = "●●●●●●●●●●●●"


def seal(
    procedure: Procedure, answers: JsonObject, boxes: bytes | None, public: PublicKeys
) -> tuple[JsonObject, bytes | None]:
    """The answers with every My Number masked, and the boxes (JSON: question → hex) that hold them."""
    kept: dict[str, str] = json.loads(boxes) if boxes else {}
    masked = dict(answers)
    for question in _asked(procedure):
        value = answers.get(question)
        if isinstance(value, str) and value and value != MASK:
            kept[question] = seal_number({question: value}, public).hex()
            masked[question] = MASK
    return masked, canonical(kept) if kept else None


def without_sealed(
    problems: Sequence[AnswerProblem], procedure: Procedure, answers: JsonObject
) -> list[AnswerProblem]:
    """The problems but those of masked numbers: they were checked when they were typed."""
    sealed = {q for q in _asked(procedure) if answers.get(q) == MASK}
    return [p for p in problems if p.question not in sealed]


def asked_box(boxes: bytes | None, answers: JsonObject) -> bytes | None:
    """The boxes of the numbers that are still asked for; what went off the route is not sent."""
    kept = {q: b for q, b in json.loads(boxes).items() if answers.get(q) == MASK} if boxes else {}
    return canonical(kept) if kept else None


def _asked(procedure: Procedure) -> list[str]:
    return [q.id for step in procedure.steps for q in step.questions if q.kind == "my_number"]
