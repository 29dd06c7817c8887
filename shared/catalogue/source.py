"""procedures.yaml read by its events: every value with its place, and none of YAML's surprises.

Refused: anchors, aliases, tags, a key given twice, a second document, nesting deeper than 20, anything but
UTF-8. Scalars follow our own rules: only `true` and `false` are truth values, only plain whole numbers are
numbers, an empty value is None; everything else (`no`, `012`, `1:30`, quoted or not) is the text it is.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel

from shared.catalogue.slips import slip_of
from shared.errors import Problem

DEEPEST = 20
LARGEST = 4 * 1024 * 1024  # bytes
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,14})")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff]"
)
_STRAY_QUOTE = re.compile("[＂＇”’]|“[^”]*$|‘[^’]*$")  # at the start of a text: no quotes to YAML

# The compiled parser where there is one: 10 times as fast, same events.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Mark(NamedTuple):
    """A place in a file, counted from 1; `file` is empty for the one that was asked for."""

    line: int
    column: int
    file: str = ""


@dataclass(eq=False)
class Node:
    """A value and its place: None, str, int, bool, list[Node] or dict[str, Node]; `keys` are places of keys.

    `broken` nodes were told already. `used_at` is the `{use: …}` through which a node came here. `model` is what
    was made of it already, where the same stands in many procedures.
    """

    value: Any
    mark: Mark
    keys: dict[str, Mark] = field(default_factory=dict)
    broken: bool = False
    used_at: "Node | None" = None
    model: BaseModel | None = None

    @property
    def place(self) -> Mark:
        """Where it is told: at its `use`, else at itself."""
        return self.used_at.mark if self.used_at else self.mark

    def but(self, value: Any) -> "Node":
        """The same place with another value; what was made of the old one does not hold for it."""
        return replace(self, value=value, model=None)

    def get(self, key: str) -> "Node | None":
        """The value of a key; None where this is no mapping or has no such key."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def text(self, key: str) -> str | None:
        """The value of a key as text, numbers as their text; None for anything else."""
        node = self.get(key)
        if node is None or isinstance(node.value, bool):
            return None
        return str(node.value) if isinstance(node.value, str | int) else None

    def is_true(self, key: str) -> bool:
        """True where the key says `true`."""
        node = self.get(key)
        return node is not None and node.value is True

    def members(self, key: str | None = None) -> "list[Node]":
        """The members of a list (under a key); none where there is no list."""
        node = self if key is None else self.get(key)
        return node.value if node is not None and isinstance(node.value, list) else []

    def entries(self, key: str | None = None) -> "dict[str, Node]":
        """The entries of a mapping (under a key); none where there is no mapping."""
        node = self if key is None else self.get(key)
        return node.value if node is not None and isinstance(node.value, dict) else {}

    def plain(self) -> Any:
        """The value without places; models in place of what was made one already."""
        if self.model is not None:
            return self.model
        if isinstance(self.value, list):
            return [member.plain() for member in self.value]
        if isinstance(self.value, dict):
            return {key: member.plain() for key, member in self.value.items()}
        return self.value


