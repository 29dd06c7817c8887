"""`use:` written out: sets in their place, sections and documents in full. Places in the file are kept."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from difflib import get_close_matches

from shared.catalogue.lookup_step import with_lookup
from shared.catalogue.source import Node, Source

_DOCUMENT_KEYS = ("use", "when", "ask_if")


class Expansion:
    """What can be used by name in one file."""

    def __init__(self, source: Source, root: Node) -> None:
        self.source = source
        self.root = root
        self.sections = by_id(root, "sections")
        self.documents = by_id(root, "documents")
        self.option_sets = root.entries("option_sets")
        self.as_shared: dict[tuple[int, bool], Node] = {}
        self.question_sets = {
            name: self._questions(node, in_set=True) for name, node in root.entries("question_sets").items()
        }
        self.step_sets = {name: self._each(node, self._step_in_set) for name, node in root.entries("step_sets").items()}

    def declared(self) -> Node:
        """Everything beside the procedures, its sets written out."""
        entries = {key: value for key, value in self.root.value.items() if key != "procedures"}
        for key, written_out in (("question_sets", self.question_sets), ("step_sets", self.step_sets)):
            if written_out:
                entries[key] = entries[key].but(written_out)
        return self.root.but(entries)

    def procedure(self, node: Node) -> Node:
        """A procedure in full. What is used and not there is told, and left out as broken."""
        if not isinstance(node.value, dict):
            return node
        entries = dict(node.value)
        entries["city"] = self.root.get("city") or _broken(node)
        entries["section_details"] = self._section(node)
        if "documents" in entries:
            entries["documents"] = self._each(entries["documents"], self._document)
        if "steps" in entries:
            entries["steps"] = self._steps(entries["steps"])
        if isinstance(entries.get("fact"), Node):
            entries["fact"] = _fact(entries["fact"])
        return with_lookup(node.but(entries))

    def _section(self, node: Node) -> Node:
        name = node.get("section")
        if name is None:
            return _broken(node)
        return self._used(self.sections, name, "section_unknown") or _broken(node)

    def _steps(self, node: Node) -> Node:
        if not isinstance(node.value, list):
            return node
        written_out: list[Node] = []
        for member in node.value:
            written_out.extend([self._step(member)] if member.get("use") is None else self._step_set(member))
        return node.but(written_out)

    def _step_in_set(self, node: Node) -> Node:
        if node.get("use") is None:
            return self._step(node)
        self.source.tell(node.mark, "use_in_set")
        return _broken(node)

    def _step_set(self, use: Node) -> list[Node]:
        for key in use.value.keys() - {"use", "ask_if"}:
            self.source.tell(use.keys[key], "use_stands_alone", word=key)
        found = self._used(self.step_sets, use.value["use"], "step_set_unknown")
        if found is None:
            return [_broken(use)]
        steps = [replace(step, used_at=use) for step in found.members()]
        condition = use.get("ask_if")
        return steps if condition is None else [_asked_if(step, condition) for step in steps]

    def _step(self, node: Node) -> Node:
        questions = node.get("questions")
        if questions is None or not isinstance(questions.value, list):
            return node
        return node.but({**node.value, "questions": self._questions(questions)})

    def _questions(self, node: Node, in_set: bool = False, in_group: bool = False) -> Node:
        if not isinstance(node.value, list):
            return node
        written_out: list[Node] = []
        for member in node.value:
            if member.get("use") is None:
                written_out.append(self._question(member, in_set))
            elif in_set:
                self.source.tell(member.mark, "use_in_set")
            else:
                written_out.extend(self._set(member, in_group))
        return node.but(written_out)

    def _set(self, use: Node, in_group: bool) -> list[Node]:
        name = use.value["use"]
        for key in use.value.keys() - {"use"}:
            self.source.tell(use.keys[key], "use_stands_alone", word=key)
        found = self._used(self.question_sets, name, "set_unknown")
        if found is None:
            return [_broken(use)]
        if in_group:  # of one item among several: no fact that procedures could share
            return [replace(question, used_at=use) for question in found.members()]
        return [replace(self._shared(question, str(name.value)), used_at=use) for question in found.members()]

    def _shared(self, question: Node, name: str) -> Node:
        """A question of a set. It keeps which fact it asks for: that is asked once in a bundle."""
        if not isinstance(question.value, dict) or "shared" in question.value:
            return question
        wanted = (id(question), question.model is not None)  # the model comes later than the sets of steps
        if wanted not in self.as_shared:
            fact = Node(f"{name}.{question.text('id')}", question.mark)
            made = question.model and question.model.model_copy(update={"shared": fact.value})
            self.as_shared[wanted] = replace(question, value={**question.value, "shared": fact}, model=made)
        return self.as_shared[wanted]

    def _question(self, node: Node, in_set: bool = False) -> Node:
        entries = node.entries()
        changed: dict[str, Node] = {}
        options, children = entries.get("options"), entries.get("questions")
        if options is not None and isinstance(options.value, dict):
            changed["options"] = self._options(options)
        if children is not None and isinstance(children.value, list):
            changed["questions"] = self._questions(children, in_set, in_group=True)
        return node.but({**entries, **changed}) if changed else node

    def _options(self, node: Node) -> Node:
        name = node.get("use")
        if name is None or len(node.value) > 1:
            self.source.tell(node.mark, "options_form")
            return _broken(node)
        return self._used(self.option_sets, name, "option_set_unknown") or _broken(node)

    def _document(self, node: Node) -> Node:
        name = node.get("use")
        if name is None:
            self.source.tell(node.mark, "missing_key", word="use")
            return _broken(node)
        for key in node.value.keys() - set(_DOCUMENT_KEYS):
            self.source.tell(node.keys[key], "unknown_key", word=key, suggestion="use, when, ask_if")
        found = self._used(self.documents, name, "document_unknown")
        if found is None:
            return _broken(node)
        said = {key: found.value[key] for key in ("title", "hint", "held") if key in found.value}
        own = {key: node.value[key] for key in ("when", "ask_if") if key in node.value}
        return node.but({"kind": name, **said, **own})

    def _each(self, node: Node, change: Callable[[Node], Node]) -> Node:
        if not isinstance(node.value, list):
            return node
        changed = [change(member) if isinstance(member.value, dict) else member for member in node.value]
        return node.but(changed)

    def _used(self, known: dict[str, Node], name: Node, code: str) -> Node | None:
        wanted = str(name.value)
        if wanted not in known:
            self.source.tell(name.mark, code, name=wanted, suggestion=close(wanted, known))
        return known.get(wanted)


def by_id(root: Node, key: str) -> dict[str, Node]:
    """The members of a list by their id; the first of each id."""
    found: dict[str, Node] = {}
    for member in root.members(key):
        name = member.text("id")
        if name is not None:
            found.setdefault(name, member)
    return found


def close(wanted: str, known: Iterable[str]) -> str:
    """The known names that look most like the wanted one, else the first few; in one line."""
    names = list(known)
    return ", ".join(get_close_matches(wanted, names, 3, 0.6) or sorted(names)[:5]) or "-"


def _asked_if(step: Node, condition: Node) -> Node:
    """The step under one more condition."""
    own = step.get("ask_if")
    both = condition if own is None else Node({"all_of": Node([condition, own], own.mark)}, own.mark)
    return step.but({**step.entries(), "ask_if": both}) if isinstance(step.value, dict) else step


def _fact(node: Node) -> Node:
    if not isinstance(node.value, dict):
        return node
    kind, question = node.text("kind"), node.text("question")
    return node.but(f"{kind}:{question}" if question else str(kind))


def _broken(node: Node) -> Node:
    return Node(None, node.mark, broken=True)
