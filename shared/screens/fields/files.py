"""Fields for files: taken at once, listed by name, taken away again. The other answers stay as typed."""

from html import escape
from typing import ClassVar

import streamlit as st
from pydantic import JsonValue

from shared.catalogue.questions.files import FileQuestion, wording_of
from shared.errors import FileRefused, MadoguchiError
from shared.language.wording import say_bracketed, say_html
from shared.records.envelope import KeptFile
from shared.screens.explained import words_of
from shared.screens.fields.field import Field, plain_markdown
from shared.screens.uploads import let_go

_ENDINGS = {"jpg": ["jpg", "jpeg"], "heic": ["heic", "heif"]}


class FileField(Field[FileQuestion]):
    """Files of one question, kept with the draft as soon as they are chosen."""

    kinds: ClassVar[tuple[str, ...]] = ("file",)

    @property
    def files(self) -> list[KeptFile]:
        """What is kept for this question now."""
        draft = self.setting.case.draft
        return [file for file in draft.files if file.question == self.path] if draft else []

    @property
    def refusal_key(self) -> str:
        """Where the reason of a refused file stands until the next try."""
        return f"refused_{self.key}"

    @property
    def focus_key(self) -> str:
        return self._uploader_key()

    def fill(self, stored: JsonValue) -> None:
        """Nothing to fill: the list comes from the draft."""

    def draw(self) -> None:
        for file in self.files:
            self._draw_kept(file)
        self._draw_refusal()
        if len(self.files) < self.question.max_files:
            self._draw_uploader()

    def raw(self) -> object:
        return [described(file) for file in self.files]

    def _draw_kept(self, file: KeptFile) -> None:
        with st.container(key=f"file_{self.key}_{file.blob[:8]}", horizontal=True, vertical_alignment="center"):
            size = say_html("screens.file_size", self.language, kilobytes=max(1, round(file.size / 1024)))
            st.html(f'<p class="mg-file"><b>{escape(file.name)}</b><small>{size}</small></p>')
            st.button(
                say_bracketed("screens.file_take_away", self.language, name=plain_markdown(file.name)),
                key=f"away_{self.key}_{file.blob[:8]}",
                on_click=self._take_away,
                args=(file.blob,),
                type="tertiary",
            )

    def _draw_refusal(self) -> None:
        reason = st.session_state.pop(self.refusal_key, None)
        if reason:
            st.html(f'<div role="alert"><p class="mg-ferr"><span>{reason}</span></p></div>')

    def _draw_uploader(self) -> None:
        question = self.question
        kinds = wording_of(question.accept_types)
        hint = say_html("screens.file_kinds", self.language, kinds=kinds, most=question.max_mb)
        st.html(f'<p class="mg-hint" aria-hidden="true">{hint}</p>')
        st.file_uploader(
            self.spoken_label,
            type=[ending for kind in question.accept_types for ending in _ENDINGS.get(kind, [kind])],
            key=self._uploader_key(),
            max_upload_size=question.max_mb,
            label_visibility="collapsed",
            on_change=self._take,
        )

    def _uploader_key(self) -> str:
        """A new widget for each file, because a kept one is listed by us and not by the widget."""
        return f"{self.key}_up{st.session_state.get(f'count_{self.key}', 0)}"

    def _take(self) -> None:
        uploaded = st.session_state.get(self._uploader_key())
        if uploaded is None:
            return
        try:
            self.setting.door.attach(self.setting.case, self.path, uploaded.name, uploaded.getvalue())
        except (FileRefused, MadoguchiError) as refused:
            st.session_state[self.refusal_key] = words_of(refused, self.language)
        let_go([uploaded])
        st.session_state[f"count_{self.key}"] = st.session_state.get(f"count_{self.key}", 0) + 1

    def _take_away(self, blob: str) -> None:
        try:
            self.setting.door.detach(self.setting.case, blob)
        except MadoguchiError as refused:
            st.session_state[self.refusal_key] = words_of(refused, self.language)


def described(file: KeptFile) -> dict[str, JsonValue]:
    """The answer that names a kept file."""
    return {
        "blob": file.blob,
        "name": file.name,
        "type": file.type,
        "size": file.size,
        "sha256": file.sha256.hex(),
    }
