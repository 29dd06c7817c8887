"""What many procedures use (sets, sections, the city) is made into models once, and stands in all of them."""

from collections.abc import Sequence

from pydantic import BaseModel

from shared.catalogue.expansion import Expansion
from shared.catalogue.office import City, Section
from shared.catalogue.procedure import Step
from shared.catalogue.questions.choices import Option
from shared.catalogue.questions.kinds import Question
from shared.catalogue.source import Node


def share(
    expansion: Expansion,
    city: City,
    sections: Sequence[Section],
    option_sets: dict[str, tuple[Option, ...]],
    question_sets: dict[str, tuple[Question, ...]],
    step_sets: dict[str, tuple[Step, ...]],
) -> None:
    """Keeps the models at their nodes, before procedures are written out. Not steps: each knows its own place."""
    _keep(expansion.root.get("city"), city)
    _keep_each(expansion.root.get("sections"), sections)
    for name, options in option_sets.items():
        _keep_each(expansion.option_sets[name], options)
    for name, questions in question_sets.items():
        _keep_each(expansion.question_sets[name], questions)
    for name, steps in step_sets.items():
        for node, step in zip(expansion.step_sets[name].members(), steps, strict=True):
            _keep_each(node.get("questions"), step.questions)


def _keep_each(node: Node | None, models: Sequence[BaseModel]) -> None:
    for member, model in zip(node.members() if node is not None else (), models, strict=True):
        _keep(member, model)


def _keep(node: Node | None, model: BaseModel) -> None:
    if node is not None:
        node.model = model
