"""What a receipt says of the way a case came: that paper is typed later, who is told, and by what right one acts."""

from shared.casework.paper.facts import paper_facts
from shared.casework.rights import mandate_in, read_back_at, told_in
from shared.language.dates import show_time
from shared.language.wording import say
from shared.printing.content import Words
from shared.records.envelope import Body
from shared.records.shapes import JsonObject


def notes_of(body: Body) -> tuple[Words, ...]:
    """The notes of the receipt, in Japanese and in the citizen's language."""
    return (*_paper_notes(body), *_agreement_notes(body))


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


def agreed_words(consent: JsonObject) -> list[str]:
    """What was agreed, for staff: how, who is told and how, the mandate."""
    return [say(key) for key in _agreed(consent)]


def told_words(consent: JsonObject) -> list[str]:
    """Only who is told, and how."""
    return [say(key) for key in _agreed(consent) if key.startswith("agreement.told_")]


def _agreement_notes(body: Body) -> tuple[Words, ...]:
    notes = [said(key, body.language) for key in _agreed(body.consent)]
    read_at = read_back_at(body)
    if read_at is not None:
        notes.append(said("agreement.read_back_touched", body.language, time=show_time(read_at)))
    return tuple(notes)


def _agreed(consent: JsonObject) -> list[str]:
    keys = []
    how = consent.get("how")
    if consent.get("purpose") and how in ("aloud", "touch", "paper", "letter"):
        keys.append(f"agreement.how_{how}")
    keys += [f"agreement.told_{one.get('who')}_{one.get('by')}" for one in told_in(consent)]
    kept = mandate_in(consent)
    if kept is not None:
        keys.append(f"agreement.mandate_{kept.get('letter')}")
    return keys
