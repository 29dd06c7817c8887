"""同意と委任: who helps, for what, who is told and how; and by what right an agent acts.

Agreed by a touch, a signature on paper, aloud, or by a letter of their own. Of an agent: the mandate (seen, scanned,
or why there is none), the relationship, and, where a My Number is involved, the three checks (番号法16条:
代理権・代理人の身元・本人の番号). Stored with the case, printed on the receipt, hashed into the trail.
"""

from dataclasses import dataclass
from typing import Literal, get_args

from shared.casework import applying
from shared.casework.cases import Case
from shared.casework.counter import Clerk, consent
from shared.casework.paper.arrival import tidied, with_scans
from shared.casework.paper.facts import LETTER
from shared.errors import ReasonMissing, ValueRefused
from shared.records.shapes import JsonObject, to_plain

How = Literal["touch", "paper", "aloud", "own_paper", "letter"]
Told = Literal["print", "code", "phone", "post", "email"]
Seen = Literal["seen", "scanned", "none"]
Why = Literal["household", "legal", "ward", "other"]  # why no letter of authorisation is needed

HELP = ("type_for_me", "staff_see", "not_finished")
LONGEST = 200  # characters of a reason, a relationship
BY_AGENT, RELATION = "by_agent", "agent_relation"  # question sets of agents


@dataclass(frozen=True)
class Telling:
    """Who is told of the case, and how. `who`: "applicant" or "agent"."""

    who: Literal["applicant", "agent"]
    by: Told


@dataclass(frozen=True)
class NumberChecks:
    """番号法16条, of an agent: the right to act, the agent's identity, the principal's number."""

    right: bool = False
    agent: bool = False
    number: bool = False

    @property
    def complete(self) -> bool:
        """All three were made."""
        return self.right and self.agent and self.number


@dataclass(frozen=True)
class Mandate:
    """By what right the agent acts. `why` where there is no letter; `note` says it in words where it is "other"."""

    letter: Seen
    relationship: str
    why: Why | Literal[""] = ""
    note: str = ""
    numbers: NumberChecks | None = None


@dataclass(frozen=True)
class Agreement:
    """What was agreed before somebody helped."""

    how: How
    purpose: str
    told: tuple[Telling, ...] = (Telling("applicant", "print"),)
    agreed: tuple[str, ...] = HELP
    mandate: Mandate | None = None


def telling(by: Told, *, here: bool, agent: bool) -> tuple[Telling, ...]:
    """Whoever is here gets the sheet now; the applicant is told later `by` the way that they chose."""
    now = (Telling("agent" if agent else "applicant", "print"),) if here else ()
    return (*now, Telling("applicant", by))


def agreed(clerk: Clerk, agreement: Agreement) -> JsonObject:
    """The consent as it is kept with the case: who helps, for what, what was agreed, how, when; who is told.

    Raises ValueRefused and ReasonMissing for what says nothing.
    """
    check(agreement)
    kept = consent(clerk, agreement.how, agreement.agreed)
    kept |= {"purpose": agreement.purpose, "told": [to_plain(one) for one in agreement.told]}
    if agreement.mandate is not None:
        kept["mandate"] = {**to_plain(agreement.mandate), "checker": clerk.actor.name}
    return kept


def check(agreement: Agreement) -> None:
    """Raises ValueRefused (agreement_how, mandate_relationship, too_long), ReasonMissing (mandate_why)."""
    if agreement.how not in get_args(How) or not agreement.told:
        raise ValueRefused("agreement_how")
    mandate = agreement.mandate
    if mandate is None:
        return
    if not mandate.relationship.strip():
        raise ValueRefused("mandate_relationship")
    if max(len(mandate.relationship), len(mandate.note)) > LONGEST:
        raise ValueRefused("too_long", most=LONGEST)
    unsaid = mandate.letter == "none" and (not mandate.why or (mandate.why == "other" and not mandate.note.strip()))
    if unsaid:
        raise ReasonMissing("mandate_why")


def carried(clerk: Clerk, case: Case, related: str, scan: tuple[str, bytes] | None = None) -> Case:
    """The case with what the screen of consent knows already, so that it is not asked again: that an agent is here,
    how they are related (a value of the procedure's own question); and with the scanned letter, which goes with the
    case whatever is answered. What is not asked, or not asked yet, is left out. Raises FileRefused, FolderChanged.
    """
    if scan is not None:
        case = with_scans(clerk, case, tidied([scan]), LETTER)
    asked = {question.id for question in case.procedure.questions()}
    raw = {key: value for key, value in {BY_AGENT: "yes", RELATION: related}.items() if key in asked and value}
    return applying.answer_some(clerk.office, case, raw, applying.hand_of(case.channel)) if raw else case
