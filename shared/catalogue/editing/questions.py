"""A question added to a procedure, without writing YAML."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from shared.catalogue.editing.blocks import Block
from shared.catalogue.editing.texts import languages_of, text
from shared.catalogue.editing.versions import newest
from shared.catalogue.editing.written import Value, Written, in_brackets
from shared.errors import ValueRefused

KINDS = ("yes_no", "choice", "choices", "text", "long_text", "number", "date")
WITH_OPTIONS = ("choice", "choices")
LONGEST_ID = 40


@dataclass(frozen=True)
class Place:
    """Behind a question (`question` counts from 0), or a new screen behind a step where it is None."""

    step: int
    question: int | None
    step_title: str
    label: str = ""


@dataclass(frozen=True)
class Added:
    """What is asked. `options`: their texts in order."""

    kind: str
    label: Mapping[str, str]
    hint: Mapping[str, str] = field(default_factory=dict)
    required: bool = False
    options: Sequence[Mapping[str, str]] = ()
    begins: date | None = None


def places_of(block: Block, sets: Mapping[str, str] = MappingProxyType({})) -> list[Place]:
    """Where a question can be put, in order: behind each of the procedure's own, and as a screen of its own.

    `sets`: what shared ones are called; one that is not there goes by its id.
    """
    written = Written(block.text)
    found = []
    for number, step in enumerate(_steps(written)):
        title = _words(written, written.get(step, "title")) or _set(written, step, sets)
        for place, question in enumerate(written.members(written.get(step, "questions"))):
            label = _words(written, written.get(question, "label")) or _set(written, question, sets)
            found.append(Place(number, place, title, label))
        found.append(Place(number, None, title))
    return found


def _set(written: Written, value: Value, sets: Mapping[str, str]) -> str:
    name = written.word(value, "use") or ""
    return sets.get(name, name)


def with_question(block: Block, place: Place, added: Added, taken: Collection[str] = ()) -> str:
    """The lines with one question more. `taken`: ids that there are elsewhere. Raises ValueRefused."""
    if not added.label.get("ja", "").strip():
        raise ValueRefused("proposal_label")
    if added.kind in WITH_OPTIONS and len(added.options) < 2:
        raise ValueRefused("proposal_options")
    written = Written(block.text)
    steps = written.get(_procedure(written), "steps")
    listed = _steps(written)
    if steps is None or place.step >= len(listed):
        raise ValueRefused("proposal_yaml")
    step = listed[place.step]
    keys = _keys(added, new_id(block.text, added, taken))
    if place.question is None:
        screen = {"id": keys["id"], "title": keys["label"]}
        return _behind(written, steps, step, screen, keys)
    questions = written.get(step, "questions")
    members = written.members(questions)
    if questions is None or place.question >= len(members):
        raise ValueRefused("proposal_yaml")
    return _behind(written, questions, members[place.question], keys)


def new_id(said: str, added: Added, taken: Collection[str]) -> str:
    """From the English words where there are any; one that nothing else in the procedure has."""
    words = re.sub(r"[^a-z0-9]+", "_", added.label.get("en", "").lower()).strip("_")
    begun = re.sub(r"^[^a-z]+", "", words)[: LONGEST_ID - 4].rstrip("_") or "added"
    known = {*taken, *re.findall(r"\bid:\s*([a-z][a-z0-9_-]*)", said)}
    return next(name for name in (begun, *(f"{begun}_{n}" for n in range(2, 1000))) if name not in known)


def _keys(added: Added, name: str) -> dict[str, str]:
    keys = {"id": name, "kind": added.kind, "label": text(added.label)}
    if added.hint.get("ja", "").strip():
        keys["hint"] = text(added.hint)
    if added.required:
        keys["required"] = "true"
    if added.begins is not None:
        keys["from"] = added.begins.isoformat()
    if added.kind in WITH_OPTIONS:
        options = [in_brackets({"value": f"o{n}", "label": text(one)}) for n, one in enumerate(added.options, 1)]
        keys["options"] = f"[{', '.join(options)}]"
    return keys


def _behind(
    written: Written, listed: Value, member: Value, keys: Mapping[str, str], question: Mapping[str, str] | None = None
) -> str:
    """One member more behind this one; `question`: of a screen, what it asks."""
    if listed.in_line:
        inner = {**keys, "questions": f"[{in_brackets(question)}]"} if question else keys
        return f"{written.text[: member.end]}, {in_brackets(inner)}{written.text[member.end :]}"
    indent = written.column(listed)
    lines = _lines(keys, indent)
    if question is not None:
        lines += f"{' ' * (indent + 2)}questions:\n{_lines(question, indent + 4)}"
    end = written.line_end(member.end)
    before = written.text[:end]
    return f"{before}{'' if before.endswith(chr(10)) else chr(10)}{lines}{written.text[end:]}"


def _lines(keys: Mapping[str, str], indent: int) -> str:
    """A member of a list, a key a line."""
    return "".join(
        f"{' ' * indent}{'- ' if number == 0 else '  '}{key}: {value}\n"
        for number, (key, value) in enumerate(keys.items())
    )


def _procedure(written: Written) -> Value:
    found = written.members(written.root)
    if not found:
        raise ValueRefused("proposal_yaml")
    return found[0]


def _steps(written: Written) -> list[Value]:
    return written.members(written.get(_procedure(written), "steps"))


def _words(written: Written, value: Value | None) -> str:
    return languages_of(written, newest(written, value)).get("ja", "") if value is not None else ""
