"""受け付けました: numbers, papers to print, and the next person. The code is on the paper, never on this screen."""

import streamlit as st

from kiosk.holding import part
from kiosk.visit import Visit
from shared.casework import counter
from shared.casework.cases import Case
from shared.errors import ActionNotAllowed
from shared.language.dates import show_instant
from shared.language.wording import say
from shared.screens.done import title_of
from shared.screens.fragments import reference_number
from shared.screens.leading import lead_focus
from shared.screens.parts import heading, icon, paragraph, section, tongue

PAPERS = (
    ("/receipt/{reference}.pdf?paper=80mm", "kiosk.print_slip"),
    ("/receipt/{reference}.pdf", "kiosk.print_a4"),
    ("/answers/{reference}.pdf", "kiosk.print_answers"),
)


def draw_done(visit: Visit, case: Case) -> None:
    """Filed: print the receipt, hand it over, then the next person."""
    front, t = case.front, tongue("ja")
    if front is None or front.received_at is None:
        raise ActionNotAllowed("not_sent", status="draft")
    register = counter.register_number(visit.clerk, case)
    said = f"{show_instant(front.received_at, 'ja')} {title_of(front, 'ja')}"
    numbers = _number(t("screens.reference_short"), reference_number(front.reference)) + _number(
        t("kiosk.register_number"), f'<span class="mg-num">{register or t("kiosk.register_later")}</span>'
    )
    papers = "".join(_paper(address.format(reference=front.reference), key) for address, key in PAPERS)
    done = f'<i class="mg-sun" aria-hidden="true"></i>{heading(t("kiosk.done_title"))}{paragraph(said, "small")}'
    hint = paragraph(t("kiosk.print_hint"), "hint")
    st.html(
        f'<div class="mg-done">{done}</div><section class="mg-card kio-numbers">{numbers}</section>'
        + section(t("kiosk.print_title"), f'<ul class="mg-ways">{papers}</ul>', hint)
    )
    st.button(
        say("kiosk.next_person"),
        type="primary",
        width="stretch",
        key="person_next",
        on_click=part,
        args=(visit, case.reference),
    )
    st.html(paragraph(t("kiosk.next_person_hint"), "hint"))
    lead_focus(f"{case.reference}/done")


def _number(title_html: str, number_html: str) -> str:
    return f"<div><h2>{title_html}</h2><p>{number_html}</p></div>"


def _paper(address: str, key: str) -> str:
    words = f"{icon('print')}{tongue('ja')(key)}"
    return f'<li><a class="mg-btn wide" target="_blank" href="{address}">{words}</a></li>'
