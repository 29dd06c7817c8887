"""The catalogue read, kept and opened again, and answers validated: the goals V1 and V2.

.venv/bin/python benchmarks/reading.py [--rounds 10]
"""

import argparse
import json
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from house import PROCEDURE, ROOT, SAMPLE
from measure import Spent, head, in_turns, line

from shared.catalogue import catalogue, journey
from shared.catalogue.catalogue import Reading
from shared.catalogue.procedure import Procedure
from shared.catalogue.procedures import Procedures
from shared.catalogue.questions.question import Asking
from shared.language import clock

FILE = ROOT / "procedures.yaml"
MANY = 50  # what takes less than a millisecond is done so often in each round


def opened(var: Path) -> Reading:
    found = catalogue.kept_catalogue(FILE, var)
    assert found is not None and found.catalogue is not None, "it was kept just before"
    return found


def procedures(var: Path) -> Procedures:
    found = opened(var).catalogue
    assert found is not None
    return found.procedures


def reading(rounds: int, var: Path) -> None:
    """V2: opened from what is kept at most 1/10 of CSafeLoader; read at most 1.2 times CSafeLoader and the models."""
    first = Spent()
    with first.once():
        catalogue.read_catalogue(FILE, var)
    texts = [state.path.read_bytes() for state in opened(var).files]
    values = [json.loads(json.dumps(procedure.plain())) for procedure in procedures(var)]
    ways: dict[str, Callable[[int], object]] = {
        "loader": lambda _: [yaml.load(text, Loader=yaml.CSafeLoader) for text in texts],
        "models": lambda _: [Procedure.model_validate(value) for value in values],
        "read": lambda _: catalogue.read_catalogue(FILE),
        "read and kept": lambda _: catalogue.read_catalogue(FILE, var),
        "opened": lambda _: opened(var),
        "one": lambda _: procedures(var).of(PROCEDURE),
        "all": lambda _: list(procedures(var)),
    }
    spent = in_turns(rounds, ways)
    catalogue.load(FILE)
    again = in_turns(rounds, {"again": lambda _: [catalogue.load(FILE) for _ in range(MANY)]})["again"]
    loader, models = spent["loader"].work, spent["models"].work
    lines = sum(text.count(b"\n") for text in texts)
    line(f"{len(values)} procedures, {lines} lines, {len(texts)} files: first", first)
    line("  by CSafeLoader alone, unchecked", spent["loader"])
    line("  all procedures made of values (pydantic)", spent["models"])
    share = spent["read"].work / (loader + models)
    line("V2 read and checked", spent["read"], f"{share:.2f} of loader and models; goal 1.20")
    line("  read, checked and kept", spent["read and kept"])
    line("V2 opened from what is kept", spent["opened"], f"1/{loader / spent['opened'].work:.0f} of loader; goal 1/10")
    line("V2   and one procedure made", spent["one"], f"1/{loader / spent['one'].work:.0f} of loader; goal 1/10")
    line("     and every procedure made", spent["all"], f"1/{loader / spent['all'].work:.1f} of loader")
    line(f"  asked for {MANY} times, unchanged", again)


def by_hand(procedure: Procedure, answers: Mapping[str, Any], asking: Asking) -> list[object]:
    """Every answer read by its question's rule, one after the other: no route, no conditions, no flags."""
    return [one.accept(answers.get(one.id), asking) for one in procedure.questions() if one.id in answers]


def validating(rounds: int) -> None:
    """V1: at most 1.3 times a loop written by hand."""
    sample = ROOT / "tests" / "samples" / PROCEDURE / f"{SAMPLE}.json"
    answers: dict[str, Any] = json.loads(sample.read_text(encoding="utf-8"))
    procedure = catalogue.load(FILE).procedure(PROCEDURE).on(clock.today())
    asking = Asking(clock.today())
    around = replace(asking, around=answers)
    step = procedure.steps[0]
    ways: dict[str, Callable[[int], object]] = {
        "validated": lambda _: [journey.validate(procedure, answers, "citizen", asking) for _ in range(MANY)],
        "hand": lambda _: [by_hand(procedure, answers, around) for _ in range(MANY)],
        "step": lambda _: [journey.parse_step(procedure, step, answers, {}, "citizen", asking) for _ in range(MANY)],
        "next": lambda _: [journey.next_step(procedure, answers, "citizen") for _ in range(MANY)],
    }
    spent = in_turns(rounds, ways)
    ratio = spent["validated"].work / spent["hand"].work
    line(f"{MANY} x {len(answers)} answers by a loop written by hand", spent["hand"])
    line(f"V1 {MANY} cases validated", spent["validated"], f"{ratio:.2f} of the loop; goal 1.30")
    line(f"  {MANY} x one step's answers parsed", spent["step"])
    line(f"  {MANY} x the next step found", spent["next"])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=10)
    rounds = arguments.parse_args().rounds
    head()
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as var:
        reading(rounds, Path(var))
    validating(rounds)


if __name__ == "__main__":
    main()
