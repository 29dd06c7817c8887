"""How long somebody still waits: a span, because nobody knows it better."""

import math
from dataclasses import dataclass

STEP = 5  # minutes


@dataclass(frozen=True)
class Wait:
    """From `least` to `most` minutes."""

    least: int
    most: int


@dataclass(frozen=True)
class Pace:
    """The middle half of the lengths of today's latest visits in minutes, and how many counters work now."""

    short: float
    long: float
    counters: int

    def wait(self, ahead: int) -> Wait:
        """How long somebody still waits who has `ahead` people before them."""
        rounds = ahead / self.counters
        least = math.floor(rounds * self.short / STEP) * STEP
        return Wait(least, max(math.ceil((rounds + 1) * self.long / STEP) * STEP, least + STEP))
