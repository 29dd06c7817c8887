"""Facts taken over from an earlier case: about the person, the household, the account. Code and fact open it.

What was special to the earlier case is not offered, nor what belongs to the act itself: who came instead, consent,
what staff checked, a My Number, files.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from shared.casework.applying import asking, draft_of, question_of, save
from shared.casework.cases import Case, case_by_code, unlock
from shared.casework.persons import AGENT_PREFIX
from shared.casework.sides import Side
from shared.catalogue.journey import flag_path
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.kinds import Question
from shared.errors import ActionNotAllowed, AnswersRefused, CannotOpen, ValueRefused

_PERSON = ("name", "alias", "kana", "birth_date", "postal", "address", "building", "phone", "email")
_HOUSEHOLD = ("repeat",)
_BANK = ("bank_name", "bank_branch", "bank_number", "bank_kana")
_NEVER = ("my_number", "file", "consent", "staff", "yes_no")


@dataclass(frozen=True, repr=False)
class Offered:
    """One fact: the question of the new case, its answer as it would be kept, and in words for people."""

    question: str
    stored: JsonValue
    lines: tuple[tuple[str, str], ...]  # label with ruby marks, value
    flags: tuple[str, ...] = ()


def earlier_case(side: Side, code: str, fact: str) -> Case:
    """The earlier case with its inside open. One that was not sent has none, and does not open.

    Raises CodeSlip, CannotOpen, ValueRefused, FactWrong, FactBlocked, KeepingError.
    """
    case = case_by_code(side, code)
    if not case.sent:
        raise CannotOpen("cannot_open")
    return unlock(side, case, fact)


def offered(case: Case, earlier: Case, language: str = "ja") -> tuple[Offered, ...]:
    """What of the earlier case this one asks as well, where its answer still holds; in the order of this one."""
    if earlier.inside is None:
        raise ActionNotAllowed("action_not_allowed", action="carry", status=str(earlier.status))
    known = {
        q.shared: (q.kind, earlier.inside.answers[q.id])
        for q in earlier.procedure.questions()
        if q.shared and q.id in earlier.inside.answers
    }
    found = [_offer(case, question, known, language) for question in _facts(case.procedure)]
    return tuple(one for one in found if one is not None)


def known_in(procedure: Procedure, earlier: Case) -> frozenset[str]:
    """The questions of a procedure that an opened earlier case answers, as `offered` would."""
    known = {(q.shared, q.kind) for q in earlier.procedure.questions() if q.shared and q.id in earlier.answers}
    return frozenset(one.id for one in _facts(procedure) if (one.shared, one.kind) in known)


def take_over(side: Side, case: Case, earlier: Case, chosen: Collection[str]) -> Case:
    """The chosen facts become answers of this case; the rest stays as it is. Raises FolderChanged, KeepingError."""
    draft = draft_of(case)
    taken = [one for one in offered(case, earlier) if one.question in chosen]
    names = {one.question for one in taken}
    others = tuple(flag for flag in draft.flags if question_of(flag) not in names)
    flags = tuple(flag_path(one.question, flag) for one in taken for flag in one.flags)
    answers = {**draft.answers, **{one.question: one.stored for one in taken}}
    return save(side, case, replace(draft, answers=answers, flags=others + flags))


def _facts(procedure: Procedure) -> list[Question]:
    """The questions that ask for something lasting about the person, the household or the account."""
    asked = [(question, step) for step in procedure.steps for question in step.questions if question.shared]
    lasting = {_set(q) for q, _ in asked if q.kind in (*_PERSON, *_HOUSEHOLD, *_BANK)}
    return [
        question
        for question, step in asked
        if _set(question) in lasting
        and question.kind not in _NEVER
        and not (question.staff_only or step.staff_only or question.id.startswith(AGENT_PREFIX))
    ]


def _set(question: Question) -> str:
    return str(question.shared).partition(".")[0]


def _offer(case: Case, question: Question, known: Mapping[str, tuple[str, JsonValue]], language: str) -> Offered | None:
    kind, value = known.get(str(question.shared), ("", None))
    if kind != question.kind:
        return None
    try:
        parsed = question.accept(value, asking(case))
    except (ValueRefused, AnswersRefused):
        return None  # the rules have changed since: it is asked anew
    if parsed is None:
        return None
    return Offered(question.id, parsed.stored, tuple(question.shown_lines(parsed.stored, language)), parsed.flags)
