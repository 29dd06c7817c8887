"""A field with everything around it: label, hint, what to put right, what to look at again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from shared.screens import said_by_card
from shared.screens.fields.field import Field, hint_html, label_html
from shared.screens.fragments import field_error, field_flag


@dataclass(frozen=True)
class Said:
    """What is said at the fields of a screen, by path: messages to put right, and flags to look at again."""

    errors: Mapping[str, str]
    flags: Mapping[str, str]


def draw_framed(field: Field[Any], said: Said, without_label: bool = False) -> None:
    """Label, hint, message and widget, in the order in which they are read."""
    error, flag = said.errors.get(field.path), said.flags.get(field.path)
    mark = "bad" if error else "field"
    with st.container(key=f"{mark}_{field.key}", gap=None):
        above = [] if without_label or field.own_label else [label_html(field)]
        above.append(hint_html(field))
        if said_by_card.is_said(field.setting.case, field.question) and not error:
            above.append(said_by_card.hint_html(field.language))
        if error:
            above.append(field_error(error, field.focus_key))
        if flag:
            above.append(field_flag(flag))
        if any(above):
            st.html("".join(above))
        field.draw()
