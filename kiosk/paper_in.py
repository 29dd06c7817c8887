"""紙を受け取る: how it came, which procedure (or later), the scan (or none), and the receipt."""

import secrets
from datetime import datetime, time
from html import escape

import streamlit as st

from kiosk.paper_older import older_html
from kiosk.paper_photos import draw_photos, forget, taken
from kiosk.paper_scan import unsorted_html
from kiosk.paper_words import last_refusal_html
from kiosk.visit import Visit
from shared.casework.paper import signing, unsorted
from shared.casework.paper.arrival import Arrived, Sheet, arrive
from shared.casework.paper.by_letter import POST
from shared.errors import MadoguchiError, ValueRefused
from shared.language import clock
from shared.language.dates import read_date
from shared.language.wording import say
from shared.screens.fragments import back_link, note, reference_number, when_words
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, link_button, paragraph, tongue
from shared.screens.uploads import let_go

LATER = ""  # 「あとで分ける」
KINDS = ["pdf", "jpg", "jpeg", "png", "heic", "heif"]
FAILED, KEY, CAME = "paper_failed", "paper_key", "paper_came"
BROUGHT = ("hand", "post")
OPENING = time(8, 30)  # of a day that is named without an hour


def draw_arrival(visit: Visit) -> None:
    """One screen: three things to touch, and the sheet is taken in."""
    t, signs = tongue("ja"), visit.query.get("sign", "")
    st.session_state.setdefault(KEY, secrets.token_hex(16))
    turn = st.session_state[KEY][:8]
    title = "kiosk_paper.sign_heading" if signs else "kiosk_paper.in_heading"
    failed = last_refusal_html(FAILED)
    st.html(
        head(back_link("/?paper=list", "ja"), failed, heading(t(title)), paragraph(t("kiosk_paper.in_words"), "hint"))
    )
    with st.container(key="narrow"):
        if not signs and (older := older_html(visit)):
            st.html(older)
        _label("1", "kiosk_paper.ask_brought")
        st.radio(
            say("kiosk_paper.ask_brought"),
            BROUGHT,
            key=f"brought_{turn}",
            horizontal=True,
            format_func=lambda way: say(f"kiosk_paper.brought_{way}"),
            label_visibility="collapsed",
        )
        if not signs:
            _draw_procedure(visit, turn)
        _label("2" if signs else "3", "kiosk_paper.ask_scan")
        st.html(paragraph(t("kiosk_paper.scan_hint"), "hint"))
        st.file_uploader(
            say("kiosk_paper.ask_scan"),
            type=KINDS,
            accept_multiple_files=True,
            key=f"scans_{turn}",
            label_visibility="collapsed",
        )
        draw_photos(f"{turn}_{signs}", len(st.session_state.get(f"scans_{turn}") or ()))
        st.text_input(
            say("kiosk_paper.ask_day"),
            key=f"day_{turn}",
            autocomplete="off",
            placeholder=say("kiosk_paper.day_example"),
        )
        st.button(
            say("kiosk_paper.take_in_do"),
            type="primary",
            width="stretch",
            key=f"take_{turn}",
            on_click=_take,
            args=(visit, turn, signs),
        )
    lead_focus(f"paper/in/{turn}/{signs}")


def draw_arrived(visit: Visit) -> None:
    """It is here: the number, the receipt to print, and the next sheet."""
    came, t = st.session_state.get(CAME), tongue("ja")
    if not isinstance(came, Arrived):
        st.html(back_link("/?paper=list", "ja"))
        return
    number = f'<p class="kio-number">{reference_number(came.reference)}</p>'
    register = paragraph(f"{t('kiosk_paper.register')} {escape(came.register_number)}") if came.register_number else ""
    at = paragraph(f"{t('kiosk_paper.head_came')} {escape(when_words(came.received_at, 'ja'))}")
    waits = t(f"kiosk_paper.came_{'typed' if came.typed else 'words' if came.procedure_id else 'unsorted'}")
    receipt = link_button(f"/receipt/{came.reference}.pdf", t("kiosk_paper.print_receipt"), "main", "print")
    again = link_button("/?paper=in", t("kiosk_paper.next_sheet"))
    listed = link_button("/?paper=list", t("kiosk_paper.to_list"))
    body = note(f"{paragraph(t('kiosk_paper.came'))}{number}{register}{at}", "good", "ok", role="status")
    buttons = f'<div class="kio-paper-ways">{receipt}{again}{listed}</div>'
    with st.container(key="narrow"):
        st.html(head(heading(t("kiosk_paper.came_heading")), body, paragraph(waits), buttons))
    lead_focus(f"paper/came/{came.reference}")


