"""Small pieces of a page as HTML: progress, saved line, chips, banners, codes, what happened and what comes.

Every function returns a string for `st.html`. Parameters named `*_html`, and what is `Markup`, are HTML already (from
`say_html` or `Text.html`); every other text is escaped here, so that what a person typed is shown as it was typed.
A word always stands beside an icon or a colour (LOOK.md §3, §6).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Literal

from markupsafe import Markup
from pydantic import JsonValue

from shared.catalogue.papers import may_need
from shared.catalogue.procedure import Procedure
from shared.language import clock
from shared.language.dates import show_instant_html
from shared.language.wording import say, say_markup
from shared.records.code import show_code
from shared.records.reference import show_reference
from shared.screens.parts import as_html, hidden, icon, tongue, woven

FEW = 9  # 「ひとつ」 to 「ここのつ」: more are counted as pages

Mood = Literal["", "go", "wait", "good", "bad"]


def chip(words_html: str, mood: Mood = "", icon_name: str = "") -> str:
    """A status: icon and word. `mood` is the colour: go 処理中, wait 待ち, good 完了, bad 却下."""
    return f'<span class="mg-chip {mood}">{icon(icon_name) if icon_name else ""}<span>{words_html}</span></span>'


def note(body_html: str, mood: Mood = "", icon_name: str = "info", role: str = "") -> str:
    """A banner on soft ground. Lake says "know", `wait` (sunset) says "do", `good` (pine) says "done"."""
    spoken = f' role="{escape(role)}"' if role else ""
    return f'<div class="mg-note {mood}"{spoken}>{icon(icon_name)}<div>{body_html}</div></div>'


def note_with_title(title_html: str, body_html: str, mood: Mood = "", icon_name: str = "info") -> str:
    """A banner whose first line is bold."""
    return note(f"<p><b>{title_html}</b><br>{body_html}</p>", mood, icon_name)


def waterline(index: int, count: int, minutes: int, language: str) -> str:
    """Where in the questions one is: `index` from 1 of `count`; `minutes` is what the whole takes (0: unsaid)."""
    t = tongue(language)
    part = round(100 * (index - 0.5) / count)
    left = math.ceil(minutes * (count - index + 1) / count)
    place = t("screens.progress_place_many" if count > FEW else "screens.progress_place", index=index, count=count)
    rest = t("screens.progress_left", minutes=left) if minutes else ""
    return (
        f'<div class="mg-water" style="--p:{part}%"><p class="t"><b>{place}</b><span>{rest}</span></p>'
        '<p class="l" aria-hidden="true"><i></i><b></b></p></div>'
    )


def bring_html(procedure: Procedure, answers: Mapping[str, JsonValue]) -> list[str]:
    """What may have to be brought, for staff, as far as the answers say; who has to stands behind it in brackets."""
    return [
        f"{one.title.html('ja')}（{one.when.html('ja')}）" if one.when else one.title.html("ja")
        for one in may_need(procedure, answers)
    ]


def when_words(instant: datetime, language: str) -> Markup:
    """「きょう 14:32」 for today in Japan, else the day and the time."""
    there = clock.in_japan(instant)
    if there.date() == clock.today():
        return say_markup("screens.today_at", language, time=f"{there:%H:%M}")
    return show_instant_html(instant, language)


def saved_line(saved_at: datetime | None, language: str, refused: bool = False) -> str:
    """What is kept and that the office has nothing yet; on every screen until the case is sent."""
    t = tongue(language)
    if refused:
        kept = t("screens.kept_as_typed")
    elif saved_at is None:
        kept = t("screens.saves_each_step")
    else:
        kept = t("screens.saved_at", when=when_words(saved_at, language))
    return (
        f'<p class="mg-saved"><span class="ok">{icon("save")}<span>{kept}</span></span>'
        f"<span>{icon('mail')}<b>{t('screens.not_sent_yet')}</b></span></p>"
    )


@dataclass(frozen=True)
class Slip:
    """One thing to put right: the widget to go to (its key), the question's label, and what to write."""

    key: str
    label: str
    message: str


def error_summary(slips: Sequence[Slip], language: str) -> str:
    """The box at the top. Focus moves here; each line leads to its field."""
    title = tongue(language)("screens.errors_title", count=len(slips))
    lines = "".join(f'<li><a href="#{escape(slip.key)}">{_in_summary(slip, language)}</a></li>' for slip in slips)
    return (
        '<section class="mg-errs" id="errors" role="alert" tabindex="-1" aria-labelledby="errors-title">'
        f'<h2 id="errors-title">{icon("warn")}<span>{title}</span></h2><ul>{lines}</ul></section>'
    )


def _in_summary(slip: Slip, language: str) -> str:
    if not slip.label:
        return as_html(slip.message)
    return woven("screens.error_line", language, label=as_html(slip.label), message=as_html(slip.message))


def field_error(message: str, key: str) -> str:
    """The same words at the field; the field names this line as its description."""
    return f'<p class="mg-ferr" id="error-{escape(key)}">{icon("warn")}<span>{as_html(message)}</span></p>'


def field_flag(message: str) -> str:
    """Something to look at again; it may well be right as it is."""
    return f'<p class="mg-flag" role="status">{icon("eye")}<span>{as_html(message)}</span></p>'


def reference_number(reference: str) -> str:
    """受付番号 in groups of three."""
    return f'<span class="mg-code">{escape(show_reference(reference))}</span>'


def code_groups(code: str) -> str:
    """The code in four groups."""
    groups = "".join(f"<i>{escape(group)}</i>" for group in show_code(code).split("-"))
    return f'<p class="mg-code">{groups}</p>'


@dataclass(frozen=True)
class Moment:
    """One line of what happened and what comes. `state` is done, now or later."""

    title_html: str
    when_html: str = ""
    state: Literal["done", "now", "later"] = "later"


def moments(line: Sequence[Moment], language: str) -> str:
    """What happened and what comes next, from top to bottom."""
    return f'<ol class="mg-steps">{"".join(_moment(moment, language) for moment in line)}</ol>'


def _moment(moment: Moment, language: str) -> str:
    dot = f'<span class="dot" aria-hidden="true">{icon("check") if moment.state == "done" else ""}</span>'
    current = ' aria-current="step"' if moment.state == "now" else ""
    when = f'<span class="when">{moment.when_html}</span>' if moment.when_html else ""
    spoken = hidden(say(f"screens.moment_{moment.state}", language))
    return f'<li class="{moment.state}"{current}>{dot}{spoken}<b>{moment.title_html}</b>{when}</li>'


@dataclass(frozen=True)
class Way:
    """One line of a list of places to go to."""

    href: str
    title_html: str
    hint_html: str = ""


def ways(lines: Sequence[Way]) -> str:
    """A list of links, one under the other, between hairlines."""
    return f'<ul class="mg-lines">{"".join(_way(way) for way in lines)}</ul>'


def _way(way: Way) -> str:
    hint = f"<small>{way.hint_html}</small>" if way.hint_html else ""
    return (
        f'<li><a class="go" href="{escape(way.href)}"><span><b>{way.title_html}</b>{hint}</span>{icon("go")}</a></li>'
    )


def back_link(href: str, language: str) -> str:
    """ひとつ前にもどる."""
    words = tongue(language)("screens.back")
    return f'<p class="mg-back"><a href="{escape(href)}">{icon("back")}<span>{words}</span></a></p>'
