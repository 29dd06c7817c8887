"""Cases that were sent from home and what happens to them, as several tests begin."""

from typing import Any

from shared.casework import afterwards, applying, cases, sending
from shared.casework.cases import Case
from shared.records.status import Action

from .town import Town

SAMPLE = "juminhyo-copy/self-by-post"
BIRTH = "1983-04-02"
REASON = "番地をもういちど書いてください"


def sent_and_filed(town: Town, sample: str = SAMPLE) -> Case:
    sent = town.apply(sample)
    town.receive()
    return sent


def asked_back(town: Town, sample: str = SAMPLE) -> Case:
    """A case that the office has asked to be corrected, unlocked at home by the applicant's birth date."""
    sent = sent_and_filed(town, sample)
    town.act(sent.reference, Action.TAKE_UP)
    town.act(sent.reference, Action.ASK_CORRECTION, reason=REASON, questions=("applicant_address",))
    return unlocked(town, sent, str(sent.answers["applicant_birth"]))


def unlocked(town: Town, case: Case, fact: str = BIRTH) -> Case:
    return cases.unlock(town.home, cases.case_by_code(town.home, case.code), fact)


def corrected(town: Town, case: Case, **changes: Any) -> Case:
    """Corrected at home and sent, not yet pulled."""
    draft = afterwards.begin_correction(town.home, case)
    answers = {**draft.answers, **changes}
    return sending.submit(town.home, applying.answer_all(town.home, draft, answers, "citizen"))


def kinds(case: Case) -> list[str]:
    return [card.kind for card in case.cards]
