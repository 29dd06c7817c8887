"""ためし: the band on every page of a rehearsal says that nothing is filed and which day is shown, and switches it."""

from collections.abc import Callable
from datetime import date
from html import escape
from pathlib import Path
from typing import Final, Protocol

from markupsafe import Markup

from shared.casework.rehearsal import BACK, Rehearsal
from shared.catalogue import moving
from shared.catalogue.catalogue import Catalogue
from shared.language.dates import show_date
from shared.language.wording import say
from shared.screens.parts import tongue
from shared.screens.server import LOOK
from shared.settings import Settings

SHEET: Final = (Path(LOOK) / "practice.css").read_text(encoding="utf-8")
_MOST = 3  # days that are offered beside the field
_bands: dict[Path, "Band"] = {}


class Tried(Protocol):
    """A side whose catalogue is tried out."""

    @property
    def settings(self) -> Settings: ...
    def catalogue(self) -> Catalogue: ...


class Band:
    """The band of one door."""

    def __init__(self, rehearsal: Rehearsal, catalogue: Callable[[], Catalogue]) -> None:
        self._rehearsal = rehearsal
        self._catalogue = catalogue
        self._known: tuple[Catalogue, tuple[date, ...]] | None = None

    def html(self, here: str) -> Markup:
        """The band of the page at this address. Whoever rehearses is of the office: it speaks Japanese."""
        t, day = tongue("ja"), self._rehearsal.day
        shown = t("rehearsal.day", day=show_date(day.isoformat(), "ja"))
        days = "".join(self._to(one, here) for one in self._days() if one != day)
        turns = f"<p>{t('rehearsal.turns')}</p>{days}" if days else ""
        field = (
            f'<label for="mg-rehearsed-day">{t("rehearsal.other")}</label>'
            f'<input id="mg-rehearsed-day" name="day" type="date" required value="{day.isoformat()}"'
            f' min="{self._rehearsal.first.isoformat()}" max="{self._rehearsal.last.isoformat()}">'
            f'<button type="submit">{t("rehearsal.show")}</button>'
        )
        return Markup(
            f'<div class="mg-practice" role="note" lang="ja"><p>{t("rehearsal.band")}</p>'
            f"<details><summary>{shown}<span>{t('rehearsal.turn')}</span></summary>"
            f"<div>{_form(field, here)}{turns}</div></details></div>"
        )

    def styled(self, here: str) -> str:
        """With its sheet, for a page that Streamlit draws."""
        return f"<style>{SHEET}</style>{self.html(here)}"

    def _days(self) -> tuple[date, ...]:
        """Looked for once in each version of the catalogue: its files may be edited while it is tried out."""
        catalogue, known = self._catalogue(), self._known
        if known is None or known[0] is not catalogue:
            known = (catalogue, days_of(catalogue, self._rehearsal))
            self._known = known
        return known[1]

    def _to(self, day: date, here: str) -> str:
        words = escape(say("rehearsal.to", day=show_date(day.isoformat(), "ja")))
        return _form(
            f'<input type="hidden" name="day" value="{day.isoformat()}"><button type="submit">{words}</button>', here
        )


def band_of(side: Tried) -> Band | None:
    """The band of this side's pages; None in every house that is no rehearsal."""
    folder = side.settings.rehearsal
    if folder is None:
        return None
    if folder not in _bands:
        _bands[folder] = Band(Rehearsal(folder), side.catalogue)
    return _bands[folder]


def days_of(catalogue: Catalogue, rehearsal: Rehearsal) -> tuple[date, ...]:
    """The day on which it was opened, and the next ones on which something of the catalogue changes."""
    opened = rehearsal.first + BACK
    turns = {day for one in catalogue.procedures for day in moving.turns_of(one)}
    coming = sorted(day for day in turns if opened < day <= rehearsal.last)
    return (opened, *coming[:_MOST])


def _form(inside: str, here: str) -> str:
    back = f'<input type="hidden" name="next" value="{escape(here)}">'
    return f'<form method="post" action="/rehearsal/day">{back}{inside}</form>'
