"""The portal's script; Streamlit runs it for every visit and every press."""

import streamlit as st

from portal.rooms import front_side, id_card_desk
from portal.screen import draw_screen

draw_screen(front_side(), dict(st.query_params), dict(st.context.cookies), id_card_desk())
