"""One procedure at a time: forms that write the lines, or the lines themselves."""

from collections.abc import Callable
from html import escape

import streamlit as st

from kiosk.editing.addresses import WAYS, number_in, procedure_address
from kiosk.editing.bench import Bench, bench_of
from kiosk.editing.fee_form import draw_fee
from kiosk.editing.lines_form import draw_lines
from kiosk.editing.question_form import draw_question
from kiosk.editing.rule_forms import draw_deadline
from kiosk.editing.sentence_form import draw_sentence
from kiosk.editing.telling import refusal_html
from kiosk.visit import Visit
from shared.catalogue.editing.blocks import Block
from shared.errors import ValueRefused
from shared.language.wording import say
from shared.screens.fragments import back_link
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, paragraph, tongue

Draw = Callable[[Bench, str, Block], None]
_FORMS: dict[str, Draw] = {
    "fee": draw_fee,
    "question": draw_question,
    "sentence": draw_sentence,
    "deadline": draw_deadline,
    "lines": draw_lines,
}


def draw_procedure(visit: Visit) -> None:
    """Raises ValueRefused where no file holds the procedure."""
    t, bench, procedure = tongue("ja"), bench_of(visit), visit.query.get("procedure", "")
    way = visit.query.get("way", "")
    way = way if way in WAYS else "fee"
    name, block = bench.place_of(procedure)
    draft = bench.draft.number if bench.draft is not None else None
    title = next((one.title.say("ja") for one in visit.catalogue.procedures if one.id == procedure), procedure)
    where = say("editing.in_draft", number=draft) if draft else say("editing.in_new")
    st.html(
        back_link(bench.back, "ja")
        + head(heading(escape(title)), paragraph(f"{escape(where)}・{escape(name)}", "small"))
        + _picks(procedure, draft, way)
    )
    with st.container(key=f"panel_way_{way}", gap="small"):
        st.html(f"<h2>{t(f'editing.way_{way}')}</h2>{paragraph(t(f'editing.hint_{way}'), 'hint')}")
        try:
            _FORMS[way](bench, name, block)
        except ValueRefused as refused:
            st.html(refusal_html(refused))
    lead_focus(f"editing/{procedure}/{way}/{number_in(visit, 'line') or 0}")


def _picks(procedure: str, draft: int | None, way: str) -> str:
    t = tongue("ja")
    links = "".join(
        f'<a class="kio-pick" href="{escape(procedure_address(procedure, draft, one))}"'
        f"{' aria-current=true' if one == way else ''}>{t(f'editing.way_{one}')}</a>"
        for one in WAYS
    )
    return f'<div class="kio-filters"><nav aria-label="{t("editing.ways")}">{links}</nav></div>'
