"""A form that was printed from another version of its procedure: what is asked now and does not stand on it.

The QR of a form holds the beginning of the digest of the procedure as it was asked. The versions that the catalogue
itself holds (`from`, `until`) are known by it; one from before an edit of the file is only known to be another one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.moving import turns_of
from shared.catalogue.procedure import Procedure, asked_hash
from shared.catalogue.texts import Text

MARK_BYTES = 4


@dataclass(frozen=True)
class OlderForm:
    """`until`: the last day of its version, None where that is not known; `missing`: labels of what is asked now."""

    until: date | None = None
    missing: tuple[Text, ...] = ()


def older_form(catalogue: Catalogue, procedure_id: str, made: str, day: date) -> OlderForm | None:
    """What to look at on a form with this mark (hex); None where it is as it is asked on `day`, or is none of ours."""
    try:
        procedure, mark = catalogue.procedure(procedure_id), bytes.fromhex(made)
    except (KeyError, ValueError):
        return None
    if len(mark) != MARK_BYTES or _mark(procedure, day) == mark:
        return None
    last = next((one for one in _last_days(procedure) if _mark(procedure, one) == mark), None)
    if last is None:
        return OlderForm()
    there = {question for question, _ in _on_paper(procedure.on(last))}
    return OlderForm(last, tuple(label for question, label in _on_paper(procedure.on(day)) if question not in there))


def _mark(procedure: Procedure, day: date) -> bytes:
    return asked_hash(procedure.as_asked(day))[:MARK_BYTES]


def _last_days(procedure: Procedure) -> list[date]:
    """The last day of each version but the newest, the latest first."""
    return sorted((day - timedelta(days=1) for day in turns_of(procedure)), reverse=True)


def _on_paper(procedure: Procedure) -> Iterator[tuple[str, Text]]:
    """Questions that a form has, with their labels; children of groups by their path."""
    for step in procedure.steps:
        if step.staff_only:
            continue
        for question in step.questions:
            if question.staff_only:
                continue
            yield question.id, question.label
            for child in getattr(question, "questions", ()):
                yield f"{question.id}.{child.id}", child.label
