"""YAML as it is written, to be changed in place: where each value begins and ends, and lines put in or replaced.

Only what is changed is written anew: comments, order and layout of everything else stay as they are.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from shared.errors import ValueRefused

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN = re.compile(r"[^\s\"'#&*!|>%@`{}\[\],:?-][^\"#{}\[\],:\n]*")


@dataclass(frozen=True)
class Value:
    """A value and its place, as positions in the text; `end` is behind its last character."""

    node: yaml.Node
    start: int
    end: int

    @property
    def in_line(self) -> bool:
        """Whether it is written in brackets: `{…}`, `[…]`."""
        return bool(getattr(self.node, "flow_style", False))


class Written:
    """One text of YAML: a whole file, or the lines of one procedure."""

    def __init__(self, text: str) -> None:
        """Raises ValueRefused("proposal_yaml") where it is none: then a person has to put it right first."""
        self.text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        try:
            root = yaml.compose(text, Loader=_LOADER)
        except yaml.YAMLError as error:
            raise ValueRefused("proposal_yaml") from error
        if root is None:
            raise ValueRefused("proposal_yaml")
        self._root: yaml.Node = root

    @property
    def root(self) -> Value:
        return self._value(self._root)

    def get(self, value: Value, key: str) -> Value | None:
        """The value of a key; None where there is none."""
        return next((inner for name, _, inner in self.entries(value) if name == key), None)

    def key(self, value: Value, key: str) -> Value | None:
        """The key itself."""
        return next((found for name, found, _ in self.entries(value) if name == key), None)

    def entries(self, value: Value) -> Iterator[tuple[str, Value, Value]]:
        """(name, key, value) of a mapping; nothing of anything else."""
        if isinstance(value.node, yaml.MappingNode):
            for key, inner in value.node.value:
                yield str(key.value), self._value(key), self._value(inner)

    def members(self, value: Value | None) -> list[Value]:
        """The members of a list; none of anything else."""
        return [self._value(one) for one in value.node.value] if _is_list(value) and value is not None else []

    def word(self, value: Value | None, key: str = "") -> str | None:
        """A scalar as text (under a key)."""
        found = self.get(value, key) if value is not None and key else value
        return str(found.node.value) if found is not None and isinstance(found.node, yaml.ScalarNode) else None

    def said(self, value: Value) -> str:
        """As it is written."""
        return self.text[value.start : value.end]

    def column(self, value: Value) -> int:
        """How far it is indented."""
        return value.start - self._starts[self.line(value.start) - 1]

    def line(self, place: int) -> int:
        """The line of a position, counted from 1."""
        return self.text.count("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Behind the end of the line of a position."""
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found + 1

    def line_start(self, place: int) -> int:
        return self.text.rfind("\n", 0, place) + 1

    def _value(self, node: yaml.Node) -> Value:
        return Value(node, self._place(node.start_mark), self._end(node))

    def _end(self, node: yaml.Node) -> int:
        """Of what is written in lines the parser only knows where the next thing begins: it ends with its last part."""
        if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
            return self._place(node.end_mark)
        last = node.value[-1]
        return self._end(last[1] if isinstance(last, tuple) else last)

    def _place(self, mark: yaml.Mark) -> int:
        return self._starts[mark.line] + mark.column


def _is_list(value: Value | None) -> bool:
    return value is not None and isinstance(value.node, yaml.SequenceNode)


def replaced(text: str, changes: Mapping[tuple[int, int], str]) -> str:
    """The text with other words between these positions."""
    for (start, end), words in sorted(changes.items(), reverse=True):
        text = text[:start] + words + text[end:]
    return text


def quoted(word: str) -> str:
    """A text as our YAML wants it: plain where that is safe, else in double quotes."""
    tidy = " ".join(word.split())
    plain = _PLAIN.fullmatch(tidy) and tidy not in ("true", "false", "null", "~") and not tidy.isdigit()
    return tidy if plain else json.dumps(tidy, ensure_ascii=False)


def in_brackets(values: Mapping[str, str]) -> str:
    """`{key: value, …}` of values that are written already."""
    return "{" + ", ".join(f"{key}: {value}" for key, value in values.items()) + "}"


def shifted(block: str, by: int) -> str:
    """Every line but empty ones further to the right."""
    return "".join(" " * by + line if line.strip() else line for line in block.splitlines(keepends=True))
