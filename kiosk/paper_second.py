"""二回目の入力 and what differs: marked answers once more, by somebody else; then which reading is right."""

from collections.abc import Sequence
from html import escape

import streamlit as st

from kiosk.paper_scan import scan_html
from kiosk.paper_words import refusal_html
from kiosk.visit import Visit
from shared.casework.paper import completion, second
from shared.casework.paper.entry import Entry, entry_of
from shared.casework.paper.second import Again, Difference
from shared.errors import AnswerProblem, AnswersRefused, MadoguchiError
from shared.language.wording import say
from shared.screens.fragments import Slip, back_link, error_summary, field_error, reference_number
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, paragraph, tongue

FAILED = "paper_second_failed"
WAY = (1, 1.15)


def draw_second(visit: Visit) -> None:
    """The second turn, or what differs, beside the sheet."""
    sheet = entry_of(visit.clerk, visit.query.get("sheet", ""))
    t, differs = tongue("ja"), second.differences(sheet)
    failure = st.session_state.pop(FAILED, None)
    problems = failure.errors if isinstance(failure, AnswersRefused) else ()
    title = "kiosk_paper.decide_heading" if differs else "kiosk_paper.second_heading"
    words = "kiosk_paper.decide_words" if differs else "kiosk_paper.second_words"
    failed = refusal_html(failure) if isinstance(failure, MadoguchiError) and not problems else ""
    slips = _slips(sheet, problems)
    st.html(
        head(
            back_link("/?paper=list", "ja"),
            failed,
            error_summary(slips, "ja") if slips else "",
            paragraph(reference_number(sheet.reference), "sub"),
            heading(t(title)),
            paragraph(t(words), "hint"),
        )
    )
    left, right = st.columns(WAY, gap="medium")
    with left:
        st.html(scan_html(visit, sheet.reference))
    with right:
        if differs:
            _draw_differences(visit, sheet, differs)
        else:
            _draw_form(visit, sheet, {one.question: one for one in problems})
    lead_focus(f"paper/second/{sheet.reference}/{len(slips)}", slip=slips[0] if slips else None)


def _draw_form(visit: Visit, sheet: Entry, problems: dict[str, AnswerProblem]) -> None:
    fields = second.again(sheet)
    with st.form(f"second_{sheet.reference}", border=False):
        for one in fields:
            key, problem = _key(sheet, one.path), problems.get(one.path)
            with st.container(key=f"{'bad' if problem else 'field'}_{key}", gap=None):
                if problem:
                    st.html(field_error(_words(problem), key))
                st.text_input(one.label, key=key, autocomplete="off")
        st.form_submit_button(
            say("kiosk_paper.second_do"),
            type="primary",
            width="stretch",
            key=f"second_do_{sheet.reference}",
            on_click=_type_again,
            args=(visit, sheet, fields),
        )


def _draw_differences(visit: Visit, sheet: Entry, found: Sequence[Difference]) -> None:
    t = tongue("ja")
    for one in found:
        st.html(f'<h2 class="kio-differs">{escape(one.label)}</h2>')
        shown = {
            "first": f"{say('kiosk_paper.first_said')}　{one.first_shown or say('kiosk_paper.said_nothing')}",
            "second": f"{say('kiosk_paper.second_said')}　{one.second_shown or say('kiosk_paper.said_nothing')}",
        }
        st.radio(
            one.label,
            list(shown),
            index=None,
            key=_key(sheet, one.path),
            format_func=shown.__getitem__,
            label_visibility="collapsed",
        )
    st.button(
        t("kiosk_paper.decide_do"),
        type="primary",
        width="stretch",
        key=f"decide_{sheet.reference}",
        on_click=_decide,
        args=(visit, sheet, [one.path for one in found]),
    )


def _type_again(visit: Visit, sheet: Entry, fields: Sequence[Again]) -> None:
    raw = {one.path: st.session_state.get(_key(sheet, one.path), "") for one in fields}
    try:
        typed = second.type_again(visit.clerk, sheet, raw)
        if not second.differences(typed):
            completion.complete(visit.clerk, entry_of(visit.clerk, sheet.reference))
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return
    _go_on(sheet, [one.path for one in fields], "differs" if second.differences(typed) else "complete")


def _decide(visit: Visit, sheet: Entry, paths: Sequence[str]) -> None:
    chosen = {path: str(st.session_state.get(_key(sheet, path)) or "") for path in paths}
    try:
        completion.complete(visit.clerk, entry_of(visit.clerk, sheet.reference), chosen)
    except MadoguchiError as failure:
        st.session_state[FAILED] = failure
        return
    _go_on(sheet, paths, "complete")


def _go_on(sheet: Entry, paths: Sequence[str], done: str) -> None:
    """To the list; nothing that was typed stays in the page's memory."""
    for path in paths:
        st.session_state.pop(_key(sheet, path), None)
    st.query_params.from_dict({"paper": "list", "done": done})


def _slips(sheet: Entry, problems: Sequence[AnswerProblem]) -> list[Slip]:
    labels = {one.path: one.label for one in second.again(sheet)}
    return [Slip(_key(sheet, one.question), labels.get(one.question, ""), _words(one)) for one in problems]


def _words(problem: AnswerProblem) -> str:
    return say(f"errors.{problem.code}", "ja", **problem.params)


def _key(sheet: Entry, path: str) -> str:
    return f"again_{sheet.reference}_{path.replace('.', '_').replace('#', 'count')}"
