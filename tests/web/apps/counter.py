"""A counter's page: scanner, idle question, cover."""

import streamlit as st

from shared.screens.components.idle import IdleRule, IdleWords, watch_idle, wipe_session
from shared.screens.components.scanner import scanned

st.set_page_config(page_title="窓口")
st.html('<i data-mg-page data-surface="desk"></i>')
then = st.query_params.get("then", "")


def over() -> None:
    wipe_session()
    st.session_state["over"] = True


if st.session_state.get("over") and then == "cover":
    st.html('<h1 id="top">かくしています</h1>')
    if st.button("つづける", key="go_on"):
        del st.session_state["over"]
        st.rerun()
    st.stop()

st.html('<h1 id="top">受付</h1>')
code = scanned("scan")
if code:
    st.session_state.setdefault("codes", []).append(code)
st.text_input("氏名", key="name")
st.text_area("メモ", key="memo")
st.text("読んだもの:" + "|".join(st.session_state.get("codes", [])))
if then:
    words = IdleWords(
        "まだ使っていますか", "{seconds}秒で消えます", "つづける", "少しお待ちください", "職員がもどります"
    )
    rule = IdleRule(seconds=4, warn=2, then="cover" if then == "cover" else "leave", home="/?home=1")
    watch_idle("idle", rule, words, over)
