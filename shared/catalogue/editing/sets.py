"""What shared sets are called by people who never see their ids: by the last screen or question that they hold."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from shared.catalogue.editing.texts import languages_of
from shared.catalogue.editing.versions import newest
from shared.catalogue.editing.written import Value, Written
from shared.errors import ValueRefused

_SETS = {"step_sets": "title", "question_sets": "label"}  # where they are declared → what names their members


def last_words_of_sets(texts: Iterable[str]) -> Mapping[str, str]:
    """Id of each set → the Japanese words of its last member; without sets whose words can't be found."""
    found: dict[str, str] = {}
    for text in texts:
        found |= _in_one(text)
    return found


@lru_cache(maxsize=64)
def _in_one(text: str) -> Mapping[str, str]:
    """Of one file; nothing of one that a person has to put right first."""
    if not any(f"\n{key}:" in text or text.startswith(f"{key}:") for key in _SETS):
        return {}
    try:
        written = Written(text)
    except ValueRefused:
        return {}
    found = {}
    for declared, named_by in _SETS.items():
        sets = written.get(written.root, declared)
        for name, _, members in written.entries(sets) if sets is not None else ():
            words = _last(written, members, named_by)
            if words:
                found[name] = words
    return found


def _last(written: Written, members: Value, named_by: str) -> str:
    listed = written.members(members)
    value = written.get(listed[-1], named_by) if listed else None
    return languages_of(written, newest(written, value)).get("ja", "") if value is not None else ""
