"""The lines of one procedure in a file: what somebody who never saw YAML edits."""

from dataclasses import dataclass

from shared.catalogue.editing.written import Value, Written
from shared.errors import ValueRefused


@dataclass(frozen=True)
class Block:
    """A procedure as it is written: its lines, and where they are in the file (`line` counts from 1)."""

    procedure: str
    text: str
    line: int


def procedures_in(text: str) -> list[str]:
    """Ids of the procedures of a file, in order; none where it cannot be read."""
    try:
        written = Written(text)
    except ValueRefused:
        return []
    return [name for one in _listed(written) if (name := written.word(one, "id"))]


def blocks_in(text: str) -> list[Block]:
    """Every procedure of a file, read once; none where it cannot be read."""
    try:
        written = Written(text)
    except ValueRefused:
        return []
    found = []
    for one in _listed(written):
        name, start = written.word(one, "id"), written.line_start(one.start)
        if name and not one.in_line:
            found.append(Block(name, text[start : written.line_end(one.end)], written.line(start)))
    return found


def block_of(text: str, procedure: str) -> Block:
    """Its lines, with the comments above it that belong to it. Raises ValueRefused("proposal_not_here")."""
    written = Written(text)
    start, end = _span(written, procedure)
    return Block(procedure, text[start:end], written.line(start))


def with_block(text: str, procedure: str, block: str) -> str:
    """The file with other lines for that procedure. Raises ValueRefused as `block_of`."""
    start, end = _span(Written(text), procedure)
    return text[:start] + block.rstrip("\n") + "\n" + text[end:]


def _span(written: Written, procedure: str) -> tuple[int, int]:
    """From its `- id:` to the line before the next one: comments between two belong to the one below."""
    found = _listed(written)
    places = [written.line_start(one.start) for one in found]
    for number, one in enumerate(found):
        if written.word(one, "id") == procedure and not one.in_line:
            return places[number], written.line_end(one.end)
    raise ValueRefused("proposal_not_here", name=procedure)


def _listed(written: Written) -> list[Value]:
    return written.members(written.get(written.root, "procedures"))
