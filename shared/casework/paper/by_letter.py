"""手紙で: somebody wrote, or asks by post. Staff type what the letter says, the rest is left to the pen.

The form goes out half filled in, to be signed (signing.py). What was agreed is the person's own letter, which may be
scanned and then goes with the case. The sheet that comes back was finished by hand, so it arrives like every other
sheet, under the case's own number, and is typed from what was printed on it.
"""

from collections.abc import Mapping

from shared.casework import applying, ways
from shared.casework.cases import Case
from shared.casework.counter import Clerk
from shared.casework.paper.arrival import tidied, with_scans
from shared.casework.paper.facts import REQUEST
from shared.catalogue import journey
from shared.catalogue.procedure import Procedure
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.errors import AnswersRefused

POST = "post"  # the way in of a letter
HAND = "citizen"  # nobody is here whose documents staff could look at


def offered(procedure: Procedure) -> bool:
    """Whether a letter can begin it: it is taken by post, and there is a form to be sent."""
    return ways.offered(procedure, POST) and ways.offered(procedure, "paper")


def is_begun(case: Case) -> bool:
    """Whether this is what a letter began, not yet back. A sheet by post that was sent already is no such case."""
    return case.channel == POST and case.draft is not None and not case.sent


def put_known(clerk: Clerk, case: Case, raw: Mapping[str, object]) -> Case:
    """Keeps what is known, question by question, whatever else is missing. Raises AnswersRefused with all that
    cannot be an answer (nothing is kept), FolderChanged.
    """
    draft = applying.draft_of(case)
    problems = list(journey.unknown_answers(case.procedure, raw))
    for step in case.procedure.steps:
        if not any(question.id in raw for question in step.questions):
            continue
        eased = step.model_copy(update={"questions": tuple(_eased(question) for question in step.questions)})
        try:
            draft = applying.answered(clerk.office, case, draft, eased, raw, HAND)
        except AnswersRefused as refused:
            problems += refused.errors
    if problems:
        raise AnswersRefused(problems)
    return applying.save(clerk.office, case, draft)


def with_letter(clerk: Clerk, case: Case, scan: tuple[str, bytes]) -> Case:
    """The case with the scanned letter. Raises FileRefused, FolderChanged."""
    return with_scans(clerk, case, tidied([scan]), REQUEST)


def _eased(question: Question) -> Question:
    """The question with nothing in it required."""
    changes: dict[str, object] = {"required": False}
    if isinstance(question, GroupQuestion | RepeatQuestion):
        children = question.questions
        changes["questions"] = tuple(child.model_copy(update={"required": False}) for child in children)
    if isinstance(question, RepeatQuestion):
        changes["min_items"] = 0
    return question.model_copy(update=changes)
