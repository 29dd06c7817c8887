"""Under what a case is found in its section, and what tells that the same was sent twice."""

from shared.casework.paper.facts import sheet_terms
from shared.casework.workplace import Workplace
from shared.records.envelope import Body
from shared.records.vault import Term, person_terms

SAME = "same"


def person_tokens(office: Workplace, section: str, body: Body) -> dict[bytes, str]:
    """{token: field} of applicant, agent and messenger."""
    people = [p for p in (body.applicant, body.agent, body.messenger) if p]
    return office.vault.tokens(section, [term for person in people for term in person_terms(person)])


def same_tokens(office: Workplace, section: str, body: Body) -> dict[bytes, str]:
    """{token: field}: same procedure, name and birth date, or the same sheet of paper. Empty where nothing tells."""
    sheet = office.vault.tokens(section, sheet_terms(body))
    person = body.applicant
    if not person.name or not (person.birth or person.phone):
        return sheet
    whole = [term for term in person_terms(person) if term[0] in ("name", "birth" if person.birth else "phone")]
    said = "|".join(f"{field}:{key}" for field, key in whole)
    terms: list[Term] = [(SAME, f"{body.procedure.id}|{said}")]
    return {**office.vault.tokens(section, terms), **sheet}


def all_tokens(office: Workplace, section: str, body: Body) -> dict[bytes, str]:
    """Both together, for a record that moves or was corrected."""
    return {**person_tokens(office, section, body), **same_tokens(office, section, body)}
