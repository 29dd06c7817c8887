"""SL-10: what rests on the inside of Streamlit 1.67. A newer version that differs fails here first, with a note."""

import inspect

import pytest
import streamlit
from streamlit import config, error_util
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.web.server.starlette import starlette_app, starlette_routes, starlette_websocket

from shared.screens.components.packaged import MANIFEST
from shared.screens.server import SETTINGS
from shared.web.endpoints import RESERVED

NOTE = "Streamlit has changed: read research/ecosystem_security.md B3 and {place} before raising the pin. "


def note(place: str) -> str:
    return NOTE.format(place=place)


def test_the_pin_is_the_version_that_was_studied() -> None:
    assert streamlit.__version__ == "1.67.0", note("everything in shared/web and shared/screens")


@pytest.mark.parametrize("name", sorted(SETTINGS))
def test_every_setting_exists(name: str) -> None:
    assert name in config._config_options_template, note("shared/screens/server.py SETTINGS")


def test_its_addresses_are_the_ones_we_guard() -> None:
    served = {
        starlette_routes.BASE_ROUTE_CORE,
        starlette_routes.BASE_ROUTE_MEDIA,
        starlette_routes.BASE_ROUTE_COMPONENT,
        starlette_routes.BASE_ROUTE_STATIC,
        starlette_routes.BASE_ROUTE_APP_STATIC,
    }
    assert {f"/{path}" for path in served} <= set(RESERVED), note("shared/web/endpoints.py")
    assert starlette_routes.BASE_ROUTE_UPLOAD_FILE == "_stcore/upload_file", note("shared/web/uploads.py")
    assert starlette_websocket._ROUTE_WEBSOCKET_STREAM == "_stcore/stream", note("shared/web/guard.py")


def test_it_has_no_further_routes() -> None:
    made = {name for name, _ in inspect.getmembers(starlette_routes, inspect.isfunction) if name.endswith("_routes")}
    assert made == {
        "create_app_static_serving_routes",
        "create_bidi_component_routes",
        "create_component_routes",
        "create_health_routes",
        "create_host_config_routes",
        "create_media_routes",
        "create_metrics_routes",
        "create_script_health_routes",
        "create_upload_routes",
    }, note("shared/web/endpoints.py")
    assert "create_agent_routes" in inspect.getsource(starlette_app.create_streamlit_routes)


def test_manifests_can_be_handed_to_its_registry() -> None:
    parameters = list(inspect.signature(BidiComponentManager.register_from_manifest).parameters)
    assert parameters == ["self", "manifest", "package_root"], note("shared/screens/components/packaged.py")
    assert MANIFEST.name == "madoguchi"


def test_its_exceptions_are_logged_where_we_take_the_words_away() -> None:
    assert error_util._LOGGER.name == "streamlit.error_util", note("shared/screens/server.py")
