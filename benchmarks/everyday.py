"""What happens all day: a step answered, a folder opened by its code.

.venv/bin/python benchmarks/everyday.py [--rounds 30]
"""

import argparse
from collections.abc import Callable

from house import House, open_house
from measure import Spent, head, in_turns, line

from shared.casework import applying, cases, sending
from shared.catalogue import journey
from shared.records.derivation import inside_key, root_of


def steps(house: House, rounds: int) -> None:
    """A case from its start to its last step: each answer parsed, sealed, durable."""
    starting, answering, finding = Spent(), Spent(), Spent()
    for _ in range(rounds):
        with starting.once():
            case = house.begun()
        step = case.next_step("citizen")
        while step is not None:
            given = {q.id: house.answers[q.id] for q in case.procedure.step(step).questions if q.id in house.answers}
            with answering.once():
                case = applying.answer(house.front, case, step, given, "citizen")
            with finding.once():
                step = case.next_step("citizen")
    line("a case started (Argon2id of a new code)", starting)
    line("a step answered: read, sealed, durable", answering)
    line("the next step found", finding)


def folders(house: House, rounds: int) -> None:
    sent = sending.submit(house.front, house.filled_in())
    front, fact = house.front, sent.fact
    assert fact is not None, "what was just sent is open"
    shut = cases.case_by_code(front, sent.code)
    asking = applying.asking(sent)
    ways: dict[str, Callable[[int], object]] = {
        "by code": lambda _: cases.case_by_code(front, sent.code),
        "code stretched": lambda _: root_of(sent.code, front.salt),
        "with fact": lambda _: cases.unlock(front, shut, fact.value),
        "fact stretched": lambda _: inside_key(sent.root, fact.value),
        "validated": lambda _: journey.validate(sent.procedure, sent.answers, "citizen", asking),
    }
    spent = in_turns(rounds, ways)
    for opened, stretched in (("by code", "code stretched"), ("with fact", "fact stretched")):
        share = spent[stretched].work / spent[opened].work
        line(f"a folder opened {opened}", spent[opened], f"{share:4.0%} of the work is Argon2id")
    line("a whole case's answers validated", spent["validated"])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rounds", type=int, default=30)
    rounds = arguments.parse_args().rounds
    head()
    with open_house() as house:
        steps(house, rounds)
        folders(house, rounds)


if __name__ == "__main__":
    main()
