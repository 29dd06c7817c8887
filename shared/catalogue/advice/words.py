"""Texts that are missing in a language, and easy Japanese that is not easy.

Source: 出入国在留管理庁・文化庁「在留支援のためのやさしい日本語ガイドライン」 (short sentences, few kanji, readings).
"""

import re
from collections.abc import Iterator
from typing import get_args

from shared.catalogue.conditions import COMPARISONS
from shared.catalogue.declared import Declared
from shared.catalogue.model import Frozen
from shared.catalogue.procedure import Procedure
from shared.catalogue.source import Node, Source
from shared.catalogue.texts import Text
from shared.language import wording

MOST_KANJI = 13  # in a sentence
MOST_CHARACTERS = 45  # in a sentence, blanks between words not counted
FOR_STAFF_OR_LAW = frozenset({"for_staff", "formal_title", "example", "register_mark"})
LANGUAGES = ("easy", "en")
_KANJI = re.compile(r"[々〇㐀-鿿豈-﫿\U00020000-\U0003ffff]")
_READ = re.compile(r"\{[^{}|]+\|[^{}|]+\}")


def advise(source: Source, root: Node) -> None:
    """Tells of every text for citizens that lacks a language, a reading, or is too hard."""
    keys = _text_keys()
    for key, node in _texts(root, keys):
        for written in node.members() or [node]:
            _advise_text(source, key, written)


def _advise_text(source: Source, key: str, node: Node) -> None:
    missing = [one for one in LANGUAGES if node.text(one) is None]
    if missing:
        source.tell(node.mark, "advice_language", word=key, languages=", ".join(missing))
    easy = node.get("easy")
    if easy is None or not isinstance(easy.value, str):
        return
    if _KANJI.search(_READ.sub("", easy.value)):
        source.tell(easy.mark, "advice_reading")
    for sentence in re.split("[。？]", wording.without_ruby(easy.value)):
        if len(_KANJI.findall(sentence)) > MOST_KANJI:
            source.tell(easy.mark, "advice_kanji", most=MOST_KANJI, sentence=sentence.strip())
        elif len(re.sub(r"\s", "", sentence)) > MOST_CHARACTERS:
            source.tell(easy.mark, "advice_long", most=MOST_CHARACTERS, sentence=sentence.strip())


def _texts(node: Node, keys: frozenset[str]) -> Iterator[tuple[str, Node]]:
    if node.get("question") is not None and not node.entries().keys().isdisjoint(COMPARISONS):
        return  # a condition: its `after:` is a day
    for key, inner in node.entries().items():
        if key in FOR_STAFF_OR_LAW:
            continue  # `words:` of a procedure, a list, are for the search; those of an extra fee are a text
        if key in keys and _is_text(inner):
            yield key, inner
        elif key in keys - {"words"} and inner.members() and all(map(_is_text, inner.members())):
            yield from ((key, member) for member in inner.members())
        else:
            yield from _texts(inner, keys)
    for member in node.members():
        yield from _texts(member, keys)


def _is_text(node: Node) -> bool:
    versions = node.members()
    plain = isinstance(node.value, str | int) and not isinstance(node.value, bool)
    return plain or node.get("ja") is not None or (bool(versions) and all(one.get("ja") for one in versions))


def _text_keys() -> frozenset[str]:
    """The keys whose values are texts, as the models have them."""
    found: set[str] = set()
    seen: set[type] = set()

    def look(model: type[Frozen]) -> None:
        seen.add(model)
        for name, field in model.model_fields.items():
            for part in _parts(field.annotation):
                if part is Text:
                    found.add(field.alias or name)
                elif isinstance(part, type) and issubclass(part, Frozen) and part not in seen:
                    look(part)

    look(Declared)
    look(Procedure)
    return frozenset(found - FOR_STAFF_OR_LAW)


def _parts(annotation: object) -> Iterator[object]:
    inner = get_args(annotation)
    if not inner:
        yield annotation
    for one in inner:
        yield from _parts(one)
