"""Fields for days: date and birth date by era, month, and a day on which the office works."""

from datetime import date, timedelta
from typing import ClassVar

import streamlit as st
from pydantic import JsonValue

from shared.catalogue.limits import limit_day
from shared.catalogue.questions.dates import OpenDayQuestion
from shared.catalogue.questions.question import QuestionBase
from shared.language import clock, open_days
from shared.language.dates import show_date
from shared.language.wording import say, say_bracketed, say_html
from shared.screens.fields.field import Attributes, Field, keep_typed

ERAS = ("reiwa", "heisei", "showa", "taisho", "meiji", "western")
_FIRST_DAYS = (
    ("reiwa", date(2019, 5, 1)),
    ("heisei", date(1989, 1, 8)),
    ("showa", date(1926, 12, 25)),
    ("taisho", date(1912, 7, 30)),
    ("meiji", date(1868, 1, 25)),
)
_OFFERED = 40  # open days to choose from: eight weeks


def era_parts(stored: str, western: bool) -> tuple[str, str, str, str]:
    """(era, year, month, day) of a kept date; parts that are unknown are empty."""
    year, month, day = (*stored.split("-"), "", "")[:3]
    if western or not year.isdigit():
        return "western", year, month.lstrip("0"), day.lstrip("0")
    # Where month or day are unknown, the last day that it can have been decides the era.
    end = date(int(year), int(month or 12), 28 if not day else int(day))
    era, first = next(((e, f) for e, f in _FIRST_DAYS if f <= end), ("western", date(1, 1, 1)))
    return era, str(int(year) - first.year + 1), month.lstrip("0"), day.lstrip("0")


class DateField(Field[QuestionBase]):
    """年号 and 年 月 日 in one row."""

    kinds: ClassVar[tuple[str, ...]] = ("date", "birth_date")
    parts: ClassVar[tuple[str, ...]] = ("year", "month", "day")

    def part_key(self, part: str) -> str:
        """The key of one of the widgets."""
        return f"{self.key}_{part}"

    @property
    def focus_key(self) -> str:
        return self.part_key("year")

    @property
    def western_first(self) -> bool:
        return self.language == "en"

    def fill(self, stored: JsonValue) -> None:
        era, *values = self._kept(stored)
        keep_typed(self.part_key("era"), era)
        for part, value in zip(("year", "month", "day"), values, strict=True):
            if part in self.parts:
                keep_typed(self.part_key(part), value)

    def draw(self) -> None:
        with st.container(key=f"row_{self.key}"):
            columns = st.columns([3.2, *[2] * len(self.parts)])
            with columns[0]:
                self._draw_era()
            for part, column in zip(self.parts, columns[1:], strict=True):
                with column:
                    self._small_label(part)
                    st.text_input(
                        f"{self.label} {say(f'screens.date_{part}', self.language)}",
                        key=self.part_key(part),
                        label_visibility="collapsed",
                        autocomplete="off",
                        on_change=self.at_once(),
                    )

    def raw(self) -> object:
        typed = {part: str(st.session_state.get(self.part_key(part), "")).strip() for part in self.parts}
        if not any(typed.values()):
            return ""
        era = st.session_state.get(self.part_key("era"))
        return self._written(era, typed)

    def attributes(self) -> Attributes:
        return {self.part_key(part): {"inputmode": "numeric"} for part in self.parts}

    def _draw_era(self) -> None:
        self._small_label("era")
        eras = ("western", *ERAS[:-1]) if self.western_first else ERAS
        st.selectbox(
            f"{self.label} {say('screens.date_era', self.language)}",
            eras,
            key=self.part_key("era"),
            index=None,
            format_func=lambda era: say(f"screens.era_{era}", self.language),
            placeholder=say("screens.era_choose", self.language),
            label_visibility="collapsed",
            on_change=self.at_once(),
        )

    def _small_label(self, part: str) -> None:
        st.html(f'<span class="mg-part" aria-hidden="true">{say_html(f"screens.date_{part}", self.language)}</span>')

    def _kept(self, stored: JsonValue) -> tuple[str | None, str, str, str]:
        if isinstance(stored, str) and stored:
            return era_parts(stored, self.western_first)
        # A birth may lie in any era; other days lie near today.
        usual = None if self.question.kind == "birth_date" else "reiwa"
        return ("western" if self.western_first else usual), "", "", ""

    def _written(self, era: str | None, typed: dict[str, str]) -> str:
        """As one would write it: 令和8年11月9日, 2026年11月9日; what is empty is left out."""
        marks = {"year": "年", "month": "月", "day": "日"}
        written = "".join(f"{value}{marks[part]}" for part, value in typed.items() if value)
        return written if era in (None, "western") else say(f"screens.era_{era}", "ja") + written


class MonthField(DateField):
    """年号, 年 and 月."""

    kinds: ClassVar[tuple[str, ...]] = ("month",)
    parts: ClassVar[tuple[str, ...]] = ("year", "month")


class OpenDayField(Field[OpenDayQuestion]):
    """A day on which the office works, chosen from the next ones."""

    kinds: ClassVar[tuple[str, ...]] = ("open_day",)

    def fill(self, stored: JsonValue) -> None:
        days = self._days()
        keep_typed(self.key, stored if stored in days else None)

    def draw(self) -> None:
        st.selectbox(
            self.spoken_label,
            self._days(),
            key=self.key,
            index=None,
            format_func=self._shown,
            placeholder=say_bracketed("screens.day_choose", self.language),
            label_visibility="collapsed",
            on_change=self.at_once(),
        )

    def raw(self) -> object:
        return st.session_state.get(self.key) or ""

    def _shown(self, day: str) -> str:
        weekday = say(f"screens.weekday_{date.fromisoformat(day).weekday()}", self.language)
        return say("screens.day_with_weekday", self.language, day=show_date(day, self.language), weekday=weekday)

    def _days(self) -> list[str]:
        question, today = self.question, clock.today()
        last = limit_day(question.max, today) if question.max else None
        day, days = question.earliest(today), list[str]()
        while len(days) < _OFFERED and (last is None or day <= last):
            days.append(day.isoformat())
            day = open_days.next_open_day(day + timedelta(days=1))
        return days
