"""ためす: a proposed procedure as it will be asked on a day, screen by screen, and as the paper form."""

from datetime import date
from html import escape
from urllib.parse import urlencode

import streamlit as st

from kiosk.editing.days import day_of, next_april
from kiosk.editing.telling import refusal_html
from kiosk.rehearsal_panel import draw_rehearsal
from kiosk.visit import Visit
from shared.casework.proposals import files
from shared.casework.proposals.touching import touched
from shared.catalogue.procedure import Procedure, version_on
from shared.catalogue.questions.kinds import Question
from shared.errors import CatalogueError, ValueRefused
from shared.language.dates import show_date
from shared.language.wording import say
from shared.records.store.proposals import Proposal, State
from shared.screens.parts import in_new_tab, link_button, paragraph, tongue

KEY = "preview_day"
OFFERED = "editing_offered"


def draw_preview(visit: Visit, one: Proposal) -> None:
    """Every changed procedure on one day. Nothing where the proposal is over."""
    if one.state not in (State.DRAFT, State.WAITING, State.APPROVED):
        return
    t = tongue("ja")
    names = touched(one)
    if not names:
        return
    st.html(f'<section class="mg-sec"><h2>{t("editing.preview")}</h2></section>')
    typed = st.text_input(
        say("editing.preview_day"), value=show_date(next_april().isoformat(), "ja"), key=KEY, autocomplete="off"
    )
    try:
        day = day_of(typed)
        procedures = _offered(visit, one, names)
    except ValueRefused as refused:
        st.html(refusal_html(refused))
        return
    except CatalogueError:
        return
    st.html("".join(_walked(one, procedure, day) for procedure in procedures))
    if procedures:
        draw_rehearsal(visit, lambda: _files(visit, one), procedures[0].id, day)


def _files(visit: Visit, one: Proposal) -> tuple[dict[str, str], str]:
    """The whole catalogue as the proposal makes it. Raises CatalogueError."""
    path = visit.office.settings.catalogue
    texts = {**files.on_disk(path), **one.texts}
    return {name: text for name, text in texts.items() if text is not None}, path.name


def _offered(visit: Visit, one: Proposal, names: list[str]) -> list[Procedure]:
    """Read once for each state of the proposal."""
    state = (one.number, dict(one.texts))
    kept = st.session_state.get(OFFERED)
    if not (isinstance(kept, tuple) and kept[0] == state):
        offered = files.offered(visit.office.settings.catalogue, one.texts)
        kept = (state, [offered.procedure(name) for name in names if name in offered.procedures.ids])
        st.session_state[OFFERED] = kept
    found: list[Procedure] = kept[1]
    return found


def _walked(one: Proposal, procedure: Procedure, day: date) -> str:
    """The screens in order, with what is asked, the fee and the last day."""
    t, asked = tongue("ja"), procedure.on(day)
    steps = "".join(
        f"<li><b>{escape(step.title.say('ja'))}</b><ul>"
        + "".join(f"<li>{_question(question)}</li>" for question in step.questions)
        + "</ul></li>"
        for step in asked.steps
        if not step.staff_only
    )
    rule = version_on(asked.fee_versions, day)
    fee = rule.words.say("ja") if rule.words else say("catalogue.fee_sum", amount=f"{rule.amount:,}")
    paper = f"/proposal/{one.number}/{procedure.id}.pdf?{urlencode({'on': day.isoformat()})}"
    form = in_new_tab(link_button(paper, t("editing.preview_paper"), "", "print")) if asked.channels.paper else ""
    slip = f"/proposal/{one.number}/{procedure.id}/receipt.pdf?{urlencode({'on': day.isoformat()})}"
    form += in_new_tab(link_button(slip, t("editing.preview_receipt"), "", "print"))
    lines = f'{paragraph(t("editing.preview_fee", fee=fee))}{form}<ol class="kio-walk">{steps}</ol>'
    title = f"<summary>{escape(asked.title.say('ja'))}</summary>"
    return f'<details class="kio-more" open>{title}<div class="kio-preview">{lines}</div></details>'


def _question(question: Question) -> str:
    label = escape(question.label.say("ja"))
    options = getattr(question, "options", ())
    words = "、".join(escape(option.label.say("ja")) for option in options[:8]) if options else ""
    needed = tongue("ja")("editing.preview_needed") if question.required else ""
    return f"{label}{needed}{f' <small>{words}</small>' if words else ''}"
