"""A page with a camera button: what was read, and a way to take the button away."""

import streamlit as st

from shared.screens.components.camera import scanned_by_camera

st.set_page_config(page_title="窓口")
st.html(f'<i data-mg-page data-surface="{st.query_params.get("surface", "desk")}"></i>')
st.html('<h1 id="top">受付</h1>')
if st.checkbox("カメラを出す", value=True, key="shown"):
    code = scanned_by_camera("camera", st.query_params.get("language", "ja"))
    if code:
        st.session_state.setdefault("codes", []).append(code)
st.text_input("コード", key="typed")
st.text("読んだもの:" + "|".join(st.session_state.get("codes", [])))
