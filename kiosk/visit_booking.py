"""来る日の予約: a day and time for who calls or is here, by staff; what is read aloud, and the sheet."""

from collections.abc import Sequence
from datetime import datetime
from html import escape
from urllib.parse import urlencode

import streamlit as st

from kiosk.door import query_of
from kiosk.printers import draw_printers
from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import counter_visits
from shared.casework.booking import OfferedDay, VisitStanding
from shared.casework.cases import Case
from shared.errors import ActionNotAllowed, KeepingError, MadoguchiError
from shared.language import clock
from shared.language.dates import show_instant
from shared.language.wording import say
from shared.screens.door import Place
from shared.screens.fragments import back_link, bring_html, note
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, icon, in_new_tab, link_button, paragraph, section, tongue
from shared.web.visit_view import NOON, TimeSeen, days_seen, place_html, times_seen

DAYS = "days"  # the value of `visit` in the address that shows all days
_CAME = "visit_came"  # what came of the last press: a key of the words, or an error


def booking_address(case: Case, day: str = DAYS) -> str:
    """Where the days are, or the times of one."""
    return f"/?{urlencode({'case': case.reference, 'visit': day})}"


def booking_link(visit: Visit, case: Case) -> str:
    """The way here, beside a case whose line takes bookings."""
    if case.correcting or not counter_visits.visits_of(visit.office).may_be_booked(case):
        return ""
    return link_button(booking_address(case), tongue("ja")("kiosk.visit.open"), "", "clock")


def draw_booking(visit: Visit, case: Case) -> None:
    """How it stands, then the days, or the times of the day that was chosen."""
    t, asked = tongue("ja"), visit.query.get("visit", "")
    back = booking_address(case) if asked != DAYS else f"/?{urlencode(query_of(case.reference, Place()))}"
    try:
        standing = counter_visits.standing(visit.office, case)
        offer = counter_visits.visits_of(visit.office).offer(standing.line) if standing.line else []
    except KeepingError:
        st.html(head(back_link(back, "ja"), heading(t("kiosk.visit.title")), _note(t("kiosk.visit.away"))))
        return
    day = next((one for one in offer if one.day.isoformat() == asked), None)
    st.html(head(back_link(back, "ja"), _came_html(), heading(t("kiosk.visit.title"))))
    if day is not None:
        _draw_times(visit, case, standing, day)
    else:
        _draw_standing(visit, case, standing)
        st.html(_days_html(case, standing, offer))
    lead_focus(f"{case.reference}/visit/{asked}")


def _draw_standing(visit: Visit, case: Case, standing: VisitStanding) -> None:
    """What is booked: to be read aloud, printed, given back."""
    t, booked = tongue("ja"), standing.visit
    if booked is None:
        return
    when = escape(show_instant(booked.starts_at, "ja"))
    st.html(
        section(
            t(f"kiosk.visit.{standing.state}"),
            note(f'<p class="mg-visit">{when}</p>{_place_html(visit, standing)}', "good", "ok"),
        )
    )
    if standing.state != "missed":
        st.html(_aloud_html(case, booked.starts_at))
        _draw_sheet(visit, case)
        st.button(
            say("kiosk.visit.give_back"),
            key="danger_visit_give_back",
            width="stretch",
            on_click=_give_back,
            args=(visit, case),
        )


def _place_html(visit: Visit, standing: VisitStanding) -> str:
    line = standing.visit.line if standing.visit else standing.line
    assert line is not None
    desks = escape(say("kiosk.visit.counters", counters="・".join(line.counters)))
    return paragraph(f"{place_html(line, visit.catalogue, 'ja')} {line.title.html('ja')}{desks}")


def _aloud_html(case: Case, at: datetime) -> str:
    """The words for the telephone, one after the other."""
    t, when = tongue("ja"), _spoken(at)
    bring = bring_html(case.procedure, case.answers)
    lines = [t("kiosk.visit.aloud_when", when=when), t("kiosk.visit.aloud_code"), t("kiosk.visit.aloud_late")]
    if bring:
        lines.insert(1, t("kiosk.visit.aloud_bring") + "、".join(bring))
    said = "".join(f"<li>{line}</li>" for line in lines)
    return section(t("kiosk.visit.aloud_title"), f'<ul class="mg-plain kio-aloud">{said}</ul>')


