"""What the screens need of a front end, and the places that a screen may lead to.

Portal and kiosk each have a door. A door knows who types (`hand`), by which way (`channel`) and in which language;
it saves and sends through casework and knows how its own addresses look. Screens hold none of that.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from shared.casework.cases import Case

View = Literal["", "check", "leave", "done", "answers", "withdraw", "carry", "more"]


@dataclass(frozen=True)
class Place:
    """Where a screen leads within a case. All empty: where the answers say (computed, never stored).

    `item` is one item of the list `question` ("new" or its number from 0); `back`: return to the check page.
    """

    step: str = ""
    question: str = ""
    item: str = ""
    back: bool = False
    view: View = ""


class Door(Protocol):
    """A front end, as the screens see it. Methods raise the errors of casework; screens say them in words."""

    @property
    def hand(self) -> Literal["citizen", "staff"]: ...
    @property
    def language(self) -> str: ...
    @property
    def actor_name(self) -> str: ...  # the member of staff who helps; "" at home

    def save(self, case: Case, step_id: str, raw: Mapping[str, object]) -> Case:
        """Parses and keeps the answers of one step. Raises AnswersRefused, FolderChanged, KeepingError."""
        ...

    def attach(self, case: Case, question: str, filename: str, data: bytes) -> None:
        """Keeps one file for the question (a path). Raises FileRefused, FolderChanged, KeepingError."""
        ...

    def detach(self, case: Case, blob: str) -> None:
        """Takes one file away again. Raises FolderChanged, KeepingError."""
        ...

    def send(self, case: Case, fact_word: str) -> Case:
        """Sends; returns when it is kept for good. `fact_word` "": the procedure's own fact.

        Raises AnswersRefused, ValueRefused (the word), CaseError, KeepingError.
        """
        ...

    def place(self) -> Place:
        """Where the person asked to be."""
        ...

    def go(self, case: Case, place: Place) -> None:
        """Makes `place` the one drawn next. Called from a widget's callback."""
        ...

    def address(self, case: Case, place: Place) -> str:
        """The link to a place of this case."""
        ...
