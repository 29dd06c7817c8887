"""The table of what follows from which answer, and a catalogue for mistakes in guides that is quickly read."""

import re
from pathlib import Path
from typing import Any

import yaml

from .samples import SHIPPED

GUIDES = SHIPPED.parent / "procedures" / "guides.yaml"
TABLE: dict[str, Any] = yaml.load(
    (Path(__file__).parent / "guide_facts.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
KEPT = {"city", "sections", "categories", "life_events", "documents"}
STUB = """  - id: {id}
    title: {{ja: {id}, easy: {id}, en: {id}}}
    kana: てつづき
    summary: 手続です。
    who: だれでも
    kind: notification
    section: shiminka
    category: juminhyo-koseki
    documents: [{{use: honnin-kakunin}}, {{use: ininjo, when: 代わりの人が来るとき}}]
    fee: {{amount: 0}}
    standard_days: {{days: 1}}
    channels: {{online: full, counter: true, paper: true, post: true}}
    fact: {{kind: own_word}}
    retention_years: 5
    minutes: 5
{deadline}    steps: [{{id: one, title: 日, questions: [{{id: the_day, kind: date, label: 日}}]}}]
"""
DEADLINE = "    deadline: {{text: 期限, days: {days}, count: {count}, from_question: the_day}}\n"


def quickly_written(folder: Path, before: str, after: str) -> Path:
    """A file that is quickly read: every procedure a small one; in the guides one text is replaced."""
    guides = GUIDES.read_text(encoding="utf-8")
    guides = re.sub(r"^    filed:\n(?: {6}.*\n)+", "", guides, flags=re.M)  # looks at questions that no small one has
    assert before in guides
    kept = {key: part for key, part in _parts(SHIPPED.read_text(encoding="utf-8")) if key in KEPT}
    stubs = "".join(_stub(name) for name in _named())
    return _put(folder, f"{''.join(kept.values())}procedures:\n{stubs}", guides.replace(before, after, 1))


def _parts(text: str) -> list[tuple[str, str]]:
    """What stands under each key of a file, with the key."""
    found = re.split(r"^(?=[a-z_]+:)", text, flags=re.M)
    return [(part.partition(":")[0], part) for part in found]


def _put(folder: Path, text: str, guides: str) -> Path:
    declared = {one["id"] for one in yaml.load(text, yaml.BaseLoader)["documents"]}
    documents = "".join(f"  - {{id: {name}, title: {name}}}\n" for name in _brought() if name not in declared)
    whole = text.replace("\ndocuments:\n", f"\ndocuments:\n{documents}", 1)
    path = folder / "town.yaml"
    path.write_text(whole + guides, encoding="utf-8")
    return path


def _stub(name: str) -> str:
    rule = TABLE["deadlines"].get(name)
    deadline = DEADLINE.format(days=rule[0], count=rule[1]) if rule else ""
    return STUB.format(id=name, deadline=deadline)


def _named() -> list[str]:
    guides = TABLE["guides"].values()
    names = [name for guide in guides for name in guide["always"]]
    return list(dict.fromkeys(names + [name for guide in guides for rule in guide["rules"] for name in rule[1]]))


def _brought() -> list[str]:
    rules = [rule for guide in TABLE["guides"].values() for rule in guide["rules"]]
    return list(dict.fromkeys(name for rule in rules for name in rule[2]))
