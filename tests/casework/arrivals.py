"""Arrivals with something wrong, as several tests send them."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from shared.casework import sending
from shared.casework.persons import fact_of
from shared.casework.sides import Sending
from shared.records.envelope import Body

from .town import Town

SAMPLE = "juminhyo-copy/self-by-post"


def sent_with(town: Town, change: Callable[[Body], Body], sample: str = SAMPLE, **head: Any) -> str:
    """What a hijacked portal could post: any body, sealed as it should be, with the front's signature."""
    draft = town.drafted(sample)
    plain = sending._sending(town.home, draft, fact_of(draft.procedure, draft.answers), None, "citizen")
    body = change(plain.body)
    town.home.send(Sending(replace(plain.head, **head), body, plain.digest, plain.finish, plain.expected_revision))
    return draft.reference


def attention(town: Town, reference: str) -> tuple[str, ...]:
    return town.record(reference).attention
