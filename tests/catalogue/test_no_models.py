"""Answers are read by the rules of their questions: no model is built where somebody waits (goal V1)."""

import json
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from shared.catalogue import journey
from shared.catalogue.catalogue import Catalogue
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.question import Asking

from .samples import DAY

SAMPLE = Path(__file__).parents[1] / "samples" / "juminhyo-copy" / "self-by-post.json"


def test_a_whole_case_is_validated_and_its_next_step_found_without_a_model(shipped: Catalogue) -> None:
    procedure = shipped.procedure("juminhyo-copy").on(DAY)
    answers: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    built: list[str] = []

    def seen(_: FrameType, event: str, called: Any) -> None:
        if event == "c_call" and called.__name__.startswith("validate_"):
            built.append(called.__name__)

    sys.setprofile(seen)
    try:
        journey.validate(procedure, answers, "citizen", Asking(DAY))
        journey.next_step(procedure, answers, "citizen")
        inside = len(built)
        Procedure.model_validate(procedure.plain())  # what this would have seen
    finally:
        sys.setprofile(None)

    assert (inside, len(built)) == (0, 1)
