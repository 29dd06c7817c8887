"""進みぐあい: the open cases as a board of four columns. Moving one is a deed, and deeds are on the case's page."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from kiosk.frame import draw_sheet, draw_top, draw_warnings
from kiosk.lists import Asked, asked_of, figures, page_of, totals
from kiosk.queue_table import CHANNEL_SIGNS, column_chip, due_words
from kiosk.side import side_html
from kiosk.visit import Visit
from shared.casework import review
from shared.language.wording import say
from shared.records.status import BOARD, FINAL, Status
from shared.records.store.pages import QueueFilter
from shared.records.submission import QueueRow
from shared.screens.fragments import reference_number
from shared.screens.leading import lead_focus
from shared.screens.parts import heading, icon, paragraph, tongue

CARDS = 5  # of a column; the rest is in the list
TODAY = "done"  # the column that shows what came to its end today


def draw_board(visit: Visit) -> None:
    """未着手, 処理中, 補正待ち, and what was finished today; each with how many there are."""
    t, asked = tongue("ja"), asked_of(visit)
    draw_sheet("desk", "ja")
    draw_top(visit, "desk")
    draw_warnings(visit)
    left, right = st.columns([1, 5.4], gap="medium")
    counted = figures(visit, asked.section)
    with left:
        st.html(side_html(visit, asked, counted))
    with right:
        counts = {name: str(_total(visit, asked, BOARD[name])) for name in BOARD} | {TODAY: counted["today"].words}
        columns = "".join(_column(visit, asked, name, counts[name]) for name in BOARD)
        title = f'<div class="kio-title">{heading(t("kiosk.board"))}{paragraph(t("kiosk.board_hint"), "small")}</div>'
        st.html(f'{title}<div class="kio-board">{columns}</div>')
    lead_focus(f"board/{asked.section}")


def _total(visit: Visit, asked: Asked, statuses: frozenset[Status]) -> int:
    return sum(n for status, n in totals(visit, asked.section).items() if status in statuses)


def _column(visit: Visit, asked: Asked, name: str, count: str) -> str:
    t = tongue("ja")
    rows = _rows(visit, asked, name)
    cards = "".join(f"<li>{_card(visit, row)}</li>" for row in rows)
    rest = int(count) - len(rows)
    address = escape(_list_address(asked, name))
    more = f'<p><a href="{address}">{t("kiosk.board_more", count=rest)}</a></p>' if rest > 0 else ""
    shown = f"<ul>{cards}</ul>{more}" if rows else paragraph(t(f"kiosk.board_empty_{name}"), "sub")
    unit = f'<b class="mg-num">{count}<span class="mg-hide">{t("kiosk.count_unit")}</span></b>'
    words = t("kiosk.list_today") if name == TODAY else ""
    return f'<section class="kio-column"><h2>{column_chip(name, words)}{unit}</h2>{shown}</section>'


def _rows(visit: Visit, asked: Asked, name: str) -> Sequence[QueueRow]:
    if name == TODAY:
        return page_of(visit, Asked("today", asked.section)).rows[:CARDS]
    wanted = QueueFilter((asked.section,) if asked.section else (), BOARD[name])
    return review.queue(visit.office, visit.actor, wanted, limit=CARDS).rows


def _list_address(asked: Asked, name: str) -> str:
    return Asked("today" if name == TODAY else name, asked.section).address()


def _card(visit: Visit, row: QueueRow) -> str:
    """No name of anybody: the board may hang where visitors see it."""
    titles = {procedure.id: procedure.title.html("ja") for procedure in visit.catalogue.procedures}
    link = f'<a href="/?record={escape(row.reference)}">{reference_number(row.reference)}</a>'
    sign = icon(CHANNEL_SIGNS.get(row.channel, "doc"))
    way = f"<span>{sign} {tongue('ja')(f'kiosk.channel_{row.channel}')}</span>"
    return f"{link}<b>{titles.get(row.procedure_id, escape(row.procedure_id))}</b><p>{way}{_end(row)}</p>"


def _end(row: QueueRow) -> str:
    """What is left of the time, or how it ended."""
    if row.status in FINAL or row.status in (Status.APPROVED, Status.REJECTED):
        return f"<span>{escape(say(f'status.{row.status.value}'))}</span>"
    words, pressing = due_words(row.due_on, row.status)
    sign = icon("warn") if pressing else ""
    return f'<span class="{"kio-late" if pressing else ""}">{sign}{escape(words)}</span>' if words else ""
