"""本人への知らせ: who is told and how, what to send, and that it was done; by whom and when stands in the trail."""

import streamlit as st

from kiosk.deeds import attempt
from kiosk.visit import Visit
from shared.casework import letters, notices
from shared.casework.authority import Deed, may
from shared.casework.identity import NOTICE_OWED
from shared.casework.notices import SETTLES, By
from shared.casework.opened import OpenedCase
from shared.casework.way_notes import told_words
from shared.language.wording import say
from shared.records.submission import Submission, Visibility
from shared.screens.fragments import note
from shared.screens.parts import in_new_tab, link_button, paragraph, tongue


def draw_notice(visit: Visit, case: OpenedCase) -> None:
    """Nothing where nothing was agreed and nothing is owed."""
    t, row = tongue("ja"), case.submission
    told = told_words(case.body.consent)
    ways = [by for by, codes in SETTLES.items() if any(code in row.attention for code in codes)]
    if not told and not ways:
        return
    with st.container(key=f"panel_notice_{row.reference}", gap="small"):
        words = "".join(f"<li>{one}</li>" for one in told)
        st.html(f"<h2>{t('kiosk.notice_title')}</h2>" + (f'<ul class="mg-plain mg-s">{words}</ul>' if told else ""))
        if not ways or not may(visit.actor, Deed.FILE, case.scope):
            return
        why = "notice_owed" if NOTICE_OWED in row.attention else "telling_owed"
        st.html(note(paragraph(t(f"kiosk.notice_{why}")), "wait", "mail"))
        link = link_button(f"/notice/{row.reference}.pdf", t("kiosk.notice_print"), "", "print")
        st.html(_where_html(case, why) + in_new_tab(link))
        for by in ways:
            st.button(
                say(f"kiosk.notice_by_{by}"),
                key=f"notice_{by}_{row.reference}",
                width="stretch",
                on_click=_told,
                args=(visit, row, by),
            )


def _where_html(case: OpenedCase, why: str) -> str:
    """Where the letter may go, before it is printed."""
    t = tongue("ja")
    if case.submission.visibility is Visibility.PROTECTED:
        return note(paragraph(t("kiosk.notice_protected")), "bad", "warn")
    if letters.address_of(case) is None:
        return note(paragraph(t("kiosk.notice_no_address")), "wait", "warn")
    return paragraph(t("kiosk.notice_compare"), "hint") if why == "notice_owed" else ""


def _told(visit: Visit, row: Submission, by: By) -> None:
    reference = row.reference
    attempt(reference, (by, row.revision), "notice", lambda: notices.sent(visit.office, visit.actor, reference, by))
