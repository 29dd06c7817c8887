"""受け付けました: numbers, papers to print, and the next person. The code is on the paper, never on this screen."""

import streamlit as st

from kiosk.clerks_notes import related_html
from kiosk.holding import part
from kiosk.more import draw_more
from kiosk.printers import draw_printing
from kiosk.visit import Visit
from shared.casework import counter
from shared.casework.cases import Case, sent_with
from shared.errors import ActionNotAllowed
from shared.language.dates import show_instant
from shared.language.wording import say
from shared.screens.done import title_of
from shared.screens.fragments import reference_number
from shared.screens.leading import lead_focus
from shared.screens.parts import heading, paragraph, section, tongue


def draw_done(visit: Visit, case: Case) -> None:
    """Filed: print the receipt, hand it over, then the next person."""
    front, t = case.front, tongue("ja")
    if front is None or front.received_at is None:
        raise ActionNotAllowed("not_sent", status="draft")
    together = sent_with(visit.office, case)
    titled = t("screens.together_count", count=len(together)) if together else title_of(front, "ja")
    said = f"{show_instant(front.received_at, 'ja')} {titled}"
    numbers = "".join(_numbers(visit, one, alone=not together) for one in together or [case])
    done = f'<i class="mg-sun" aria-hidden="true"></i>{heading(t("kiosk.done_title"))}{paragraph(said, "small")}'
    st.html(
        f'<div class="mg-done">{done}</div><section class="mg-card kio-numbers">{numbers}</section>'
        + section(t("kiosk.print_title"))
    )
    printed = draw_printing(visit, front.reference)
    st.button(
        say("kiosk.next_person"),
        type="primary" if printed else "secondary",
        width="stretch",
        key="person_next",
        on_click=part,
        args=(visit, case.reference),
    )
    filed = [one.front.procedure_id for one in together if one.front]
    related = related_html(visit, case, to_begin=True, filed=filed) if case.inside or case.draft else ""
    st.html(paragraph(t("kiosk.next_person_hint"), "hint") + related)
    draw_more(visit, case)
    lead_focus(f"{case.reference}/done")


def _numbers(visit: Visit, case: Case, *, alone: bool) -> str:
    """受付番号 and 収受番号; of a bundle under the procedure's title."""
    t, register = tongue("ja"), counter.register_number(visit.clerk, case)
    title = t("screens.reference_short") if alone or case.front is None else title_of(case.front, "ja")
    return _number(title, reference_number(case.reference)) + _number(
        t("kiosk.register_number"), f'<span class="mg-num">{register or t("kiosk.register_later")}</span>'
    )


def _number(title_html: str, number_html: str) -> str:
    return f"<div><h2>{title_html}</h2><p>{number_html}</p></div>"
