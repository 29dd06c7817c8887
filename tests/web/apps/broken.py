"""A page that breaks with a person's words in its exception, in the script and in a callback."""

import streamlit as st

st.set_page_config(page_title="窓口")
st.html('<h1 id="top">申請</h1>')
name = st.text_input("氏名", key="name")


def press() -> None:
    raise ValueError(st.session_state.name)


st.button("送る", on_click=press)
if name.endswith("花子"):
    raise KeyError(name)
