"""A case as the status page shows it: words and days, nothing that the code alone may not show."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from markupsafe import Markup

from shared.casework.afterwards import Progress
from shared.casework.cases import Case
from shared.errors import CodeSlip
from shared.language.dates import show_date_html
from shared.language.wording import marked_html, say_markup
from shared.records.reference import tidy_reference
from shared.records.status import Status

_LOOKS: Final = {  # mood and icon of the chip
    Status.ARRIVED: ("", "ring"),
    Status.RECEIVED: ("go", "half"),
    Status.IN_REVIEW: ("go", "half"),
    Status.CORRECTION: ("wait", "pause"),
    Status.APPROVED: ("good", "ok"),
    Status.REJECTED: ("bad", "x"),
    Status.COMPLETED: ("good", "ok"),
    Status.WITHDRAWN: ("", "x"),
}


@dataclass(frozen=True)
class CaseView:
    """For the templates. Of a sensitive procedure only reference, receipt and dates are said."""

    reference: str
    sent: bool
    fact_kind: str
    title: str = ""
    expires: str = ""
    status: str = ""
    mood: str = ""
    icon: str = ""
    waits_for: str = ""
    due: str = ""
    gap: bool = False
    happened: Sequence[tuple[datetime, str]] = ()
    coming: Sequence[str] = ()
    section: str = ""
    counter: str = ""
    telephone: str = ""


def case_view(case: Case, progress: Progress | None, language: str) -> CaseView:
    """`progress` of a sent case, None for one that is still being written."""
    if case.front is None or progress is None:
        title = Markup(case.procedure.title.html(language)) if case.draft else ""
        expires = show_date_html(case.row.expires_on.isoformat(), language)
        return CaseView(case.reference, False, case.row.fact_kind, title, expires)
    front = case.front
    mood, icon = _LOOKS[progress.status]
    return CaseView(
        reference=case.reference,
        sent=True,
        fact_kind=front.fact_kind,
        title="" if front.sensitive else _said(front.title, language),
        status=progress.status.value,
        mood=mood,
        icon=icon,
        waits_for=progress.waits_for,
        due=_day(progress.due_on, language),
        gap=progress.gap,
        happened=[(line.at, say_markup(f"web.line.{line.key}", language)) for line in progress.happened],
        coming=[say_markup(f"web.line.{key}", language) for key in progress.coming],
        section="" if front.sensitive else _said(front.section.name, language),
        counter=front.section.counter,
        telephone=front.section.telephone,
    )


def _said(words: dict[str, str], language: str) -> Markup:
    return marked_html(words.get(language) or words.get("ja", ""), language)


def _day(day: date | None, language: str) -> str:
    return show_date_html(day.isoformat(), language) if day else ""


def case_named(cases: Collection[Case], reference: str) -> Case | None:
    """The case of a reference as people write it."""
    try:
        wanted = tidy_reference(reference)
    except CodeSlip:
        return None
    return next((case for case in cases if case.reference == wanted), None)
