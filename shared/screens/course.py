"""The course of a case: which screen the answers lead to, and where one goes from a step. Computed, never stored."""

from shared.casework.cases import Case
from shared.catalogue import journey
from shared.catalogue.procedure import Step
from shared.screens.door import Door, Place


def closing_step(case: Case, hand: str) -> Step | None:
    """The last step when it only asks for consent: it stands on the check page, below what is consented to."""
    steps = journey.asked_steps(case.procedure, case.answers, hand)
    last = steps[-1] if steps else None
    return last if last and all(question.kind == "consent" for question in last.questions) else None


def steps_before_check(case: Case, hand: str) -> list[Step]:
    """The asked steps that have a screen of their own."""
    closing = closing_step(case, hand)
    steps = journey.asked_steps(case.procedure, case.answers, hand)
    return [step for step in steps if closing is None or step.id != closing.id]


def open_step(case: Case, hand: str) -> Step | None:
    """The step to ask now; None when all is answered but what stands on the check page."""
    if case.draft is None:
        return None
    step = journey.next_step(case.procedure, case.draft.answers, hand, case.draft.seen)
    closing = closing_step(case, hand)
    return None if step is None or (closing and closing.id == step.id) else step


def step_at(case: Case, place: Place, hand: str) -> Step | None:
    """The step that a place names where one may already be there, else the open one; None: the check page."""
    left, steps = open_step(case, hand), steps_before_check(case, hand)
    ids = [step.id for step in steps]
    reach = ids.index(left.id) if left is not None and left.id in ids else len(ids) - 1
    if place.step in ids and ids.index(place.step) <= reach:
        return steps[ids.index(place.step)]
    return left


def position(case: Case, step: Step, hand: str) -> tuple[int, int]:
    """(which screen of the questions it is, from 1; how many there are)."""
    ids = [each.id for each in steps_before_check(case, hand)]
    return (ids.index(step.id) + 1 if step.id in ids else 1), max(len(ids), 1)


def place_after(door: Door, case: Case, step: Step) -> Place:
    """Where one goes after this step: on, or back to the check page when one came from there."""
    left = open_step(case, door.hand)
    if door.place().back:
        return Place(step=left.id, back=True) if left else Place(view="check")
    ids = [each.id for each in steps_before_check(case, door.hand)]
    later = ids[ids.index(step.id) + 1 :] if step.id in ids else []
    # What was taken over from an earlier case is answered and was never drawn: it stands on the check page.
    seen = case.draft.seen if case.draft else ()
    shown = [each for each in later if each in seen or (left is not None and each == left.id)]
    following = shown[0] if shown else left.id if left else ""
    return Place(step=following) if following else Place(view="check")


def place_before(door: Door, case: Case, step: Step) -> Place | None:
    """The step before this one, the check page when one came from there, or None at the first."""
    if door.place().back:
        return Place(view="check")
    ids = [each.id for each in steps_before_check(case, door.hand)]
    index = ids.index(step.id) if step.id in ids else 0
    return Place(step=ids[index - 1]) if index else None
