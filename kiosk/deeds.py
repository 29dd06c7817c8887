"""つぎにすること: what this member of staff may do to a case now, and the form of the chosen deed."""

from collections.abc import Callable

import streamlit as st

from kiosk.visit import Visit
from kiosk.words_of_trouble import failure_html
from shared.casework import review
from shared.casework.authority import Deed, may
from shared.casework.opened import LONGEST_REASON, OpenedCase, viewer_of
from shared.casework.review import Order
from shared.catalogue import journey
from shared.errors import ActionNotAllowed, MadoguchiError, SubmissionChanged
from shared.language.wording import say
from shared.records.status import ACTIONS, Action
from shared.records.submission import FeeState
from shared.screens.parts import link_button, paragraph, tongue

DONE = "deed_done"  # (reference, action)
FAILED = "deed_failed"
ANSWERED = "deed_answered"  # the last press that did something: (reference, what it was on the screen)
FORM_NEEDED = (Action.ASK_CORRECTION, Action.HAND_OVER, Action.ASK_OPINION, Action.REJECT)
FIRST = (Action.TAKE_UP, Action.APPROVE, Action.COMPLETE)  # the first that is possible is the main one


def draw_deeds(visit: Visit, case: OpenedCase) -> None:
    """The panel at the right."""
    reference = case.submission.reference
    possible = review.may_do(visit.actor, case.submission)
    t, chosen = tongue("ja"), st.session_state.get(_chosen_key(reference))
    with st.container(key=f"panel_deeds_{reference}", gap="small"):
        st.html(f"<h2>{t('kiosk.deeds_title')}</h2>")
        failure = st.session_state.get(FAILED)
        if isinstance(failure, tuple) and failure[0] == reference:
            st.html(failure_html(failure[1]))
            if isinstance(failure[1], SubmissionChanged):
                st.html(link_button(f"/?record={reference}", t("kiosk.reload")))
        if isinstance(chosen, str) and Action(chosen) in possible:
            _draw_form(visit, case, Action(chosen))
            return
        if isinstance(chosen, str):  # possible when it was chosen, and not any more
            st.html(failure_html(SubmissionChanged("submission_changed")))
            st.session_state.pop(_chosen_key(reference))
        _draw_choice(visit, case, possible)


def _draw_choice(visit: Visit, case: OpenedCase, possible: tuple[Action, ...]) -> None:
    reference = case.submission.reference
    main = next((one for one in FIRST if one in possible), None)
    for action in sorted(possible, key=lambda one: (one is not main, one is Action.REJECT)):
        needs_form = action in FORM_NEEDED
        key = f"{'danger_' if action is Action.REJECT else ''}deed_{action.value}_{reference}"
        words = say(f"status.action_{action.value}")
        st.button(
            say("kiosk.with_reason", action=words) if ACTIONS[action].needs_reason else words,
            key=key,
            type="primary" if action is main else "secondary",
            width="stretch",
            on_click=_choose if needs_form else _do,
            args=(reference, action) if needs_form else (visit, case, Order(action, revision=case.submission.revision)),
        )
    if case.submission.fee_state is FeeState.UNPAID and may(visit.actor, Deed.PAY, case.scope):
        st.button(
            say("kiosk.pay_do", amount=f"{case.submission.fee:,}"),
            key=f"deed_pay_{reference}",
            width="stretch",
            on_click=_pay,
            args=(visit, case),
        )
    if not possible:
        st.html(paragraph(tongue("ja")("kiosk.nothing_to_do"), "hint"))


