"""Timing in turns: what is compared runs one after the other, again and again, so that a busy machine is busy for all.

Two clocks: what a person waits, and what the processor works for this process. Of each the least of all rounds, since
whoever else works on the machine can only add to it. Waiting hardly can be compared on a busy machine; work can.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Spent:
    """Milliseconds of one way, one for each round."""

    waited: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    @property
    def wait(self) -> float:
        return min(self.waited)

    @property
    def work(self) -> float:
        return min(self.worked)

    @contextmanager
    def once(self) -> Iterator[None]:
        """Adds what the block takes."""
        start, begun = time.perf_counter(), time.process_time()
        yield
        self.waited.append((time.perf_counter() - start) * 1000)
        self.worked.append((time.process_time() - begun) * 1000)


def in_turns(rounds: int, ways: Mapping[str, Callable[[int], object]]) -> dict[str, Spent]:
    """Every way once a round; each is told which round it is. One round before is not counted."""
    spent = {name: Spent() for name in ways}
    for number in range(rounds + 1):
        for name, way in ways.items():
            with spent[name].once() if number else Spent().once():
                way(number)
    return spent


def head() -> None:
    print(f"{'':<48}{'wait':>9}    {'work':>9}", flush=True)


def line(what: str, spent: Spent, beside: str = "") -> None:
    print(f"{what:<48}{spent.wait:9.2f} ms {spent.work:9.2f} ms   {beside}".rstrip(), flush=True)
