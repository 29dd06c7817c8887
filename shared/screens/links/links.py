"""What links and plain buttons of `st.html` do in the browser: move within the page, print, copy, close at once.

Without the script every link still leads where it says; with it the page stays, and only the drawing changes.
"""

from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

MANIFEST: Final = ComponentManifest("madoguchi-links", "1", [ComponentConfig("links", "assets")])
NAME: Final = f"{MANIFEST.name}.links"


def bind_links() -> None:
    """Once a page. Takes no room and sends nothing."""
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(NAME) is None:
        manager.register_from_manifest(MANIFEST, Path(__file__).parent)
    _component()(key="mg-links", data={}, height="content")


@cache
def _component() -> Any:
    return st.components.v2.component(NAME, js="links.js", isolate_styles=False)
