"""The visitor's own screen before their case begins: what is agreed, large and in their language, and two buttons."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from kiosk.frame import draw_sheet
from kiosk.visit import Visit
from shared.casework.mandate import HELP
from shared.catalogue.procedure import Procedure
from shared.language.wording import say
from shared.screens.leading import lead_focus
from shared.screens.parts import head, heading, tongue

TURNED = "consent_turned"  # what was filled in before the screen was turned (consent_fields.Filled)


def draw_touch(
    visit: Visit, procedure: Procedure, language: str, agree: Callable[..., None], args: tuple[Any, ...]
) -> None:
    """Nothing of the desk is here. `agree` begins; the other button gives the screen back to staff."""
    t, told = tongue(language), st.session_state[TURNED].agreement.told
    draw_sheet("kiosk", language)
    who = t("kiosk.agreed_who", name=visit.actor.shown, what=procedure.title.say(language))
    lines = [who, *(t(f"kiosk.agreed_{one}") for one in HELP)]
    lines += [t(f"agreement.told_{one.who}_{one.by}") for one in told]
    body = f'<ul class="mg-plain">{"".join(f"<li>{line}</li>" for line in lines)}</ul>'
    st.html(f'<div class="kio-touch">{head(heading(t("kiosk.touch_title")))}{body}</div>')
    st.button(
        say("kiosk.touch_yes", language), type="primary", width="stretch", key="touch_yes", on_click=agree, args=args
    )
    st.button(say("kiosk.touch_no", language), width="stretch", key="touch_no", on_click=_back)
    lead_focus("consent/touch")


def _back() -> None:
    st.session_state.pop(TURNED, None)
