"""What a receipt says of the way a case came: that paper is typed later, who is told, and by what right one acts."""

from shared.casework.paper.facts import paper_facts
from shared.casework.rights import mandate_of
from shared.language.wording import say
from shared.printing.content import Words
from shared.records.envelope import Body


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


def _agreement_notes(body: Body) -> tuple[Words, ...]:
    notes = []
    told = body.consent.get("told")
    if isinstance(told, list):
        for one in told:
            if isinstance(one, dict):
                notes.append(said(f"agreement.told_{one.get('who')}_{one.get('by')}", body.language))
    mandate = mandate_of(body)
    if mandate is not None:
        notes.append(said(f"agreement.mandate_{mandate.get('letter')}", body.language))
    return tuple(notes)
