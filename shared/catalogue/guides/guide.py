"""A guide (手続案内): a few plain questions, and rules that say which procedures follow from the answers."""

from datetime import date
from typing import Literal

from pydantic import Field, JsonValue

from shared.catalogue.conditions import Condition
from shared.catalogue.model import Dated, Flag, Frozen, Id, Words
from shared.catalogue.questions.choices import ChoiceQuestion, ChoicesQuestion, Option, YesNoQuestion
from shared.catalogue.questions.dates import DateQuestion
from shared.catalogue.questions.question import Asking
from shared.catalogue.texts import Text

Kind = Literal["yes_no", "choice", "choices", "date"]


class GuideQuestion(Dated):
    """One question of a guide. Nobody has to answer it: what is left out brings nothing.

    `sensitive`: the answer, and what follows from it alone, is neither printed nor put into an address.
    `deadlines` (of a `date`): the procedures whose deadline runs from this day.
    """

    id: Id
    kind: Kind
    label: Text
    hint: Text | None = None
    options: tuple[Option, ...] = ()
    ask_if: Condition | None = None
    sensitive: Flag = False
    deadlines: tuple[Id, ...] = ()

    def read(self, raw: object, asking: Asking) -> JsonValue:
        """What is kept of an answer as typed, chosen or given by a machine. Raises ValueRefused."""
        return self._kind_of_question().read(raw, asking).stored

    def show(self, stored: JsonValue, language: str) -> str:
        """An answer in words."""
        return self._kind_of_question().show(stored, language)

    def offered(self, day: date) -> tuple[Option, ...]:
        """The options of that day."""
        return tuple(option for option in self.options if option.holds_on(day))

    def _kind_of_question(self) -> YesNoQuestion | ChoiceQuestion | ChoicesQuestion | DateQuestion:
        if self.kind == "choice":
            return ChoiceQuestion(id=self.id, kind="choice", label=self.label, options=self.options)
        if self.kind == "choices":
            return ChoicesQuestion(id=self.id, kind="choices", label=self.label, options=self.options)
        if self.kind == "date":
            return DateQuestion(id=self.id, kind="date", label=self.label)
        return YesNoQuestion(id=self.id, kind="yes_no", label=self.label)


class GuideRule(Dated):
    """Where `when` holds (left out: always), these procedures follow, these documents and these words."""

    when: Condition | None = None
    procedures: tuple[Id, ...] = ()
    bring: tuple[Id, ...] = ()
    note: Text | None = None
    external: tuple[Text, ...] = ()


class Contradiction(Frozen):
    """Answers that cannot both be true, and what is said of them."""

    when: Condition
    text: Text


class ToldAnswer(Frozen):
    """Where `ask_if` holds for the answers of a filed procedure, the guide's question has this answer."""

    question: Id
    answer: Words
    ask_if: Condition | None = None


class Filed(Frozen):
    """A procedure whose filing means that this guide's event is there. `why` is said of what the rules then bring.

    `ask_if`: only with these answers of the procedure; `answers`: what they tell about the guide's questions.
    """

    procedure: Id
    why: Text
    ask_if: Condition | None = None
    answers: tuple[ToldAnswer, ...] = ()


class Guide(Frozen):
    """A guide. Procedures come in the order of `always` and of the rules, each once.

    `sensitive`: none of its answers is ever put into an address.
    """

    id: Id
    title: Text
    summary: Text
    life_events: tuple[Id, ...] = ()
    words: tuple[Words, ...] = ()
    sensitive: Flag = False
    questions: tuple[GuideQuestion, ...] = Field(min_length=1)
    contradictions: tuple[Contradiction, ...] = ()
    always: tuple[Id, ...] = ()
    rules: tuple[GuideRule, ...] = ()
    filed: tuple[Filed, ...] = ()

    def question(self, question_id: str) -> GuideQuestion:
        """The question of an id. Raises KeyError."""
        found = next((one for one in self.questions if one.id == question_id), None)
        if found is None:
            raise KeyError(question_id)
        return found

    def is_secret(self, question: GuideQuestion) -> bool:
        """True where the answer may not stand in an address."""
        return self.sensitive or question.sensitive
