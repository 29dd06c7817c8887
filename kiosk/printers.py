"""受付票を印刷する: on the office's printers where there are any, else by the browser, and what came of it."""

from datetime import datetime, timedelta
from typing import Final

import streamlit as st

from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import printouts
from shared.casework.printouts import Printout
from shared.errors import MadoguchiError
from shared.language import clock
from shared.language.wording import say
from shared.screens.fragments import note
from shared.screens.parts import icon, paragraph, tongue
from shared.screens.presses import whole
from shared.settings import PrinterAddress

KEY: Final = "F9"  # no key that a scanner types, none that the browser has taken
DOUBLE_PRESS: Final = timedelta(seconds=2)  # after a sheet is out: the same press again, not another wish
ANSWERS: Final = ("/answers/{reference}.pdf", "kiosk.print_answers")
PAPERS: Final = {
    "80mm": ("/print/{reference}?paper=80mm", "kiosk.print_slip"),
    "a4": ("/print/{reference}", "kiosk.print_a4"),
}


def draw_printing(visit: Visit, reference: str) -> bool:
    """Everything that can be handed over; papers that no printer has are links. Whether a receipt is out."""
    done = draw_printers(visit, reference)
    here = {address.paper for address in visit.office.settings.printers}
    links = [*(link for paper, link in PAPERS.items() if paper not in here), ANSWERS]
    ways = "".join(_link(address.format(reference=reference), key) for address, key in links)
    st.html(f'<ul class="mg-ways">{ways}</ul>{paragraph(tongue("ja")("kiosk.print_hint"), "hint")}')
    return done or not here


def draw_printers(visit: Visit, reference: str, words: str = "kiosk.print_on") -> bool:
    """A button for each printer, the first by one key, and what came of it. Whether a sheet is out.

    `words` with `_80mm` and `_a4` are the keys of what stands on a button.
    """
    came = st.session_state.get(_came_key(reference))
    done = isinstance(came, Printout) and came.done
    for number, address in enumerate(visit.office.settings.printers):
        pressed = _button(address, reference, words, first=number == 0, main=not done)
        if pressed and not _just_now(reference):
            with whole(), st.spinner(say("kiosk.printing", printer=address.name)):
                _print(visit, reference, address.name)
            st.rerun()
    if came is not None:
        st.html(came_html(came))
    return done


def _button(address: PrinterAddress, reference: str, words: str, *, first: bool, main: bool) -> bool:
    return st.button(
        say(f"{words}_{address.paper}", printer=address.name),
        key=f"print_{address.name}_{reference}",
        type="primary" if first and main else "secondary",
        width="stretch",
        shortcut=KEY if first else None,
    )


def _print(visit: Visit, reference: str, printer: str) -> None:
    """What came of it stays until the next person; the case is filed whatever it is."""
    came: Printout | MadoguchiError
    try:
        came = printouts.print_receipt(visit.clerk, reference, printer)
    except MadoguchiError as failure:
        came = failure
    st.session_state[_came_key(reference)] = came
    st.session_state[_at_key(reference)] = clock.now()


def _just_now(reference: str) -> bool:
    last = st.session_state.get(_at_key(reference))
    came = st.session_state.get(_came_key(reference))
    out = isinstance(came, Printout) and came.done
    return out and isinstance(last, datetime) and clock.now() - last < DOUBLE_PRESS


def came_html(came: object) -> str:
    """What came of printing: a printout, or why there was none; nothing where nothing was printed."""
    if came is None:
        return ""
    if not isinstance(came, Printout):
        assert isinstance(came, MadoguchiError)
        return failure_html(came)
    t = tongue("ja")
    words = t(f"errors.{came.code}") if came.code else t(f"kiosk.{came.outcome}", printer=came.printer)
    more = paragraph(t("kiosk.paper_low"), "small") if came.paper_low else ""
    if came.missing:
        more += paragraph(t("kiosk.printed_geta", characters=" ".join(came.missing)), "small")
    if came.done:
        return note(paragraph(words) + more, "good", "ok", role="status")
    return note(paragraph(words) + more, "bad", "warn", role="alert")


def _link(address: str, key: str) -> str:
    words = f"{icon('print')}{tongue('ja')(key)}"
    return f'<li><a class="mg-btn wide" target="_blank" href="{address}">{words}</a></li>'


def _came_key(reference: str) -> str:
    return f"printout_{reference}"


def _at_key(reference: str) -> str:
    return f"printout_at_{reference}"
