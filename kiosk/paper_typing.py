"""一回目の入力: the sheet at the left, the dense form at the right, what cannot be read marked below the sheet."""

from collections.abc import Mapping

import streamlit as st

from kiosk.dense import DENSE, draw_dense
from kiosk.door import KioskDoor
from kiosk.paper_scan import scan_html
from kiosk.visit import Visit
from shared.casework.cases import Case
from shared.casework.paper import completion, entry
from shared.casework.paper.entry import HAND, Entry, entry_of
from shared.casework.paper.facts import REQUEST, SCAN
from shared.catalogue.questions.groups import GroupQuestion, RepeatQuestion
from shared.catalogue.questions.kinds import Question
from shared.errors import AnswerProblem, AnswersRefused, FileRefused
from shared.language.wording import say
from shared.screens.course import closing_step
from shared.screens.door import Place
from shared.screens.fragments import back_link, field_error, reference_number
from shared.screens.parts import head, paragraph, tongue
from shared.screens.trouble import trouble_at

WAY = (1, 1.35)  # sheet, form


class SheetDoor(KioskDoor):
    """A `Door` for what is typed from paper: kept beside the record, sent nowhere."""

    def __init__(self, visit: Visit, sheet: Entry) -> None:
        super().__init__(visit)
        self._sheet = sheet

    def save(self, case: Case, step_id: str, raw: Mapping[str, object]) -> Case:
        return self._put(raw)

    def save_some(self, case: Case, raw: Mapping[str, object]) -> Case:
        return self._put(raw)

    def save_all(self, case: Case, raw: Mapping[str, object]) -> Case:
        """Everything is read, and the first turn is done. Raises AnswersRefused."""
        self._put({**raw, **_agreed(self._sheet)})
        self._sheet = entry.finish(self._visit.clerk, self._sheet)
        hidden = completion.hide_if_protected(self._visit.clerk, self._sheet)
        if not hidden and not completion.needs_second(self._sheet):
            completion.complete(self._visit.clerk, entry_of(self._visit.clerk, self._sheet.reference))
        return self._sheet.case

    def attach(self, case: Case, question: str, filename: str, data: bytes) -> None:
        """What came with the sheet is among its scans. Raises FileRefused."""
        raise FileRefused("scan_with_sheet")

    def detach(self, case: Case, blob: str) -> None:
        """Back to the sheet's own scans."""
        number = next(n for n, file in enumerate(self._sheet.draft.files) if file.blob == blob)
        self._sheet = entry.assign(self._visit.clerk, self._sheet, SCAN, number)

    def go(self, case: Case, place: Place) -> None:
        if place.view == "check":
            again = completion.needs_second(self._sheet)
            st.query_params.from_dict({"paper": "list", "done": "first" if again else "complete"})
        else:
            st.query_params.from_dict(self._query(case, place))

    def _query(self, case: Case, place: Place) -> dict[str, str]:
        named = {"step": place.step, "list": place.question, "item": place.item}
        return {"paper": "type", "sheet": case.reference, **{key: value for key, value in named.items() if value}}

    def _put(self, raw: Mapping[str, object]) -> Case:
        self._sheet = entry.put(self._visit.clerk, self._sheet, raw, marks_of(self._sheet.reference))
        return self._sheet.case


def draw_typing(visit: Visit) -> None:
    """The whole sheet, typed by one person."""
    sheet = entry_of(visit.clerk, visit.query.get("sheet", ""))
    t, reference = tongue("ja"), sheet.reference
    st.session_state.setdefault(_marks_key(reference), list(sheet.illegible))
    st.html(
        head(
            back_link("/?paper=list", "ja"),
            paragraph(f"{t('kiosk_paper.type_words')} {reference_number(reference)}", "sub"),
        )
    )
    left, right = st.columns(WAY, gap="medium")
    with left:
        st.html(scan_html(visit, reference))
        _draw_assigning(visit, sheet)
        _draw_agreed(sheet)
        _draw_marks(sheet)
    with right:
        draw_dense(SheetDoor(visit, sheet), sheet.case)


def marks_of(reference: str) -> tuple[str, ...]:
    """The answers that this person marked as 読めない."""
    return tuple(st.session_state.get(_marks_key(reference)) or ())


def _closing(sheet: Entry) -> list[Question]:
    """What the form asks to be agreed to: a tick or the signature on the sheet."""
    step = closing_step(sheet.case, HAND)
    return list(step.questions) if step else []


def _draw_agreed(sheet: Entry) -> None:
    missing = {one.question for one in trouble_at(sheet.case, DENSE).errors}
    for question in _closing(sheet):
        key = f"agreed_{sheet.reference}_{question.id}"
        if question.id in missing:
            st.html(f'<div role="alert">{field_error(say("errors.paper_agreed"), key)}</div>')
        st.session_state.setdefault(key, sheet.draft.answers.get(question.id) == "yes")
        st.checkbox(say("kiosk_paper.agreed", what=question.label.say("ja")), key=key)


def _agreed(sheet: Entry) -> dict[str, object]:
    """Raises AnswersRefused where nothing on the sheet says so and it is not marked as 読めない either."""
    ticked = {one.id: bool(st.session_state.get(f"agreed_{sheet.reference}_{one.id}")) for one in _closing(sheet)}
    missing = [one for one, yes in ticked.items() if not yes and one not in marks_of(sheet.reference)]
    if missing:
        raise AnswersRefused([AnswerProblem(one, "paper_agreed") for one in missing])
    return {one: "yes" for one, yes in ticked.items() if yes}


def _draw_marks(sheet: Entry) -> None:
    labels = {question.id: question.label.say("ja") for question in sheet.case.procedure.questions()}
    for question in sheet.case.procedure.questions():
        if isinstance(question, GroupQuestion | RepeatQuestion):
            labels |= {
                f"{question.id}.{child.id}": f"{question.label.say('ja')} {child.label.say('ja')}"
                for child in question.questions
                if isinstance(question, GroupQuestion)
            }
    st.multiselect(
        say("kiosk_paper.illegible"),
        list(labels),
        key=_marks_key(sheet.reference),
        format_func=lambda one: labels.get(one, one),
        placeholder=say("kiosk_paper.illegible_none"),
        help=None,
    )


def _draw_assigning(visit: Visit, sheet: Entry) -> None:
    """Which of the scans is a paper that the form asks for."""
    asked = {one.id: one.label.say("ja") for one in sheet.case.procedure.questions() if one.kind == "file"}
    if not asked:
        return
    for number, file in enumerate(sheet.draft.files):
        if file.question == REQUEST:
            continue
        options = [SCAN, *asked]
        st.selectbox(
            say("kiosk_paper.this_is", page=number + 1),
            options,
            index=options.index(file.question) if file.question in options else 0,
            key=f"this_is_{sheet.reference}_{number}",
            format_func=lambda one: asked.get(one, say("kiosk_paper.the_sheet")),
            on_change=_assign,
            args=(visit, sheet, number),
        )


def _assign(visit: Visit, sheet: Entry, number: int) -> None:
    entry.assign(visit.clerk, sheet, str(st.session_state[f"this_is_{sheet.reference}_{number}"]), number)


def _marks_key(reference: str) -> str:
    return f"illegible_{reference}"
