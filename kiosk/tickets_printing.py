"""The ticket of a number that was just given: on the counter's printer at once, else by the browser."""

from dataclasses import dataclass, field
from html import escape
from typing import Final

import streamlit as st

from kiosk.printers import KEY, came_html
from kiosk.visit import Visit
from shared.casework import printouts
from shared.casework.printouts import Printout
from shared.errors import MadoguchiError
from shared.language.wording import say
from shared.screens.parts import icon, tongue
from shared.screens.presses import whole

STATE: Final = "tickets_to_hand_over"
PRINTER: Final = "ticket_printer"
MOST: Final = 4  # tickets on the screen that are not out; older numbers are found on the monitor


@dataclass
class _Ticket:
    """`came`: None until it was tried, then what came of it."""

    label: str
    line: str
    came: Printout | MadoguchiError | None = None

    @property
    def done(self) -> bool:
        return isinstance(self.came, Printout) and self.came.done


@dataclass
class _Tickets:
    """The last number's ticket, and those before that are not out.

    `fresh`: printed, and the page not drawn since. `shown`: the page was drawn to its end since a number was given.
    """

    kept: list[_Ticket] = field(default_factory=list)
    fresh: bool = False
    shown: bool = True


def want(label: str, line: str) -> None:
    """A number was given: its ticket is printed when the page is drawn, where a printer is set."""
    state = _state()
    open_ones = [one for one in state.kept if not one.done and one.label != label]
    state.kept = [*open_ones, _Ticket(label, line)][-MOST:]
    state.shown = False


def pressed_while_printing(line: str) -> bool:
    """Whether this is the impatient second press for one visitor: on the same line, and made before the page showed
    the number that the first one gave. A press may end a drawing half-way: nothing is printed then, and nothing shown.
    """
    state = _state()
    return not state.shown and bool(state.kept) and state.kept[-1].line == line


def draw_printing(visit: Visit) -> None:
    """Prints what is wanted, says what came of it, and offers it again."""
    state, printers = _state(), printouts.ticket_printers(visit.office.settings)
    if not printers:
        if state.kept:
            st.html(_link_html(state.kept[-1].label, "main"))
        state.shown = True
        return
    late, state.fresh = state.fresh, False
    wanted = [one for one in state.kept if one.came is None]
    for one in wanted:
        _print(visit, one)
    first_open = next((one for one in state.kept if not one.done), None)
    for one in state.kept:
        if _draw_ticket(visit, one, hot=one is (first_open or state.kept[-1])) and not late:
            _print(visit, one)
            st.rerun()
    if wanted:
        st.rerun()  # what was pressed meanwhile is known by it
    state.shown = True


def chosen_printer(visit: Visit) -> str:
    """The one that the address names, as it names the counter; else the first. Only where there is any."""
    names = [address.name for address in printouts.ticket_printers(visit.office.settings)]
    wanted = visit.query.get("printer", "")
    return wanted if wanted in names else names[0]


def _state() -> _Tickets:
    state = st.session_state.setdefault(STATE, _Tickets())
    assert isinstance(state, _Tickets)
    return state


def _draw_ticket(visit: Visit, ticket: _Ticket, *, hot: bool) -> bool:
    """What came of it, and a button to print it (again). Whether that was pressed."""
    with st.container(key=f"panel_print_{ticket.label}", gap="small"):
        if ticket.done:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.html(came_html(ticket.came), width="stretch")
                return _draw_button(visit, ticket, "tickets.print_again", hot=hot)
        st.html(f"<h2>{escape(say('tickets.not_out', label=ticket.label))}</h2>{came_html(ticket.came)}")
        pressed = _draw_button(visit, ticket, "tickets.print_on", hot=hot)
        st.html(_link_html(ticket.label, "quiet", "tickets.print_browser"))
    return pressed


def _draw_button(visit: Visit, ticket: _Ticket, words: str, *, hot: bool) -> bool:
    return st.button(
        say(words, label=ticket.label, printer=chosen_printer(visit)),
        key=f"ticket_print_{ticket.label}",
        type="secondary" if ticket.done else "primary",
        width="content" if ticket.done else "stretch",
        shortcut=KEY if hot else None,
    )


def draw_choice(visit: Visit) -> None:
    """Which printer this screen's tickets come out of, where there are several."""
    names = [address.name for address in printouts.ticket_printers(visit.office.settings)]
    if len(names) < 2:
        return
    st.radio(
        say("tickets.printer"),
        names,
        index=names.index(chosen_printer(visit)),
        key=PRINTER,
        horizontal=True,
        on_change=_choose,
    )


def _choose() -> None:
    st.query_params["printer"] = str(st.session_state[PRINTER])


def _print(visit: Visit, ticket: _Ticket) -> None:
    """What comes of it is kept at once: a second press must find it."""
    printer = chosen_printer(visit)
    with whole(), st.spinner(say("tickets.printing", label=ticket.label, printer=printer)):
        try:
            ticket.came = printouts.print_ticket(visit.clerk, ticket.label, printer)
        except MadoguchiError as failure:
            ticket.came = failure
        _state().fresh = True


def _link_html(label: str, mood: str, key: str = "tickets.print") -> str:
    words = f"{icon('print')}<span>{tongue('ja')(key)}（{escape(label)}）</span>"
    address = f"/ticket/{escape(label)}.pdf"
    return f'<p class="mg-way"><a class="mg-btn wide {mood}" href="{address}" target="_blank">{words}</a></p>'