def draw_sorting(visit: Visit) -> None:
    """A sheet without a procedure: look at it, and say which it is."""
    t, reference = tongue("ja"), visit.query.get("sheet", "")
    sheet = unsorted.sheet_of(visit.clerk, reference)
    failed = last_refusal_html(FAILED)
    st.html(head(back_link("/?paper=list", "ja"), failed, heading(t("kiosk_paper.sort_heading"))))
    left, right = st.columns([1.4, 1], gap="large")
    with left:
        st.html(unsorted_html(sheet) if sheet.files else note(paragraph(t("kiosk_paper.no_scan"))))
    with right:
        st.html(paragraph(reference_number(reference)) + paragraph(escape(when_words(sheet.arrived_at, "ja")), "sub"))
        _select(visit, f"sort_{reference}", later=False)
        st.button(
            say("kiosk_paper.sort_do"),
            type="primary",
            width="stretch",
            key=f"sort_do_{reference}",
            on_click=_sort,
            args=(visit, reference),
        )
    lead_focus(f"paper/sort/{reference}")


def _draw_procedure(visit: Visit, turn: str) -> None:
    _label("2", "kiosk_paper.ask_procedure")
    _select(visit, f"procedure_{turn}", later=True)


def _select(visit: Visit, key: str, *, later: bool) -> None:
    titles = {one.id: one.title.say("ja") for one in visit.catalogue.procedures}
    wanted = visit.query.get("procedure", "")
    options = [*([LATER] if later else []), *titles]
    st.selectbox(
        say("kiosk_paper.ask_procedure"),
        options,
        index=options.index(wanted) if wanted in titles else None,
        key=key,
        format_func=lambda one: titles.get(one, say("kiosk_paper.later")),
        placeholder=say("kiosk_paper.choose"),
        label_visibility="collapsed",
    )


def _label(number: str, key: str) -> None:
    st.html(f'<h2 class="kio-paper-step" aria-hidden="true"><span>{number}</span>{tongue("ja")(key)}</h2>')


def _take(visit: Visit, turn: str, signs: str) -> None:
    chosen = st.session_state.get(f"procedure_{turn}")
    try:
        if chosen is None and not signs:
            raise ValueRefused("paper_procedure")
        sheet = Sheet(
            str(chosen or ""),
            st.session_state.get(f"brought_{turn}") or "hand",
            _said_day(str(st.session_state.get(f"day_{turn}") or "")),
            _scans(turn, signs),
            visit.query.get("form", ""),
        )
        came = _taken(visit, sheet, signs)
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return
    let_go(st.session_state.get(f"scans_{turn}") or ())
    for name in (KEY, f"scans_{turn}"):
        st.session_state.pop(name, None)
    forget()
    st.session_state[CAME] = came
    st.query_params.from_dict({"paper": "came"})


def _scans(turn: str, signs: str) -> tuple[tuple[str, bytes], ...]:
    """What was chosen as a file, then what was photographed."""
    files = tuple((one.name, one.getvalue()) for one in st.session_state.get(f"scans_{turn}") or ())
    return files + taken(f"{turn}_{signs}")


def _taken(visit: Visit, sheet: Sheet, signs: str) -> Arrived:
    if signs:
        filed = signing.signed(visit.clerk, signs, sheet)
        at = filed.case.front.received_at if filed.case.front else None
        typed = filed.case.channel != POST
        return Arrived(filed.case.reference, filed.register_number, at or clock.now(), filed.case.procedure.id, typed)
    key = st.session_state[KEY]
    return arrive(visit.clerk, sheet, key) if sheet.procedure_id else unsorted.keep(visit.clerk, sheet, key)


def _sort(visit: Visit, reference: str) -> None:
    chosen, came = st.session_state.get(f"sort_{reference}"), st.session_state.get(CAME)
    if isinstance(came, Arrived) and (came.reference, bool(came.procedure_id)) == (reference, True):
        st.query_params.from_dict({"paper": "came"})  # pressed again before the page said so
        return
    try:
        if not chosen:
            raise ValueRefused("paper_procedure")
        st.session_state[CAME] = unsorted.sort(visit.clerk, reference, str(chosen))
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return
    st.query_params.from_dict({"paper": "came"})


def _said_day(text: str) -> datetime | None:
    """None for now; a day before today counts from its opening. Raises ValueRefused."""
    if not text.strip():
        return None
    day = datetime.fromisoformat(read_date(text).stored).date()
    return None if day == clock.today() else datetime.combine(day, OPENING, clock.JAPAN)