class Source:
    """One file being read, with those that it includes; collects their problems."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.within = ""  # the included file that is being read
        self.problems: list[Problem] = []
        self._hushed: frozenset[str] = frozenset()

    @contextmanager
    def hushed(self, codes: Iterable[str]) -> Iterator[None]:
        """Meanwhile problems of these codes are not told: they only follow from one that was."""
        self._hushed = frozenset(codes)
        yield
        self._hushed = frozenset()

    def tell(self, mark: Mark, code: str, **params: object) -> None:
        """Notes a problem at a place."""
        if code in self._hushed:
            return
        file = mark.file or self.within or self.file
        self.problems.append(Problem(file, mark.line, mark.column, code, params))

    def read_included(self, file: str, data: bytes) -> Node | None:
        """As `read`, of a file beside the first one; its places carry its name."""
        self.within = file
        try:
            return self.read(data)
        finally:
            self.within = ""

    def read(self, data: bytes) -> Node | None:
        """The tree of a file's bytes; None where it has none. Never raises; problems are noted."""
        text = self._decoded(data)
        if text is None:
            return None
        reader = _Reader(self, yaml.parse(text, Loader=_LOADER))
        try:
            return reader.document()
        except _TooDeep:
            return None
        except yaml.MarkedYAMLError as error:
            slip = slip_of(text, error, reader.quoted)
            self.tell(Mark(slip.line, slip.column), slip.code)
        except yaml.YAMLError:
            self.tell(Mark(1, 1), "yaml_broken")
        return None

    def _decoded(self, data: bytes) -> str | None:
        if len(data) > LARGEST:
            self.tell(Mark(1, 1), "file_too_big", most=LARGEST // 1024 // 1024)
            return None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = data[: error.start].decode("utf-8", "replace")
            self.tell(_mark_in(before, len(before)), "not_utf8")
            return None
        unseen = [(found.start(), found[0]) for found in _UNSEEN.finditer(text)]
        for start, character in unseen:
            self.tell(_mark_in(text, start), "unseen_character", character=f"U+{ord(character):04X}")
        return None if unseen else text


class _TooDeep(Exception):
    """Reading stops; it was told."""


class _Reader:
    """Turns events into nodes, without recursion deeper than DEEPEST."""

    def __init__(self, source: Source, events: Iterator[yaml.Event]) -> None:
        self.source = source
        self.events = events
        self.file = source.within
        self.quoted: yaml.ScalarEvent | None = None  # the last one that goes over several lines

    def document(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents == 2:
                    self.source.tell(self._mark(event), "second_document")
            elif isinstance(event, yaml.NodeEvent):
                node = self._node(event, 1)
                root = node if root is None else root
        if root is None or root.value is None:
            self.source.tell(Mark(1, 1), "part_empty" if self.file else "file_empty")
            return None
        return root

    def _node(self, event: yaml.Event, depth: int) -> Node:
        node = Node(None, self._mark(event))
        if isinstance(event, yaml.AliasEvent):
            self.source.tell(node.mark, "alias_refused")
            node.broken = True
        elif isinstance(event, yaml.ScalarEvent):
            node.value = self._scalar(event)
        elif depth > DEEPEST:
            self.source.tell(node.mark, "too_deep", most=DEEPEST)
            raise _TooDeep  # the parser's own time grows with the square of the depth
        elif isinstance(event, yaml.SequenceStartEvent):
            node.value = list(self._list(depth))
        elif isinstance(event, yaml.MappingStartEvent):
            self._mapping(node, depth)
        self._refuse_marks(event, node.mark)
        return node

    def _refuse_marks(self, event: yaml.Event, mark: Mark) -> None:
        if isinstance(event, yaml.AliasEvent):
            return
        if getattr(event, "anchor", None) is not None:
            self.source.tell(mark, "anchor_refused")
        if getattr(event, "tag", None) is not None:
            self.source.tell(mark, "tag_refused")

    def _list(self, depth: int) -> Iterator[Node]:
        for event in self.events:
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self._node(event, depth + 1)

    def _mapping(self, node: Node, depth: int) -> None:
        node.value = {}
        dash_missing = False
        for event in self.events:
            if isinstance(event, yaml.MappingEndEvent):
                return
            mark = self._mark(event)
            key = self._key(event, mark, depth)
            told = next(self.events)
            if _is_cut_text(event, told):  # `{ja: 3,000}` is 3 and a key 000
                self.source.tell(mark, "yaml_ruby" if "|" in str(key) else "yaml_comma_in_text", word=key)
                node.broken = True
                continue
            value = self._node(told, depth + 1)
            if key is None:
                continue  # told already
            if key in node.value:
                if not dash_missing:
                    code = "dash_missing" if key == "id" else "key_twice"
                    self.source.tell(mark, code, word=key, line=node.keys[key].line)
                dash_missing |= key == "id"  # the next one began without its dash: the rest only follows
            else:
                node.value[key] = value
                node.keys[key] = mark

    def _key(self, event: yaml.Event, mark: Mark, depth: int) -> str | None:
        if isinstance(event, yaml.ScalarEvent) and event.value:
            self._refuse_marks(event, mark)
            return event.value
        self.source.tell(mark, "key_not_text")
        if not isinstance(event, yaml.ScalarEvent):
            self._node(event, depth + 1)
        return None

    def _scalar(self, event: yaml.ScalarEvent) -> str | int | bool | None:
        first, last = event.start_mark, event.end_mark
        if event.style in ("'", '"') and first and last and first.line != last.line:
            self.quoted = event
        if event.style:  # quoted or a block
            return str(event.value)
        if _STRAY_QUOTE.match(event.value):
            self.source.tell(self._mark(event), "quote_form")
        return _plain(event.value)

    def _mark(self, event: yaml.Event) -> Mark:
        mark = event.start_mark
        return Mark(mark.line + 1, mark.column + 1, self.file) if mark else Mark(1, 1, self.file)


def _is_cut_text(key: yaml.Event, value: yaml.Event) -> bool:
    """A key without its colon, as only braces have it: the rest of a text in which a comma stands."""
    if not isinstance(key, yaml.ScalarEvent) or not isinstance(value, yaml.ScalarEvent):
        return False
    ended, began = key.end_mark, value.start_mark
    nothing = value.value == "" and not value.style
    return nothing and ended is not None and began is not None and began.index == ended.index


def _plain(text: str) -> str | int | bool | None:
    if text in ("true", "false"):
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    return text or None


def _mark_in(text: str, index: int) -> Mark:
    before = text[:index]
    return Mark(before.count("\n") + 1, index - before.rfind("\n"))
