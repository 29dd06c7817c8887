"""手続の手入れ: proposals and procedures; what is due is published when somebody looks."""

from collections.abc import Callable

import streamlit as st

from kiosk.editing.addresses import FILE, LIST, PROCEDURE, number_in
from kiosk.editing.file_page import draw_file
from kiosk.editing.list_page import draw_list
from kiosk.editing.procedure_page import draw_procedure
from kiosk.editing.proposal_page import draw_proposal
from kiosk.editing.telling import draw_failure
from kiosk.frame import draw_sheet, draw_top
from kiosk.visit import Visit
from shared.casework.authority import Deed, may
from shared.casework.proposals import publication
from shared.errors import MadoguchiError
from shared.screens.fragments import note
from shared.screens.leading import lead_focus
from shared.screens.parts import heading, paragraph, tongue

_PAGES: dict[str, Callable[[Visit], None]] = {LIST: draw_list, PROCEDURE: draw_procedure, FILE: draw_file}


def draw_editing(visit: Visit, page: str) -> None:
    """The page that the address names. For whoever may not, only that."""
    draw_sheet("desk", "ja")
    draw_top(visit, "editing")
    if not may(visit.actor, Deed.EDIT, None):
        t = tongue("ja")
        st.html(heading(t("editing.title")) + note(paragraph(t("editing.not_yours")), "wait", "warn"))
        lead_focus("editing/refused")
        return
    publication.publish_due(visit.office)
    draw_failure()
    number = number_in(visit, "editing")
    try:
        if number is not None:
            draw_proposal(visit, number)
        else:
            _PAGES.get(page, draw_list)(visit)
    except MadoguchiError as failure:
        st.html(heading(tongue("ja")("editing.title")))
        draw_failure(failure)
        lead_focus("editing/failed")
