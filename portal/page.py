"""The portal's script; Streamlit runs it for every visit and every press."""

from urllib.parse import urlencode

import streamlit as st

from portal.rooms import front_side, id_card_desk
from portal.screen import draw_screen
from portal.together import SEVERAL
from shared.screens.rehearsed import band_of

query = dict(st.query_params) | {name: ",".join(st.query_params.get_all(name)) for name in SEVERAL}
draw_screen(front_side(), query, dict(st.context.cookies), id_card_desk())
if band := band_of(front_side()):
    st.html(band.styled(f"/?{urlencode(st.query_params.to_dict())}"))
