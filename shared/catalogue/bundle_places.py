"""Where the steps of a bundle stand, so that every condition looks back; and names put in for others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shared.errors import CannotBundle


@dataclass(frozen=True)
class Place:
    """A step of the bundle. `common`: several procedures share it."""

    step: dict[str, Any]
    common: bool

    @property
    def closing(self) -> bool:
        """Asked at the end in any case: what is consented to, and what staff check."""
        consents = self.common and all(question["kind"] == "consent" for question in self.step["questions"])
        return consents or bool(self.step.get("staff_only"))

    @property
    def own(self) -> set[str]:
        return {question["id"] for question in self.step["questions"]}

    @property
    def needs(self) -> set[str]:
        """Questions of other steps that decide about this one."""
        return set(names_in(self.step)) - self.own - _inside(self.step)


def ordered(shared: list[Place], special: list[Place]) -> list[Place]:
    """What is shared first, then each one's own; what is shared but waits for something special after that; what is
    consented to and what staff check last. Raises CannotBundle where conditions wait for each other.
    """
    first = [place for place in shared if not place.closing]
    groups = [first, [p for p in special if not p.closing], first]
    last = [place for place in (*shared, *special) if place.closing]
    consents, checks = [p for p in last if not p.step.get("staff_only")], [p for p in last if p.step.get("staff_only")]
    done: list[Place] = []
    for group in (*groups, *groups, consents, checks):
        _put(done, group)
    if len(done) < len(shared) + len(special):
        raise CannotBundle("bundle_order")
    return done


def _put(done: list[Place], group: Iterable[Place]) -> None:
    """Those whose conditions can look back already, in their order."""
    for place in group:
        if place not in done and place.needs <= {name for before in done for name in before.own}:
            done.append(place)


def fact_of(question: Mapping[str, Any]) -> str:
    """The fact that a question asks for; "" where it is nobody else's."""
    return str(question.get("shared") or "")


def renamed(value: Any, names: Mapping[str, str]) -> Any:
    """The value with other names for the questions that its conditions, lists and addresses name.

    Inside a group its own children come first.
    """
    if isinstance(value, list):
        return [renamed(each, names) for each in value]
    if not isinstance(value, dict):
        return value
    if "kind" in value and isinstance(value.get("questions"), list):
        own = {child["id"] for child in value["questions"]}
        outside = {name: other for name, other in names.items() if name not in own}
        return {key: renamed(part, outside if key == "questions" else names) for key, part in value.items()}
    return {key: _renamed_part(key, part, names) for key, part in value.items()}


def _renamed_part(key: str, part: Any, names: Mapping[str, str]) -> Any:
    if key in ("question", "fills", "per") and isinstance(part, str):
        head, dot, rest = part.partition(".")
        return f"{names.get(head, head)}{dot}{rest}"
    return renamed(part, names)


def names_in(value: Any) -> Iterable[str]:
    """The questions that conditions in the value name."""
    if isinstance(value, list):
        for each in value:
            yield from names_in(each)
    elif isinstance(value, dict):
        if isinstance(value.get("question"), str):
            yield value["question"].partition(".")[0]
        for part in value.values():
            yield from names_in(part)


def _inside(step: Mapping[str, Any]) -> set[str]:
    return {child["id"] for question in step["questions"] for child in question.get("questions", [])}
