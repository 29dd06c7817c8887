"""The portal's script; Streamlit runs it for every visit and every press."""

import streamlit as st

from portal.rooms import front_side, id_card_desk
from portal.screen import draw_screen
from portal.together import SEVERAL

query = dict(st.query_params) | {name: ",".join(st.query_params.get_all(name)) for name in SEVERAL}
draw_screen(front_side(), query, dict(st.context.cookies), id_card_desk())
