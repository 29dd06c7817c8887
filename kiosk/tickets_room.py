"""番号札: the room where numbers are given and called. One press for the next visitor; nothing of a person is shown."""

from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from kiosk.frame import draw_sheet, draw_top
from kiosk.tickets_booked import draw_booked
from kiosk.tickets_giving import draw_giving, issue_by_code
from kiosk.tickets_hand_on import draw_hand_on
from kiosk.tickets_printing import draw_printing
from kiosk.visit import Visit
from kiosk.words_of_trouble import words_of
from shared.casework.tickets import desk
from shared.catalogue.waiting import Line
from shared.errors import MadoguchiError
from shared.language.dates import show_time
from shared.language.wording import say
from shared.records.store.tickets import Turn
from shared.screens.components.scanner import scanned
from shared.screens.fragments import note
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, link_button, paragraph, section, tongue
from shared.screens.presses import whole

SHEET: Final = Path(__file__).with_name("tickets.css").read_text(encoding="utf-8")
FAILED: Final = "tickets_failed"
SAID: Final = "tickets_said"
ANSWERED: Final = "tickets_answered"  # the last press that did something for a turn: (which, the turn on the screen)
AFRESH: Final = 10  # seconds until the counts are looked at again


def draw_tickets(visit: Visit, counter: str) -> None:
    """The room; `counter` is the number on the desk, from the address, and is one of the clerk's lines or nothing."""
    draw_sheet("desk", "ja")
    st.html(f"<style>{SHEET}</style>")
    draw_top(visit, "tickets")
    t, lines = tongue("ja"), desk.lines_of(visit.clerk)
    mine = [line for line in lines if counter in line.counters]
    code = scanned("scan_ticket")
    if code:
        attempt(lambda: issue_by_code(visit, code))
    left, right = st.columns([1.9, 1], gap="large")
    with left:
        st.html(head(heading(t("tickets.title"))) + _counters_html(visit, lines, counter if mine else ""))
        ticket = st.container()
        if mine:
            _calling(visit, counter, [line.id for line in mine])
            draw_booked(visit, [line.id for line in mine])
        elif said_html():
            st.html(said_html())
    with right:
        draw_giving(visit, attempt)
        st.html(link_button("/board", t("tickets.board")))
    with ticket:  # last: what takes seconds holds back nothing else of the page
        draw_printing(visit)
    lead_focus(f"tickets/{counter}")


def attempt(deed: Callable[[], str], pressed: object = None) -> None:
    """Does it; what it says, or what stood in its way, is shown on top. `pressed`: what was on the screen; the same
    once more is an impatient second press: what the first one said stands.
    """
    if pressed is not None and st.session_state.get(ANSWERED) == pressed:
        return
    st.session_state.pop(FAILED, None)
    st.session_state.pop(SAID, None)
    try:
        with whole():
            st.session_state[SAID] = deed()
            st.session_state[ANSWERED] = pressed
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure


def said_html() -> str:
    """What came of the last press."""
    failure, said = st.session_state.get(FAILED), st.session_state.get(SAID)
    if isinstance(failure, MadoguchiError):
        return note(f"<p><b>{escape(words_of(failure))}</b></p>", "wait", "warn", role="alert")
    return note(f"<p><b>{escape(said)}</b></p>", "good", "ok", role="status") if said else ""


@st.fragment(run_every=AFRESH)
def _calling(visit: Visit, counter: str, line_ids: list[str]) -> None:
    """Who is called and who waits; looked at afresh by itself, because others give numbers, too."""
    said = said_html()
    if said:
        st.html(said)
    current = desk.current(visit.clerk)
    with st.container(key="panel_call"):
        if current:
            _draw_current(visit, current[0])
        else:
            _draw_next(visit, counter, line_ids)
    if current:
        draw_hand_on(visit, current[0], attempt)
    _draw_resting(visit, counter, line_ids, free=not current)


