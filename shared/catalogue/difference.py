"""What differs between two catalogues, as a clerk would say it: where, and from what to what.

Compared is what stands in the files, so that a change of a shared set is told once and not for each procedure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from shared.catalogue.catalogue import load
from shared.catalogue.inclusion import read_whole
from shared.catalogue.source import Source
from shared.language import wording

Kind = Literal["added", "removed", "changed", "moved"]
_NAMES = ("id", "value", "use", "kind", "question")  # by which members of a list are known again
_LANGUAGES = ("ja", "easy", "en")
_TITLES = ("title", "name", "label", "formal_title")


@dataclass(frozen=True)
class Change:
    """One difference. `place` leads to it: keys of the format, and what members of lists are called.

    `before` and `after` are plain words; None where there was or is nothing.
    """

    kind: Kind
    place: tuple[str, ...]
    before: str | None = None
    after: str | None = None


def differences(old: Path, new: Path) -> list[Change]:
    """From the old file to the new one, in the order of the new. Raises CatalogueError where one has mistakes."""
    return list(_between(_plain(old), _plain(new), ()))


def _plain(path: Path) -> Any:
    load(path)
    root = read_whole(Source(str(path)), path).root
    return root.plain() if root is not None else {}


def _between(old: Any, new: Any, place: tuple[str, ...]) -> Iterator[Change]:
    if old == new:
        return
    if _is_text(old) and _is_text(new):
        yield from _texts(old, new, place)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*new, *(key for key in old if key not in new)]:
            yield from _entry(old, new, key, (*place, key))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(old, new, place)
    else:
        yield Change("changed", place, said(old), said(new))


def _entry(old: Mapping[str, Any], new: Mapping[str, Any], key: str, place: tuple[str, ...]) -> Iterator[Change]:
    if key not in old:
        yield Change("added", place, after=said(new[key]))
    elif key not in new:
        yield Change("removed", place, before=said(old[key]))
    else:
        yield from _between(old[key], new[key], place)


def _lists(old: list[Any], new: list[Any], place: tuple[str, ...]) -> Iterator[Change]:
    before, after = _named(old), _named(new)
    for name, member in after.items():
        here = (*place, _called(member, name))
        if name not in before:
            yield Change("added", here, after=said(member))
        else:
            yield from _between(before[name], member, here)
    for name, member in before.items():
        if name not in after:
            yield Change("removed", (*place, _called(member, name)), before=said(member))
    stayed = [name for name in before if name in after]
    if stayed != [name for name in after if name in before]:
        yield Change("moved", place)


def _named(members: Sequence[Any]) -> dict[str, Any]:
    """The members by what they are known by; plain words by themselves, others by their place."""
    found: dict[str, Any] = {}
    for number, member in enumerate(members, 1):
        name = f"{number}"
        if isinstance(member, Mapping):
            name = next((str(member[key]) for key in _NAMES if isinstance(member.get(key), str | int)), name)
        elif isinstance(member, str | int):
            name = str(member)
        while name in found:
            name += "'"
        found[name] = member
    return found


def _texts(old: Any, new: Any, place: tuple[str, ...]) -> Iterator[Change]:
    before, after = _languages(old), _languages(new)
    for language in _LANGUAGES:
        one, other = before.get(language), after.get(language)
        if one != other:
            here = place if language == "ja" else (*place, language)
            kind: Kind = "changed" if one and other else "added" if other else "removed"
            yield Change(kind, here, one and wording.without_ruby(one), other and wording.without_ruby(other))


def _languages(text: Any) -> dict[str, str]:
    return (
        {key: str(text[key]) for key in _LANGUAGES if key in text} if isinstance(text, Mapping) else {"ja": str(text)}
    )


def _is_text(value: Any) -> bool:
    if isinstance(value, str):
        return True
    return isinstance(value, Mapping) and "ja" in value and not value.keys() - {*_LANGUAGES}


def _called(member: Any, name: str) -> str:
    """What people call a member: its title or label, else its name in the file."""
    if not isinstance(member, Mapping):
        return name
    titles = (member[key] for key in _TITLES if key in member)
    newest = [title[-1] if isinstance(title, list) and title else title for title in titles]
    title = next((one for one in newest if _is_text(_without_period(one))), None)
    return wording.without_ruby(_languages(title)["ja"]) if title is not None else name


def _without_period(value: Any) -> Any:
    """A version of a text as a text."""
    periods = ("from", "until")
    return {key: part for key, part in value.items() if key not in periods} if isinstance(value, Mapping) else value


def said(value: Any) -> str:
    """A value in short plain words: a text in Japanese, a member by its title, a list by its members."""
    if _is_text(value):
        return wording.without_ruby(_languages(value)["ja"])
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "、".join(said(member) for member in value)
    if isinstance(value, Mapping):
        name = _called(value, "")
        return name or ", ".join(f"{key}: {said(inner)}" for key, inner in value.items())
    return str(value)
