"""A page of fields with an error, as screens draw them: for focus, look, words and headers."""

import streamlit as st

from shared.screens.components.focus import focus
from shared.screens.uploads import let_go

step = st.query_params.get("step", "1")
st.set_page_config(page_title=f"連絡先 {step} | ちょうどいい窓口")
st.html('<i data-mg-page data-surface="citizen"></i>')
st.html(
    '<header class="mg-mast mg-bleed"><a class="mg-brand" href="/"><i class="mg-mark"></i>'
    "<span>ちょうどいい窓口<small>松江市のオンライン手続</small></span></a><div class='mg-tools'>"
    '<button class="mg-tool" data-mg-set="size:2">大きい字</button>'
    '<button class="mg-tool" data-mg-set="contrast:on">白黒</button>'
    '<button class="mg-tool" data-mg-set="language:en">English</button></div></header>'
)
turn = st.session_state.setdefault("turn", 0)
if turn:
    st.html(
        '<section class="mg-errs" id="errors" role="alert" tabindex="-1"><h2><i class="mg-i warn"></i>'
        '2か所、直してください</h2><ul><li><a href="#q_A7K_tel">電話番号は、数字で書いてください</a></li>'
        '<li><a href="#q_A7K_live">どちらか選んでください</a></li></ul></section>'
    )
st.html(f'<h1 id="top" tabindex="-1">連絡先を教えてください {step}</h1>')


def press() -> None:
    st.session_state.turn += 1


def onward() -> None:
    let_go(st.session_state["q_A7K_photo"])
    st.query_params["step"] = "2"


st.html('<p class="mg-ferr" id="error-tel"><i class="mg-i warn"></i><span>数字で書いてください</span></p>')
with st.container(key="bad_tel"):
    st.text_input("電話番号", key="q_A7K_tel", autocomplete="tel")
st.text_input("郵便番号", key="q_A7K_zip", placeholder="例：6908540")
st.radio("住まい", ["いっしょ", "別々"], key="q_A7K_live", index=None, captions=["", "仕事や学校で"])
st.selectbox("年号", ["令和", "平成"], key="q_A7K_era", index=None, placeholder="選んでください")
st.number_input("通数", 1, 10, 1, key="q_A7K_n")
st.checkbox("読みました", key="q_A7K_read")
st.text_area("くわしい事情", key="q_A7K_more")
st.file_uploader("写真", key="q_A7K_photo", type=["png", "pdf"], accept_multiple_files=True)
st.multiselect("いるもの", ["本籍", "続柄"], key="q_A7K_need", placeholder="選んでください")
st.button("つぎへ進む", type="primary", width="stretch", key="press", on_click=press)
st.button("次の画面", key="onward", on_click=onward)
with st.container(key="danger_stop"):
    st.button("取り下げる", key="stop")
with st.expander("くわしく"):
    st.text("説明")

wrong = {"aria-invalid": "true", "aria-describedby": "error-tel"} if turn else {}
focus(
    f"{step}/{turn}",
    "#errors" if turn else "#top",
    {"q_A7K_tel": {"inputmode": "tel", **wrong}, "q_A7K_zip": {"inputmode": "numeric"}, "q_A7K_live": wrong},
)