def _draw_form(visit: Visit, case: OpenedCase, action: Action) -> None:
    t, reference = tongue("ja"), case.submission.reference
    st.html(f"<h3>{t(f'status.action_{action.value}')}</h3>{paragraph(t(f'kiosk.about_{action.value}'), 'hint')}")
    if action is Action.ASK_CORRECTION:
        st.html(f'<p class="mg-label">{t("kiosk.which_questions")}</p>')
        with st.container(key=f"picks_{reference}", height=260, gap=None):
            for question, label in _questions(case).items():
                st.checkbox(label, key=_pick_key(reference, question))
    if action is Action.HAND_OVER:
        others = [s for s in visit.catalogue.sections if s.id != case.submission.section]
        names = {section.id: section.name.say("ja") for section in others}
        st.selectbox(
            say("kiosk.which_section"),
            list(names),
            key=f"section_{reference}",
            index=None,
            format_func=lambda one: names[one],
            placeholder=say("screens.choose"),
        )
    label = say("kiosk.reason_needed" if ACTIONS[action].needs_reason else "kiosk.reason")
    st.text_area(label, key=f"reason_{reference}", max_chars=LONGEST_REASON, height=120, on_change="ignore")
    st.button(
        say(f"kiosk.do_{action.value}"),
        type="secondary" if action is Action.REJECT else "primary",
        key=f"{'danger_' if action is Action.REJECT else ''}do_{action.value}_{reference}",
        width="stretch",
        on_click=_do_form,
        args=(visit, case, action),
    )
    st.button(
        say("kiosk.deed_not"), type="tertiary", key=f"deed_not_{reference}", on_click=_choose, args=(reference, None)
    )


def _questions(case: OpenedCase) -> dict[str, str]:
    """What the citizen was asked, by id."""
    steps = journey.asked_steps(case.procedure, case.body.answers, "citizen")
    return {
        question.id: question.label.say("ja")
        for step in steps
        for question in journey.asked_questions(step, case.body.answers, "citizen")
    }


def _do_form(visit: Visit, case: OpenedCase, action: Action) -> None:
    reference = case.submission.reference
    picked = tuple(one for one in _questions(case) if st.session_state.get(_pick_key(reference, one)))
    order = Order(
        action,
        reason=str(st.session_state.get(f"reason_{reference}") or ""),
        questions=picked if action is Action.ASK_CORRECTION else (),
        section=str(st.session_state.get(f"section_{reference}") or "") if action is Action.HAND_OVER else "",
        revision=case.submission.revision,
    )
    _do(visit, case, order)


def attempt(reference: str, pressed: object, said: str, deed: Callable[[], object]) -> None:
    """Does it, and keeps what came of it for the page. `pressed`: what was on the screen, its revision with it. The
    same once more is an impatient second press, made before the page showed what came of the first: that stands.
    """
    if st.session_state.get(ANSWERED) == (reference, pressed):
        return
    for key in (FAILED, DONE):
        st.session_state.pop(key, None)
    try:
        deed()
    except MadoguchiError as failure:
        st.session_state[FAILED] = (reference, failure)
        return
    st.session_state[ANSWERED] = (reference, pressed)
    st.session_state[DONE] = (reference, said)


def _do(visit: Visit, case: OpenedCase, order: Order) -> None:
    pressed = (order.action, order.revision)
    attempt(case.submission.reference, pressed, order.action.value, lambda: _act(visit, case, order))


def _act(visit: Visit, case: OpenedCase, order: Order) -> None:
    """The revision is the one that was on the screen: the slower of two is told."""
    reference = case.submission.reference
    try:
        review.act(visit.office, visit.actor, reference, order)
    except ActionNotAllowed:
        if _revision(visit, reference) == order.revision:
            raise
        raise SubmissionChanged("submission_changed") from None
    st.session_state.pop(_chosen_key(reference), None)


def _revision(visit: Visit, reference: str) -> int:
    return visit.office.store.submission(reference, viewer_of(visit.actor)).revision


def _pay(visit: Visit, case: OpenedCase) -> None:
    reference, revision = case.submission.reference, case.submission.revision
    attempt(reference, ("pay", revision), "pay", lambda: review.pay(visit.office, visit.actor, reference))


def _choose(reference: str, action: Action | None) -> None:
    st.session_state.pop(FAILED, None)
    if action is None:
        st.session_state.pop(_chosen_key(reference), None)
    else:
        st.session_state[_chosen_key(reference)] = action.value


def _chosen_key(reference: str) -> str:
    return f"deed_{reference}"


def _pick_key(reference: str, question: str) -> str:
    return f"pick_{reference}_{question}"
