"""What a receipt says of the way a case came: who took the paper in, who will be told, what was agreed."""

from shared.casework.paper.facts import paper_facts
from shared.language.wording import say
from shared.printing.content import Words
from shared.records.envelope import Body


def notes_of(body: Body) -> tuple[Words, ...]:
    """The notes of the receipt, in Japanese and in the citizen's language."""
    return _paper_notes(body)


def said(key: str, language: str, **values: object) -> Words:
    """Our own words, Japanese and beside it the second language."""
    japanese = say(key, "ja", **values)
    second = say(key, language, **values) if language in ("easy", "en") else ""
    return Words(japanese, "" if second == japanese else second)


def _paper_notes(body: Body) -> tuple[Words, ...]:
    paper = paper_facts(body)
    if paper is None or not paper.awaited:
        return ()
    return (said("paper.receipt_typed_later", body.language),)
