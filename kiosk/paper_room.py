"""紙: the desk of those who take paper in. What waits: to be sorted, typed, signed, told of by letter."""

from html import escape
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from kiosk.frame import draw_sheet, draw_top
from kiosk.giving_up import draw_giving_up
from kiosk.paper_in import draw_arrival, draw_arrived, draw_sorting
from kiosk.paper_second import draw_second
from kiosk.paper_typing import draw_typing
from kiosk.paper_words import last_refusal_html
from kiosk.taking import FAILED, take
from kiosk.visit import Visit
from shared.casework import notices, staff
from shared.casework.paper import signing, unsorted, worklist
from shared.casework.paper.worklist import Waiting
from shared.language.wording import say
from shared.screens.components.scanner import scanned
from shared.screens.fragments import chip, note, reference_number, when_words
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, link_button, paragraph, section, tongue
from shared.screens.sheets import table_html

OWN_SHEET = Path(__file__).with_name("paper.css").read_text(encoding="utf-8")


def draw_paper(visit: Visit, view: str) -> None:
    """The screen that the address leads to; everything else is the list."""
    draw_sheet("desk", "ja")
    st.html(f"<style>{OWN_SHEET}</style>")
    draw_top(visit, "paper")
    draws = {
        "in": draw_arrival,
        "came": draw_arrived,
        "sort": draw_sorting,
        "type": draw_typing,
        "second": draw_second,
        "decide": draw_second,
        "giveup": draw_giving_up,
    }
    draws.get(view, _draw_list)(visit)


def paper_address(view: str, **more: str) -> str:
    """An address of this room."""
    return f"/?{urlencode({'paper': view, **more})}"


def _draw_list(visit: Visit) -> None:
    t = tongue("ja")
    code = scanned("scan")
    if code and take(visit, code):
        st.rerun()
    failed = last_refusal_html(FAILED)
    take_in = link_button(paper_address("in"), t("kiosk_paper.take_in"), "main", "doc")
    done = visit.query.get("done", "")
    said = note(paragraph(t(f"kiosk_paper.done_{done}")), "good", "ok", role="status") if done in _DONE else ""
    st.html(head(said, failed, f'<div class="kio-title">{heading(t("kiosk_paper.title"))}{take_in}</div>'))
    st.html(_typing_html(visit) + _sorting_html(visit) + _signing_html(visit) + _notices_html(visit))
    lead_focus(f"paper/{done}")


_DONE = ("first", "second", "complete", "differs", "given_up")


def _typing_html(visit: Visit) -> str:
    t, names = tongue("ja"), _shown_names(visit)
    found = worklist.waiting(visit.clerk)
    rows = [_typing_row(visit, one, names) for one in found]
    titles = [say(f"kiosk_paper.head_{name}") for name in ("number", "procedure", "came", "stage", "do")]
    body = table_html(titles, rows) if rows else note(paragraph(t("kiosk_paper.none_waiting")), "good", "ok")
    return section(t("kiosk_paper.waiting_title", count=len(rows)), body)


def _typing_row(visit: Visit, one: Waiting, names: dict[str, str]) -> tuple[str, ...]:
    t = tongue("ja")
    number = f"{reference_number(one.reference)}<br><small>{escape(one.register_number)}</small>"
    came = f"{escape(when_words(one.received_at, 'ja'))}<br><small>{t(f'kiosk.channel_{one.channel}')}</small>"
    stage = chip(t(f"kiosk_paper.stage_{one.stage}"), "wait" if one.stage == "decide" else "")
    who = names.get(one.by or one.typed_by, one.by or one.typed_by)
    if who:
        key = "in_hand" if one.by else "typed_by"
        stage += f"<br><small>{t(f'kiosk_paper.{key}', name=who)}</small>"
    view = {"first": "type", "second": "second", "decide": "decide"}[one.stage]
    link = f'<a class="go" href="{paper_address(view, sheet=one.reference)}">{t(f"kiosk_paper.do_{one.stage}")}</a>'
    return number, _title(visit, one.procedure_id), came, stage, link if one.mine else t("kiosk_paper.not_mine")


def _sorting_html(visit: Visit) -> str:
    t = tongue("ja")
    rows = [
        (
            reference_number(one.reference),
            escape(when_words(one.arrived_at, "ja")),
            t(f"kiosk_paper.brought_{one.brought}"),
            f'<a class="go" href="{paper_address("sort", sheet=one.reference)}">{t("kiosk_paper.do_sort")}</a>',
        )
        for one in unsorted.unsorted(visit.clerk)
    ]
    titles = [say(f"kiosk_paper.head_{name}") for name in ("number", "came", "brought", "do")]
    return section(t("kiosk_paper.sort_title", count=len(rows)), table_html(titles, rows)) if rows else ""


def _signing_html(visit: Visit) -> str:
    t, names = tongue("ja"), _shown_names(visit)
    rows = [
        (
            reference_number(one.reference),
            _title(visit, one.procedure_id),
            escape(when_words(one.printed_at, "ja")),
            escape(names.get(one.staff, one.staff)),
            f'<a class="go" href="{paper_address("in", sign=one.reference)}">{t("kiosk_paper.do_sign")}</a><br>'
            f'<a target="_blank" href="/form/{one.reference}.pdf?envelope=1">{t("kiosk_paper.print_sign")}</a><br>'
            f'<a href="{paper_address("giveup", sheet=one.reference)}">{t("kiosk_paper.do_give_up")}</a>',
        )
        for one in signing.out_to_sign(visit.clerk)
    ]
    titles = [say(f"kiosk_paper.head_{name}") for name in ("number", "procedure", "sent_out", "staff", "do")]
    return section(t("kiosk_paper.sign_title", count=len(rows)), table_html(titles, rows)) if rows else ""


def _notices_html(visit: Visit) -> str:
    t = tongue("ja")
    rows = [
        (
            reference_number(one.reference),
            _title(visit, one.procedure_id),
            escape(when_words(one.received_at, "ja")),
            chip(t(f"kiosk.attention_{one.why}"), "wait"),
            f'<a class="go" href="/?record={one.reference}">{t("kiosk_paper.do_notice")}</a>',
        )
        for one in notices.owed(visit.office, visit.actor)
    ]
    titles = [say(f"kiosk_paper.head_{name}") for name in ("number", "procedure", "came", "why", "do")]
    return section(t("kiosk_paper.notice_title", count=len(rows)), table_html(titles, rows)) if rows else ""


def _title(visit: Visit, procedure_id: str) -> str:
    found = visit.catalogue.procedures.find(procedure_id)
    return found.title.html("ja") if found else escape(procedure_id)


def _shown_names(visit: Visit) -> dict[str, str]:
    return {account.name: account.shown_name for account in staff.accounts(visit.office)}
