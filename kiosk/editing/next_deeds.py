"""つぎにすること: what this editor may do with a proposal now."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from kiosk.editing.days import day_of
from kiosk.editing.telling import do, made
from kiosk.visit import Visit
from shared.casework.proposals import proposals, publication
from shared.casework.proposals.files import Look
from shared.language import clock
from shared.language.dates import show_date
from shared.language.wording import say
from shared.records.store.proposals import Proposal, State
from shared.screens.parts import paragraph, tongue

AT_ONCE, ON_DAY = "at_once", "on_day"


def draw_next(visit: Visit, one: Proposal, look: Look, moved: list[str]) -> None:
    """The panel at the right."""
    t = tongue("ja")
    with st.container(key=f"panel_next_{one.number}", gap="small"):
        st.html(f"<h2>{t('editing.next')}</h2>")
        if moved:
            _button(visit, one, "rebase", proposals.rebase, main=True)
        draws = {
            State.DRAFT: _draw_draft,
            State.WAITING: _draw_waiting,
            State.APPROVED: _draw_approved,
            State.PUBLISHED: _draw_published,
        }
        draw = draws.get(one.state)
        if draw is not None:
            draw(visit, one, bool(look.problems or moved))
        if one.state in (State.WAITING, State.APPROVED, State.REFUSED):
            _button(visit, one, "reopen", proposals.reopen)
        if one.state in proposals.OPEN:
            _button(visit, one, "withdraw", proposals.withdraw, danger=True)


def _draw_draft(visit: Visit, one: Proposal, wrong: bool) -> None:
    if wrong:
        st.html(paragraph(tongue("ja")("editing.ask_not_yet"), "hint"))
        return
    with st.form(f"ask_{one.number}", border=False):
        st.text_area(say("editing.note"), value=one.note, key="ask_note", height=90, max_chars=proposals.LONGEST_NOTE)
        st.radio(
            say("editing.publish_when"),
            (AT_ONCE, ON_DAY),
            format_func=lambda when: say(f"editing.publish_{when}"),
            key="ask_when",
        )
        st.text_input(
            say("editing.publish_day"),
            value=show_date(clock.today().isoformat(), "ja"),
            key="ask_day",
            autocomplete="off",
        )
        st.form_submit_button(
            say("editing.ask"), key="ask_do", type="primary", width="stretch", on_click=_ask, args=(visit, one)
        )


def _ask(visit: Visit, one: Proposal) -> None:
    state = st.session_state

    def deed() -> None:
        day = day_of(str(state.get("ask_day") or "")) if state.get("ask_when") == ON_DAY else None
        proposals.amend(visit.office, visit.actor, one.number, {}, str(state.get("ask_note") or ""))
        proposals.ask(visit.office, visit.actor, one.number, day)

    do(deed)


def _draw_waiting(visit: Visit, one: Proposal, wrong: bool) -> None:
    t = tongue("ja")
    day = show_date(one.publish_on.isoformat(), "ja")
    now = one.publish_on <= clock.today()
    st.html(paragraph(t("editing.waits_now") if now else t("editing.waits_day", day=day)))
    if visit.actor.name in one.authors:
        st.html(paragraph(t("editing.waits_for_others"), "hint"))
        return
    if not wrong:
        words = say("editing.approve_now" if now else "editing.approve")
        st.button(words, key="approve_do", type="primary", width="stretch", on_click=_approve, args=(visit, one.number))
    with st.form(f"refuse_{one.number}", border=False):
        st.text_area(say("editing.reason"), key="refuse_reason", height=90, max_chars=proposals.LONGEST_NOTE)
        st.form_submit_button(
            say("editing.refuse"), key="danger_refuse_do", width="stretch", on_click=_refuse, args=(visit, one.number)
        )


def _approve(visit: Visit, number: int) -> None:
    def deed() -> None:
        proposals.approve(visit.office, visit.actor, number)
        publication.publish_due(visit.office)

    do(deed)


def _refuse(visit: Visit, number: int) -> None:
    reason = str(st.session_state.get("refuse_reason") or "")
    do(lambda: proposals.refuse(visit.office, visit.actor, number, reason))


def _draw_approved(visit: Visit, one: Proposal, wrong: bool) -> None:
    if one.trouble and not wrong:
        _button(visit, one, "publish", publication.publish, main=True)


def _draw_published(visit: Visit, one: Proposal, wrong: bool) -> None:
    st.html(paragraph(tongue("ja")("editing.roll_back_hint"), "hint"))
    st.button(
        say("editing.do_roll_back"),
        key=f"danger_roll_back_{one.number}",
        width="stretch",
        on_click=_roll_back,
        args=(visit, one.number),
    )


def _roll_back(visit: Visit, number: int) -> None:
    back = made(lambda: publication.roll_back(visit.office, visit.actor, number))
    if back is not None:
        st.query_params.from_dict({"editing": str(back.number)})


def _button(
    visit: Visit, one: Proposal, name: str, deed: Callable[..., object], *, main: bool = False, danger: bool = False
) -> None:
    st.button(
        say(f"editing.do_{name}"),
        key=f"{'danger_' if danger else ''}{name}_{one.number}",
        type="primary" if main else "secondary",
        width="stretch",
        on_click=do,
        args=(partial(deed, visit.office, visit.actor, one.number),),
    )
