"""What stands in the file beside the procedures."""

from typing import Annotated

from pydantic import Field

from shared.catalogue.guides.guide import Guide
from shared.catalogue.model import Frozen, Id, Words
from shared.catalogue.office import Category, City, DocumentKind, LifeEvent, Notice, Section
from shared.catalogue.procedure import Step
from shared.catalogue.questions.choices import Option
from shared.catalogue.questions.kinds import Question
from shared.catalogue.texts import Text
from shared.catalogue.waiting import Waiting


class Declared(Frozen):
    """What stands in the file beside the procedures."""

    city: City
    notices: tuple[Notice, ...] = ()
    sections: tuple[Section, ...] = Field(min_length=1)
    categories: tuple[Category, ...] = Field(min_length=1)
    life_events: tuple[LifeEvent, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    option_sets: dict[Id, tuple[Option, ...]] = Field(default_factory=dict)
    question_sets: dict[Id, tuple[Question, ...]] = Field(default_factory=dict)
    step_sets: dict[Id, tuple[Step, ...]] = Field(default_factory=dict)
    shared_titles: dict[Id, Text] = Field(default_factory=dict)
    waiting: Waiting = Waiting()
    guides: tuple[Guide, ...] = ()
    synonyms: tuple[Annotated[tuple[Words, ...], Field(min_length=1)], ...] = ()
