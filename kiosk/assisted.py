"""A visitor's case on the screen: the band that says so, and the screen of the case, dense or large."""

from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from kiosk.aside import draw_aside
from kiosk.band import draw_band
from kiosk.consent import AGAIN, draw_consent
from kiosk.dense import draw_dense
from kiosk.done import draw_done
from kiosk.door import KioskDoor, query_of
from kiosk.ending import draw_ending
from kiosk.frame import draw_sheet, draw_top
from kiosk.holding import bring_back
from kiosk.out_to_sign import draw_out
from kiosk.paper_forms import draw_forms
from kiosk.second_face import publish, take_in
from kiosk.visit import Visit
from kiosk.visit_booking import draw_booking
from kiosk.visitor import draw_visitor
from shared.casework.cases import Case
from shared.casework.counter import PHONE
from shared.casework.paper import signing
from shared.casework.paper.by_letter import POST
from shared.catalogue.procedure import Step
from shared.screens.check import draw_check
from shared.screens.course import open_step, step_at, steps_before_check
from shared.screens.door import Place
from shared.screens.inside import draw_inside
from shared.screens.moved import draw_moved
from shared.screens.parts import icon, tongue
from shared.screens.signing import signing_html
from shared.screens.standing import draw_standing
from shared.screens.step import draw_step

WAY = (1.15, 4.1, 1.85)  # steps, the case, what staff do
WHOLE = (5.4, 1.7)  # the case on one page, what staff do


def draw_assisted(visit: Visit, case: Case) -> None:
    """The screen that the address and the answers lead to."""
    if visit.query.get("agree") and case.draft is not None:
        draw_consent(visit, AGAIN)
        return
    bring_back(visit, case)
    case = take_in(visit, case)
    if visit.hand == "visitor" and case.draft is not None:
        draw_visitor(visit, case)
        return
    draw_sheet("desk", "ja")
    draw_top(visit, "counter")
    draw_band(visit, case)
    door = KioskDoor(visit)
    aside = _beside_writing(visit, case)
    if aside is not None or case.draft is None:
        with st.container(key="narrow"):
            aside() if aside is not None else _draw_sent(visit, door, case)
    else:
        _draw_writing(visit, door, case)


def _beside_writing(visit: Visit, case: Case) -> Callable[[], None] | None:
    """The screen that stands for the form: papers, what is out to be signed, a booking, the end; None: none of them."""
    query, writing = visit.query, case.draft is not None
    if query.get("forms") and writing:
        return lambda: draw_forms(visit, case.procedure, case)
    if query.get("visit") and writing and not case.correcting:
        return lambda: draw_booking(visit, case)
    if writing and case.channel in (PHONE, POST) and signing.is_out(visit.clerk, case.reference):
        return lambda: draw_out(visit, case)
    if query.get("end") or (visit.place.view == "leave" and writing):
        return lambda: draw_ending(visit, case)
    return None


def _draw_writing(visit: Visit, door: KioskDoor, case: Case) -> None:
    if signing_words := signing_html(case, "ja"):  # given up, and gone on with
        st.html(signing_words)
    if case.draft is not None and case.draft.moved is not None:
        with st.container(key="narrow"):
            draw_moved(door, case, case.draft.moved, door.note_read)
        return
    if visit.dense and not visit.place.view and not case.correcting:  # a correction asks what was asked back
        _draw_whole(visit, door, case)
        return
    step = step_at(case, visit.place, door.hand)
    publish(visit, case, step)
    left, middle, right = st.columns(WAY, gap="medium")
    with left:
        st.html(_way_html(door, case, step))
    with right:
        draw_aside(visit, case, step)
    with middle:
        if step is not None:
            st.html(_switch_html(case, dense=False))
            draw_step(door, case, step)
        else:
            draw_check(door, case, to_sign=signing.needs_signature(case))


def _draw_whole(visit: Visit, door: KioskDoor, case: Case) -> None:
    """対面: all steps on one page; the way at the left is the page itself."""
    middle, right = st.columns(WHOLE, gap="medium")
    with middle:
        if not door.by_letter:  # one by one everything would be asked, also what the letter leaves open
            st.html(_switch_html(case, dense=True))
        case = draw_dense(door, case)
    with right:
        draw_aside(visit, case, open_step(case, door.hand) or steps_before_check(case, door.hand)[0], whole=True)


def _switch_html(case: Case, *, dense: bool) -> str:
    """Between one page and one question a screen, at any step."""
    address = escape(f"/?{urlencode(query_of(case.reference, Place(), singly=dense))}")
    words = tongue("ja")("dense.switch_to_one" if dense else "dense.switch_to_dense")
    return f'<p class="kio-switch"><a class="mg-tool" href="{address}">{icon("doc")}{words}</a></p>'


def _draw_sent(visit: Visit, door: KioskDoor, case: Case) -> None:
    place = visit.place
    if place.view in ("answers", "withdraw"):
        draw_inside(door, door, case, place.view)
    elif place.view or place.step:
        draw_done(visit, case)
    else:
        draw_standing(door, door, case)


def _way_html(door: KioskDoor, case: Case, now: Step | None) -> str:
    """The steps at the left: done ones can be gone back to."""
    t, steps = tongue("ja"), steps_before_check(case, door.hand)
    left = open_step(case, door.hand)
    reach = _index(steps, left) if left else len(steps)
    lines = [_line(door, case, step, n, n <= reach, now) for n, step in enumerate(steps)]
    check = t("kiosk.way_check")
    if left is None:
        current = ' aria-current="step"' if now is None else ""
        address = escape(door.address(case, Place(view="check")))
        lines.append(f'<a href="{address}"{current}><span>{len(steps) + 1} {check}</span></a>')
    else:
        lines.append(f'<span class="off">{len(steps) + 1} {check}</span>')
    title = case.procedure.title.html("ja")
    body = f'<p class="mg-sub mg-s">{title}</p>{"".join(lines)}'
    return f'<nav class="mg-side kio-way" aria-label="{t("kiosk.way_title")}">{body}</nav>'


def _line(door: KioskDoor, case: Case, step: Step, index: int, reached: bool, now: Step | None) -> str:
    words = f"{index + 1} {_short(step)}"
    if not reached:
        return f'<span class="off">{words}</span>'
    is_now = now is not None and now.id == step.id
    done = case.draft is not None and step.id in case.draft.seen
    sign = icon("pen") if is_now else icon("check") if done else ""
    current = ' aria-current="step"' if is_now else ""
    address = escape(door.address(case, Place(step=step.id)))
    return f'<a href="{address}"{current}><span>{words}</span>{sign}</a>'


def _short(step: Step) -> str:
    """Labels are shorter than the question that a citizen reads."""
    if len(step.questions) == 1:
        return step.questions[0].label.html("ja")
    return step.title.html("ja")


def _index(steps: Sequence[Step], step: Step) -> int:
    return next((n for n, one in enumerate(steps) if one.id == step.id), len(steps))
