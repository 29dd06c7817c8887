"""What the record says of a card that was shown: how, when, by which provider, whose, and which answers are from it.

Never the issuer's name for the person: a digest under the case's own root stands for it, so two cases of one person
have nothing in common, and nobody without the case can try names.
"""

import hmac

from pydantic import JsonValue

from shared.casework.id_card.prefill import from_card
from shared.casework.id_card.shown import BasicFacts, ShownCard
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.question import Asking
from shared.language.characters import search_key
from shared.records.derivation import hk
from shared.records.person import Person
from shared.records.shapes import JsonObject

METHOD = "card_sign_in"
APPLICANT, AGENT, SOMEBODY_ELSE = "applicant", "agent", "other"


def subject_digest(root: bytes, issuer: str, subject: str) -> str:
    """What stands for the person in this case, and in no other. Hex."""
    return hmac.digest(hk(root, "id-card-subject"), f"{issuer}\0{subject}".encode(), "sha256").hex()


def whose(facts: BasicFacts, applicant: Person, agent: Person | None) -> str:
    """Whose card it is, by name and day of birth."""
    if agent is not None and _same(facts, agent):
        return AGENT
    return APPLICANT if _same(facts, applicant) else SOMEBODY_ELSE


def identity_of(
    card: ShownCard, procedure: Procedure, answers: JsonObject, asking: Asking, persons: tuple[Person, Person | None]
) -> JsonObject:
    """What the envelope and the record keep."""
    same, other = from_card(procedure, answers, card.facts, asking)
    return {
        "method": METHOD,
        "provider": card.provider,
        "at": card.at.isoformat(timespec="seconds"),
        "subject": card.subject,
        "whose": whose(card.facts, *persons),
        "from_card": _listed(same),
        "typed": _listed(other),
    }


def _listed(ids: list[str]) -> list[JsonValue]:
    return [*ids]


def _same(facts: BasicFacts, person: Person) -> bool:
    """A family of characters counts as one (髙, 高), blanks as none: people do not type as registers write."""
    written = _key(f"{person.family}{person.given}")
    return bool(written) and written == _key(facts.name) and bool(person.birth) and person.birth == facts.birth


def _key(name: str) -> str:
    return "".join(search_key(name).split())
