"""What differs between two catalogues, as a clerk would say it: where, and from what to what.

Compared is what stands in the files, so that a change of a shared set is told once and not for each procedure.
"""

import re
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
_PERIOD = ("from", "until")
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
    if _is_versions(new) or _is_versions(old):
        yield from _versions(_as_versions(old), _as_versions(new), place)
    elif _is_text(old) and _is_text(new):
        yield from _texts(old, new, place)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in [*new, *(key for key in old if key not in new)]:
            yield from _entry(old, new, key, (*place, key))
    elif isinstance(old, list) and isinstance(new, list):
        yield from _lists(old, new, place)
    else:
        yield Change("changed", place, said(old), said(new))


def _versions(old: list[Any], new: list[Any], place: tuple[str, ...]) -> Iterator[Change]:
    """What holds from which day: a version that is new is told by what it changes in the one before it."""
    before = {_begins(version): version for version in old}
    former: Any = None
    for version in new:
        begins = _begins(version)
        earlier = before.get(begins, former)
        here = (*place, wording.say("catalogue.diff_from", day=begins)) if begins else place
        if earlier is None:
            yield Change("added", here, after=said(_without_period(version)))
        else:
            yield from _between(_without_period(earlier), _without_period(version), here)
        former = version
    kept = {_begins(version) for version in new}
    for begins, version in before.items():
        if begins not in kept:
            here = (*place, wording.say("catalogue.diff_from", day=begins)) if begins else place
            yield Change("removed", here, before=said(_without_period(version)))
    yield from _last_day(old, new, place)


def _last_day(old: list[Any], new: list[Any], place: tuple[str, ...]) -> Iterator[Change]:
    """Of the newest version; the others end where the next one begins."""
    one, other = (version[-1].get("until") if isinstance(version[-1], Mapping) else None for version in (old, new))
    if one != other:
        kind: Kind = "changed" if one and other else "added" if other else "removed"
        yield Change(kind, (*place, "until"), one and str(one), other and str(other))


def _is_versions(value: Any) -> bool:
    """Whether these are versions of one thing: a list without names whose members say from or until when they hold."""
    dated = isinstance(value, list) and any(isinstance(one, Mapping) and one.keys() & {*_PERIOD} for one in value)
    return dated and not any(one.keys() & {*_NAMES} for one in value if isinstance(one, Mapping))


def _as_versions(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list) else [value]


def _begins(version: Any) -> str:
    return str(version.get("from", "")) if isinstance(version, Mapping) else ""


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
    return {key: part for key, part in value.items() if key not in _PERIOD} if isinstance(value, Mapping) else value


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


def in_words(changes: Sequence[Change]) -> list[str]:
    """One line for each change, those of one procedure under its name."""
    lines: list[str] = []
    under: tuple[str, ...] = ()
    for change in changes:
        head, rest = change.place[:2], change.place[2:]
        whole = not rest
        if not whole and head != under:
            lines.append(_place(head))
            under = head
        place = _place(head if whole else rest)
        line = wording.say(
            f"catalogue.diff_{change.kind}", place=place, before=change.before or "", after=change.after or ""
        )
        lines.append(line if whole else f"  {line}")
    return lines


def _place(parts: tuple[str, ...]) -> str:
    return wording.say("catalogue.diff_to").join(_key(part) for part in parts)


def _key(part: str) -> str:
    """A key of the format in a word, else as it is explained in the editor up to the first stop; a name as it is."""
    for room in ("short", "keys"):
        try:
            return re.split("[。：（:]", wording.say(f"catalogue.{room}.{part}"))[0]
        except KeyError:
            continue
    return part
