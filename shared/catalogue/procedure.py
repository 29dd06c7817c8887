"""A procedure (手続): steps with questions, and all that is said and reckoned about it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Any, Literal, TypeVar

from pydantic import Field, PrivateAttr, field_validator, model_validator
from pydantic_core import PydanticCustomError

from shared.catalogue.conditions import Condition
from shared.catalogue.dated import as_on
from shared.catalogue.following import Suggestion, YearlyDate
from shared.catalogue.model import Dated, Flag, Frozen, Id, Path, Whole, Words
from shared.catalogue.office import City, NeededDocument, Related, Section
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.catalogue.rules import DeadlineRule, FeeRule, StandardDays
from shared.catalogue.texts import Text
from shared.language import clock

Versioned = TypeVar("Versioned", bound=Dated)

# Of no use to a case: what follows is looked up in the catalogue of the day, so old forms stay current.
_NOT_ASKED: dict[str, Any] = {"words": (), "confirm": (), "suggests": (), "yearly": ()}


class Earlier:
    """The steps before a step. No part of what a step says, so any two are equal."""

    def __init__(self, steps: tuple["Step", ...] = ()) -> None:
        self.steps = steps

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Earlier)

    def __hash__(self) -> int:
        return 0


class Step(Frozen):
    """One screen."""

    id: Id
    title: Text
    hint: Text | None = None
    questions: tuple[Question, ...] = Field(min_length=1)
    ask_if: Condition | None = None
    staff_only: Flag = False
    about: Text | None = None  # of a bundle: the procedure that alone asks this; written by the bundle

    _earlier: Earlier = PrivateAttr(default_factory=Earlier)

    @property
    def earlier(self) -> tuple["Step", ...]:
        """The steps before this one in its procedure."""
        return self._earlier.steps


class Channels(Frozen):
    """The ways in. `pre_entry`: written at home, filed only at the counter."""

    online: Literal["full", "pre_entry", "none"]
    counter: Flag
    paper: Flag
    post: Flag


class DecidingDay(Frozen):
    """The day a question asks for decides between versions of fee and deadline."""

    question: Path


class Procedure(Frozen):
    """A procedure with everything it needs; sets, sections and documents stand in it in full.

    From the catalogue it may hold versions for different days; `on(day)` is the procedure as asked on that
    day, and that is what journeys, cases, printing and filing work with.
    """

    id: Id
    title: Text
    formal_title: Text | None = None
    kana: Words
    summary: Text
    who: Text
    when: Text | None = None
    kind: Literal["application", "notification", "certificate", "booking", "report"]
    section: Id
    section_details: Section
    city: City
    category: Id
    life_events: tuple[Id, ...] = ()
    words: tuple[Words, ...] = ()
    legal_basis: tuple[Words, ...] = ()
    documents: tuple[NeededDocument, ...] = ()
    fee_versions: tuple[FeeRule, ...] = Field(alias="fee", min_length=1)
    standard_days: StandardDays
    deadline_versions: tuple[DeadlineRule, ...] = Field((), alias="deadline")
    channels: Channels
    identity_online: Literal["none", "contact", "card_sign_in", "card_signature", "copy_by_post"] = "none"
    my_number_card: Flag = False
    online_offer: Text | None = None
    signature: Literal["none", "name", "handwritten", "registered_seal"] = "none"
    fact: str = Field(pattern=r"^(own_word|(birth_date|phone_tail):[a-z][a-z0-9_.-]*)$")
    sensitive: Flag = False
    notice_if_unconfirmed: Flag = False
    deciding_day: Literal["start", "arrival"] | DecidingDay = "arrival"
    retention_years: Whole = Field(ge=1, le=100)
    minutes: Whole = Field(ge=1, le=240)
    after: tuple[Text, ...] = ()
    after_due: Whole | None = Field(None, ge=0, le=20)  # which of `after` is the answer of the office, from 1; 0: none
    related: tuple[Related, ...] = ()
    suggests: tuple[Suggestion, ...] = ()
    yearly: tuple[YearlyDate, ...] = ()
    confirm: tuple[Words, ...] = ()
    steps: tuple[Step, ...] = Field(min_length=1)

    @field_validator("fee_versions", "deadline_versions", mode="before")
    @classmethod
    def _one_or_several(cls, value: Any) -> Any:
        return [value] if isinstance(value, dict) else value

    @field_validator("deciding_day", mode="before")
    @classmethod
    def _deciding_day_form(cls, value: Any) -> Any:
        if isinstance(value, dict | DecidingDay) or value in ("start", "arrival"):
            return value
        raise PydanticCustomError("deciding_day_form", "deciding_day_form")

    @model_validator(mode="after")
    def _steps_know_their_place(self) -> "Procedure":
        for index, step in enumerate(self.steps):
            step._earlier = Earlier(self.steps[:index])
        return self

    @property
    def fee(self) -> FeeRule:
        """The fee rule; where the catalogue holds several, today's."""
        versions = self.fee_versions
        return version_on(versions, clock.today()) if len(versions) > 1 else versions[0]

    @property
    def deadline(self) -> DeadlineRule | None:
        """The deadline rule; where the catalogue holds several, today's."""
        versions = self.deadline_versions
        return version_on(versions, clock.today()) if len(versions) > 1 else next(iter(versions), None)

    @property
    def fact_kind(self) -> str:
        """`birth_date`, `phone_tail` or `own_word`."""
        return self.fact.partition(":")[0]

    @property
    def fact_question(self) -> str | None:
        """The question whose answer is the fact; `group.child` inside a group."""
        return self.fact.partition(":")[2] or None

    def questions(self) -> Iterator[Question]:
        """Every question in order, staff's included."""
        for step in self.steps:
            yield from step.questions

    def step(self, step_id: str) -> Step:
        """The step of an id. Raises KeyError."""
        found = next((step for step in self.steps if step.id == step_id), None)
        if found is None:
            raise KeyError(step_id)
        return found

    def question(self, path: str) -> Question:
        """The question of an answer's path: `proof`, `insured.i_name`, `parents.0.p_doc`. Raises KeyError."""
        first, *rest = path.split(".")
        found = next((question for question in self.questions() if question.id == first), None)
        for part in rest:
            if found is None or part.isdigit():
                continue
            inside = found.questions if isinstance(found, GroupQuestion | RepeatQuestion) else ()
            found = next((question for question in inside if question.id == part), None)
        if found is None:
            raise KeyError(path)
        return found

    def as_asked(self, day: date) -> dict[str, Any]:
        """JSON-able values with all that drawing, printing, reviewing and validating need, as of that day.

        Versions of fee and deadline stay where another day than the start decides between them.
        """
        said = self.model_copy(update=_NOT_ASKED).plain()
        return as_on(said, day, keep_rules=self.deciding_day != "start")

    def on(self, day: date) -> "Procedure":
        """The procedure as asked on that day."""
        return Procedure.from_asked(self.as_asked(day))

    @staticmethod
    def from_asked(asked: dict[str, Any]) -> "Procedure":
        """The procedure that `as_asked` wrote. Raises ValueError for anything else."""
        return _from_canonical(canonical(asked))


def canonical(asked: dict[str, Any]) -> bytes:
    """Canonical JSON: UTF-8, sorted keys, no blanks."""
    return json.dumps(asked, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def asked_hash(asked: dict[str, Any]) -> bytes:
    """SHA-256 of the canonical JSON, 32 bytes."""
    return hashlib.sha256(canonical(asked)).digest()


def version_on(versions: tuple[Versioned, ...], day: date) -> Versioned:
    """The version of that day; in a gap the latest that has begun, else the first."""
    chosen = versions[0]
    for version in versions:
        if version.from_day is None or version.from_day <= day:
            chosen = version
    return chosen


@lru_cache(maxsize=256)
def _from_canonical(asked: bytes) -> Procedure:
    return Procedure.model_validate_json(asked)
