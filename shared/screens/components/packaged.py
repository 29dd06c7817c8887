"""Components of ours, served as files under `script-src 'self'`: no inline script, no bundler.

Streamlit finds packaged components by a pyproject.toml among the files of installed distributions; an
editable install lists none. So the manifest is handed to Streamlit's registry here, the same for a checkout,
a wheel and AppTest. `register_from_manifest` is Streamlit's own; tests/web/test_components.py guards it.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

HERE: Final = Path(__file__).parent
NAMES: Final = ("camera", "focus", "hotkeys", "idle", "lines", "photos", "scanner")
MANIFEST: Final = ComponentManifest("madoguchi", "1", [ComponentConfig(name, "assets") for name in NAMES])


def mount(name: str, key: str, data: object, **on_change: Callable[[], None]) -> Any:
    """Puts the component `assets/<name>.js` on the page and gives what it sent.

    `on_change`: `on_<value>_change` callbacks; each named value may be sent. It takes the room that it draws in;
    `assets/<name>.css` is its sheet where there is one.
    """
    manager = get_bidi_component_manager()
    if manager.get_component_asset_root(f"{MANIFEST.name}.{name}") is None:
        manager.register_from_manifest(MANIFEST, HERE)
    return _renderer(name)(key=key, data=data, height="content", **on_change)


@cache
def _renderer(name: str) -> Callable[..., Any]:
    sheet = f"{name}.css" if (HERE / "assets" / f"{name}.css").exists() else None
    return st.components.v2.component(f"{MANIFEST.name}.{name}", js=f"{name}.js", css=sheet, isolate_styles=False)