def _spoken(at: datetime) -> str:
    """11月24日、火曜日、午前9時30分."""
    here = clock.in_japan(at)
    half = "morning" if here.hour < NOON else "afternoon"
    day = say(
        "kiosk.visit.spoken_day", month=here.month, day=here.day, weekday=say(f"dates.weekday_{here.isoweekday()}")
    )
    minute = say("kiosk.visit.spoken_minute", minute=here.minute) if here.minute else ""
    hour = here.hour if here.hour <= NOON else here.hour - NOON
    return escape(say("kiosk.visit.spoken", day=day, half=say(f"kiosk.visit.{half}"), hour=hour, minute=minute))


def _draw_sheet(visit: Visit, case: Case) -> None:
    """The sheet with the code and the booked time."""
    st.html(section(tongue("ja")("kiosk.visit.sheet_title"), paragraph(tongue("ja")("kiosk.visit.sheet_words"))))
    if visit.office.settings.printers:
        draw_printers(visit, case.reference, "kiosk.end_print_on")
        return
    ways = (("kiosk.visit.sheet_80mm", "?paper=80mm"), ("kiosk.visit.sheet_a4", ""))
    links = (
        in_new_tab(link_button(f"/print/{case.reference}{paper}", tongue("ja")(key), "", "print"))
        for key, paper in ways
    )
    st.html("".join(links))


def _days_html(case: Case, standing: VisitStanding, offer: Sequence[OfferedDay]) -> str:
    t = tongue("ja")
    if standing.line is None:
        return ""
    title = t("kiosk.visit.change_title" if standing.visit and standing.state != "missed" else "kiosk.visit.days_title")
    if not any(day.free for day in offer):
        return section(title, paragraph(t("kiosk.visit.none_free")))
    days = "".join(
        _day_html(case, seen.iso, f"{seen.shown}（{seen.weekday}）", seen.room) for seen in days_seen(offer, "ja")
    )
    minutes = standing.line.booking.minutes if standing.line.booking else 0
    return section(
        title, paragraph(t("kiosk.visit.days_hint", minutes=minutes), "hint") + f'<ul class="kio-days">{days}</ul>'
    )


def _day_html(case: Case, iso: str, shown: str, room: str) -> str:
    words = f"<b>{shown}</b><small>{tongue('ja')(f'kiosk.visit.room_{room}')}</small>"
    if room == "full":
        return f'<li><span class="off">{words}</span></li>'
    return f'<li><a href="{escape(booking_address(case, iso))}">{words}</a></li>'


def _draw_times(visit: Visit, case: Case, standing: VisitStanding, day: OfferedDay) -> None:
    """One press books. Full times stay to be seen."""
    t = tongue("ja")
    seen = times_seen(day, standing.visit.starts_at if standing.visit else None, "ja")
    st.html(f'<p class="mg-visit">{escape(seen.shown)}</p>' + paragraph(t("kiosk.visit.times_hint"), "hint"))
    for half, times in seen.parts:
        st.html(section(t(f"kiosk.visit.{half}"), ""))
        with st.container(key=f"times_{half}", horizontal=True, gap="small"):
            for one in times:
                st.button(
                    _time_words(one),
                    key=f"time_{one.value}",
                    disabled=one.mine or not one.free,
                    on_click=_book,
                    args=(visit, case, one),
                )


def _time_words(one: TimeSeen) -> str:
    if one.mine:
        return f"{one.shown} {say('kiosk.visit.time_mine')}"
    return one.shown if one.free else f"{one.shown} {say('kiosk.visit.time_full')}"


def _book(visit: Visit, case: Case, one: TimeSeen) -> None:
    try:
        counter_visits.book(visit.office, visit.actor, case, datetime.fromisoformat(one.value))
    except MadoguchiError as failure:
        st.session_state[_CAME] = failure
        return
    st.session_state[_CAME] = "booked"
    st.query_params.from_dict({"case": case.reference, "visit": DAYS})


def _give_back(visit: Visit, case: Case) -> None:
    try:
        counter_visits.give_back(visit.office, visit.actor, case)
    except MadoguchiError as failure:
        st.session_state[_CAME] = failure
        return
    st.session_state[_CAME] = "given_back"


def _came_html() -> str:
    came = st.session_state.pop(_CAME, None)
    if isinstance(came, ActionNotAllowed) and came.code in ("slot_taken", "slot_not_offered"):
        return note(paragraph(tongue("ja")(f"errors.{came.code}")), "bad", "warn", role="alert")
    if isinstance(came, MadoguchiError):
        return failure_html(came)
    return note(paragraph(tongue("ja")(f"kiosk.visit.said_{came}")), "good", "ok", role="status") if came else ""


def _note(words: str) -> str:
    return note(f"<p>{icon('clock')} {words}</p>", "wait", "warn")
