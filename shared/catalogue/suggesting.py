"""もらい忘れゼロ: from what was answered in one procedure, what else this person can have, and the days of the year.

Pure: nothing is read, kept or told to anybody. Whoever asks has the citizen's consent first.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from shared.catalogue.catalogue import Catalogue
from shared.catalogue.conditions import Answers, holds
from shared.catalogue.following import Suggestion, YearlyDate
from shared.catalogue.guides.filed import procedures_by, procedures_possible
from shared.catalogue.guides.guide import Filed, Guide
from shared.catalogue.procedure import Procedure
from shared.language import open_days


@dataclass(frozen=True)
class Suggested:
    """A procedure as asked on that day, and why."""

    procedure: Procedure
    suggestion: Suggestion

    @property
    def from_home(self) -> bool:
        """True where it can at least be begun on the portal."""
        return self.procedure.channels.online != "none"


@dataclass(frozen=True)
class DayOfYear:
    """One coming day or period, in Japan. `until` is an open day; equal to `begins` for one day."""

    yearly: YearlyDate
    begins: date
    until: date


@dataclass(frozen=True)
class Following:
    """What follows, suggestions in the catalogue's order, days by their day."""

    suggested: tuple[Suggested, ...] = ()
    days: tuple[DayOfYear, ...] = ()

    def only(self, procedures: Collection[str], days: Collection[str]) -> "Following":
        """Those of these ids."""
        return Following(
            tuple(one for one in self.suggested if one.procedure.id in procedures),
            tuple(one for one in self.days if one.yearly.id in days),
        )


def following(catalogue: Catalogue, procedure_id: str, answers: Answers, day: date) -> Following:
    """What follows from the answers of a procedure that was filed on `day` (in Japan).

    Nothing from a sensitive procedure, nor from one that is no longer offered.
    """
    filed = _filed(catalogue, procedure_id)
    if filed is None:
        return Following()
    own = [one for one in filed.suggests if holds(one.ask_if, answers)]
    by_guides = [
        Suggestion(procedure=name, why=told.why)
        for guide, told in _guides_of(catalogue, filed)
        for name in procedures_by(guide, told, answers, day)
    ]
    days = [one for one in filed.yearly if holds(one.ask_if, answers)]
    return _following(catalogue, filed, [*own, *by_guides], days, day)


def everything(catalogue: Catalogue, procedure_id: str, day: date) -> Following:
    """All that can follow from a procedure, whatever was answered."""
    filed = _filed(catalogue, procedure_id)
    if filed is None:
        return Following()
    by_guides = [
        Suggestion(procedure=name, why=told.why)
        for guide, told in _guides_of(catalogue, filed)
        for name in sorted(procedures_possible(guide, told))
    ]
    return _following(catalogue, filed, [*filed.suggests, *by_guides], filed.yearly, day)


def _filed(catalogue: Catalogue, procedure_id: str) -> Procedure | None:
    found = next((one for one in catalogue.procedures if one.id == procedure_id), None)
    return None if found is None or found.sensitive else found


def _guides_of(catalogue: Catalogue, filed: Procedure) -> list[tuple[Guide, Filed]]:
    return [(guide, told) for guide in catalogue.guides for told in guide.filed if told.procedure == filed.id]


def _following(
    catalogue: Catalogue, filed: Procedure, found: Sequence[Suggestion], yearly: Sequence[YearlyDate], day: date
) -> Following:
    """Each procedure once, as its first suggestion says; never the one that was filed, nor a sensitive one."""
    suggested: dict[str, Suggested] = {}
    for one in found:
        procedure = catalogue.procedure(one.procedure)
        if procedure.id != filed.id and not procedure.sensitive and one.procedure not in suggested:
            suggested[one.procedure] = Suggested(procedure.on(day), one)
    days = sorted((_next(one, day) for one in yearly), key=lambda one: (one.begins, one.until))
    return Following(tuple(suggested.values()), tuple(days))


def joined(several: Sequence[Following], filed: Collection[str]) -> Following:
    """What follows from several procedures that were filed together, each once; none of those that were filed."""
    suggested: dict[str, Suggested] = {}
    days: dict[str, DayOfYear] = {}
    for part in several:
        for one in part.suggested:
            suggested.setdefault(one.procedure.id, one)
        for day in part.days:
            days.setdefault(day.yearly.id, day)
    return Following(
        tuple(one for name, one in suggested.items() if name not in filed),
        tuple(sorted(days.values(), key=lambda one: (one.begins, one.until))),
    )


def _next(yearly: YearlyDate, day: date) -> DayOfYear:
    """Its next time that begins after `day`: who has just filed need not file again this time.

    A last day on which the office is closed gives way to the next open day (民法142条).
    """
    year = day.year if yearly.first_day(day.year) > day else day.year + 1
    begins, until = yearly.first_day(year), open_days.next_open_day(yearly.last_day(year))
    return DayOfYear(yearly, begins if yearly.ends else until, until)
