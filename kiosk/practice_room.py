"""研修: the band on every screen, and the exercises, which check themselves."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from kiosk.rooms import office_side
from kiosk.visit import Visit
from shared.casework import practice
from shared.casework.practice import Standing
from shared.records.code import show_code
from shared.records.reference import show_reference
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, icon, paragraph, tongue
from shared.screens.rehearsed import SHEET, band_of


def practice_html() -> str:
    """Colour and band where this is practice; nothing in the real house."""
    office = office_side()
    if shown := band_of(office):
        return shown.styled(f"/?{urlencode(dict(st.query_params))}")
    if not office.settings.practice:
        return ""
    t = tongue("ja")
    band = f'{t("practice.band")} <a href="/?desk=practice">{t("practice.to_list")}</a>'
    return f'<style>{SHEET}</style><p class="mg-practice" role="note">{band}</p>'


def draw_practice(visit: Visit) -> None:
    """The exercises as they are now; drawn anew, they are checked anew."""
    t = tongue("ja")
    found = practice.standings(visit.office)
    done = sum(one.done for one in found)
    said = paragraph(t("practice.lead", done=done, count=len(found)), "sub")
    st.html(head(heading(t("practice.title")) + said) + "".join(_exercise(one) for one in found))
    again = f"{icon('check')}{t('practice.again')}"
    st.html(f'<p class="mg-way"><a class="mg-btn" href="/?desk=practice">{again}</a></p>')
    lead_focus(f"practice/{done}")


def _exercise(one: Standing) -> str:
    t, name = tongue("ja"), one.exercise.id
    mood, sign, state = ("good", "ok", "done") if one.done else ("", "pen", "open")
    hints = "".join(f"<li>{t(f'practice.{name}_hint_{n}')}</li>" for n in range(1, one.exercise.hints + 1))
    return (
        f'<section class="mg-note {mood}" data-exercise="{name}" data-done="{"yes" if one.done else "no"}">'
        f"{icon(sign)}<div><h2>{t(f'practice.{name}_title')} <small>{t(f'practice.{state}')}</small></h2>"
        f"<p>{t(f'practice.{name}_goal')}</p>{_brought(one)}"
        f'<details><summary>{t("practice.hints")}</summary><ol class="mg-list">{hints}</ol></details></div></section>'
    )


def _brought(one: Standing) -> str:
    """What the visitor of this exercise shows: a code, or only the number of their case."""
    t = tongue("ja")
    if one.exercise.id == "review":
        return f"<p>{t('practice.number', number=show_reference(one.prop['reference']))}</p>" if one.prop else ""
    return f'<p class="mg-num">{t("practice.code", code=escape(show_code(one.prop["code"])))}</p>' if one.prop else ""
