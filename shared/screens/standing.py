"""いまのようす: where a sent case stands. The code shows the front part; the fact opens what is inside."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from shared.casework import afterwards
from shared.casework.afterwards import Progress
from shared.casework.cases import Case
from shared.errors import ActionNotAllowed, CaseError, KeepingError
from shared.language.dates import show_date_html, show_instant_html
from shared.language.wording import say_bracketed
from shared.records.folder import Front
from shared.records.reference import show_reference
from shared.records.status import Status
from shared.screens.done import by_language, title_of
from shared.screens.door import Door, Place
from shared.screens.fact import clear_slip, draw_fact, note_slip, slip_of, turn_of
from shared.screens.fragments import Moment, Mood, Way, chip, error_summary, moments, note, ways
from shared.screens.leading import lead_focus
from shared.screens.opener import Opener
from shared.screens.parts import head, heading, link_button, paragraph, section, tongue

_SIGNS: dict[Status, tuple[Mood, str]] = {
    Status.ARRIVED: ("", "ring"),
    Status.RECEIVED: ("", "ring"),
    Status.IN_REVIEW: ("go", "half"),
    Status.CORRECTION: ("wait", "pause"),
    Status.APPROVED: ("good", "check"),
    Status.REJECTED: ("bad", "x"),
    Status.COMPLETED: ("good", "check"),
    Status.WITHDRAWN: ("", "x"),
}


def status_chip(status: Status, language: str) -> str:
    """A status as icon and word, for the citizen."""
    mood, icon_name = _SIGNS[status]
    return chip(tongue(language)(f"screens.status_{status.value}"), mood, icon_name)


def draw_standing(door: Door, opener: Opener, case: Case, together: Sequence[Case] = ()) -> None:
    """What happened, what comes next, whom the clock waits for, and what one can do. `together`: the cases of its
    bundle, this one included.
    """
    front, language = case.front, door.language
    if front is None:
        raise ActionNotAllowed("not_sent", status="draft")
    t, progress, slip = tongue(language), afterwards.progress(case), slip_of(case, language)
    named = f"{title_of(front, language)} {t('screens.reference_short')} "
    number = f'<b class="mg-num">{show_reference(front.reference)}</b>'
    st.html(
        head(
            error_summary([slip], language) if slip else "",
            paragraph(named + number, "small"),
            heading(t("screens.standing_title")),
            _now(case, progress, language),
        )
    )
    if progress.status is Status.CORRECTION and not afterwards.withdrawal_sent(case):
        _draw_correction(door, opener, case, progress)
    st.html(section(t("screens.line_title"), moments(_line(progress, language), language)))
    if case.inside is None:
        draw_fact(opener, case, language)
    else:
        st.html(_messages(case, language))
    st.html(_sent_with(door, case, together) + _ways(door, case, front))
    lead_focus(f"{case.reference}/standing/{case.inside is not None}", turn_of(case), slip=slip)


def _now(case: Case, progress: Progress, language: str) -> str:
    t = tongue(language)
    words = [paragraph(status_chip(progress.status, language))]
    if afterwards.withdrawal_sent(case):
        words.append(note(paragraph(t("screens.withdrawal_waits")), "wait", "clock"))
    else:
        words.append(paragraph(t(f"screens.waits_{progress.waits_for}")))
    if progress.due_on and progress.waits_for == "office":
        day = show_date_html(progress.due_on.isoformat(), language)
        words.append(paragraph(t("screens.until_about", day=day), "small"))
    if progress.gap:
        words.append(note(paragraph(t("screens.gap"))))
    return "".join(words)


def _line(progress: Progress, language: str) -> list[Moment]:
    t = tongue(language)
    line = [Moment(t(f"web.line.{one.key}"), show_instant_html(one.at, language), "done") for one in progress.happened]
    if progress.coming:
        line.append(Moment(t(f"screens.now_{progress.waits_for}"), "", "now"))
        line += [Moment(t(f"web.line.{key}")) for key in progress.coming]
    return line


def _draw_correction(door: Door, opener: Opener, case: Case, progress: Progress) -> None:
    t = tongue(door.language)
    with st.container(key=f"cont_{case.reference}"):
        clock = paragraph(t("screens.correct_clock"), "small")
        if case.inside is None:
            needs = paragraph(t("screens.correct_needs_fact"))
            st.html(f"<h2>{t('screens.correct_title')}</h2>{needs}{clock}")
            return
        st.html(f"<h2>{t('screens.correct_title')}</h2>{_asked_back(case, progress, door.language)}{clock}")
        st.button(
            say_bracketed("screens.correct_do", door.language),
            type="primary",
            width="stretch",
            key=f"correct_{case.reference}",
            on_click=_correct,
            args=(door, opener, case),
        )


def _asked_back(case: Case, progress: Progress, language: str) -> str:
    said = afterwards.messages(case)
    reason = f'<p class="mg-typed">{escape(said[-1].text)}</p>' if said else ""
    labels = [case.procedure.question(path).label.html(language) for path in progress.asked_back]
    listed = "".join(f"<li>{label}</li>" for label in labels)
    return reason + (f'<ul class="mg-plain">{listed}</ul>' if listed else "")


def _sent_with(door: Door, case: Case, together: Sequence[Case]) -> str:
    """The others of its bundle, each with its number and how it stands."""
    lines = [
        Way(door.address(one, Place()), title_of(one.front, door.language), _short(one, door.language))
        for one in together
        if one.front and one.reference != case.reference
    ]
    return section(tongue(door.language)("screens.together_title"), ways(lines)) if lines else ""


def _short(case: Case, language: str) -> str:
    standing = tongue(language)(f"screens.status_{case.status.value}") if case.status else ""
    return f'<span class="mg-num">{show_reference(case.reference)}</span> {standing}'


def _messages(case: Case, language: str) -> str:
    t = tongue(language)
    kept = case.inside.messages if case.inside else ()
    cards = "".join(
        f'<div class="mg-card">{paragraph(show_instant_html(one.at, language), "small")}'
        f'<p class="mg-typed">{escape(one.text)}</p></div>'
        for one in (*kept, *afterwards.messages(case))
    )
    return section(t("screens.messages_title"), cards or paragraph(t("screens.no_messages"), "sub"))


def _ways(door: Door, case: Case, front: Front) -> str:
    t = tongue(door.language)
    lines = [
        Way(door.address(case, Place(view="answers")), t("screens.way_answers")),
        Way(door.address(case, Place(view="done")), t("screens.way_receipt")),
    ]
    name = by_language(front.section.name, door.language)
    ask = f"{t('screens.ask_section')}{name} {escape(front.section.telephone)}"
    withdraw = ""
    if afterwards.may_withdraw(case) and not afterwards.withdrawal_sent(case):
        address = door.address(case, Place(view="withdraw"))
        withdraw = link_button(address, t("screens.way_withdraw"), "danger")
    return section(t("screens.ways_title"), ways(lines), paragraph(ask, "hint"), withdraw)


def _correct(door: Door, opener: Opener, case: Case) -> None:
    try:
        draft = opener.begin_correction(case)
    except (CaseError, KeepingError) as failure:
        note_slip(case, failure)
        return
    clear_slip(case)
    asked = afterwards.progress(case).asked_back
    named = [s.id for s in draft.procedure.steps if any(q.id in asked for q in s.questions)]
    door.go(draft, Place(step=named[0], back=True) if named else Place(view="check"))