def _draw_next(visit: Visit, counter: str, line_ids: list[str]) -> None:
    waiting = desk.number_waiting(visit.clerk, line_ids)
    lines = visit.catalogue.waiting
    counts = [say("tickets.waiting", line=lines.line(one).title.say("ja"), count=n) for one, n in waiting.items()]
    t = tongue("ja")
    said = " ・ ".join(counts) if any(waiting.values()) else say("tickets.nobody")
    st.html(f"<h2>{t('tickets.waiting_title')}</h2>{paragraph(escape(said))}")
    st.button(
        say("tickets.call_next"),
        key="ticket_next",
        type="primary",
        width="stretch",
        on_click=attempt,
        args=(lambda: _call(visit, counter, line_ids),),
    )


def _call(visit: Visit, counter: str, line_ids: list[str]) -> str:
    return "" if desk.call_next(visit.clerk, counter, line_ids) else say("tickets.nobody")


def _draw_current(visit: Visit, turn: Turn) -> None:
    t = tongue("ja")
    title = visit.catalogue.waiting.line(turn.line).title.html("ja")
    times = [say("tickets.since", time=show_time(turn.called_at))] if turn.called_at else []
    if turn.booked_for:
        times.append(say("tickets.booked_for", time=show_time(turn.booked_for)))
    case = link_button(f"/?case={turn.reference}", t("tickets.open_case"), "main") if turn.reference else ""
    st.html(
        f"<h2>{t('tickets.now')}</h2><p class='kio-ticket mg-num'>{escape(turn.label)}</p>"
        f"{paragraph(title)}{paragraph(escape('　'.join(times)), 'small')}{case}"
    )
    deeds: tuple[tuple[str, Callable[[], object]], ...] = (
        ("finish", lambda: desk.finish(visit.clerk, turn)),
        ("again", lambda: desk.call_again(visit.clerk, turn)),
        ("hold", lambda: desk.hold(visit.clerk, turn)),
        ("absent", lambda: desk.absent(visit.clerk, turn)),
    )
    with st.container(horizontal=True, gap="small"):
        for name, deed in deeds:
            _button(f"tickets.{name}", f"ticket_{name}", turn, deed, main=name == "finish")


def _button(words: str, key: str, turn: Turn, deed: Callable[[], object], main: bool = False) -> None:
    st.button(
        say(words),
        key=f"{key}_{turn.token}",
        type="primary" if main else "secondary",
        on_click=attempt,
        args=(lambda: _silent(deed), (key, turn)),
    )


def _silent(deed: Callable[[], object]) -> str:
    """What is seen at once needs no words."""
    deed()
    return ""


def _draw_resting(visit: Visit, counter: str, line_ids: list[str], free: bool) -> None:
    resting = desk.resting(visit.clerk, line_ids)
    if not resting:
        return
    st.html(section(tongue("ja")("tickets.resting_title")))
    for turn in resting:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"rest_{turn.token}"):
            words = say(f"tickets.resting_{turn.state}")
            st.html(f"<p><b class='mg-num'>{escape(turn.label)}</b> {escape(words)}</p>", width="stretch")
            if turn.state == "absent":
                _button("tickets.came", "came", turn, _returns(visit, turn))
            elif free:
                _button("tickets.came", "came", turn, _goes_on(visit, turn, counter))


def _returns(visit: Visit, turn: Turn) -> Callable[[], object]:
    return lambda: desk.came_back(visit.clerk, turn)


def _goes_on(visit: Visit, turn: Turn, counter: str) -> Callable[[], object]:
    return lambda: desk.go_on(visit.clerk, turn, counter)


def _counters_html(visit: Visit, lines: list[Line], chosen: str) -> str:
    t = tongue("ja")
    if not lines:
        return note(paragraph(t("tickets.no_lines")))
    numbers = list(dict.fromkeys(number for line in lines for number in line.counters))
    kept = {"printer": visit.query["printer"]} if visit.query.get("printer") else {}
    links = "".join(_counter_link(number, kept, number == chosen) for number in numbers)
    ask = "" if chosen else note(paragraph(t("tickets.choose_counter")), "wait", "pin")
    label = t("tickets.counters")
    return f'<nav class="kio-kana" aria-label="{label}"><span>{label}</span>{links}</nav>{ask}'


def _counter_link(number: str, kept: dict[str, str], chosen: bool) -> str:
    current = ' aria-current="true"' if chosen else ""
    address = f"/?{urlencode({'tickets': number, **kept})}"
    return f'<a class="mg-tool" href="{escape(address)}"{current}>{escape(number)}</a>'
