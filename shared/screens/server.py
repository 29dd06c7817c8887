"""Streamlit as we run it: its settings, the app of a script, and the server that serves it.

Only here and in the pages is Streamlit imported. A door (portal/, kiosk/) puts the pieces together:

    from shared.screens import server, uploads
    from shared.web.application import House, surround

    app = server.streamlit_app(Path(__file__).with_name("pages.py"))
    house = House(face=…, origins=["http://localhost:8501"], pages={"/"}, look=server.LOOK,
                  bundle=server.bundle(), known_session=server.session_lives,
                  files_of=uploads.files_of, routes=[…])
    server.serve(surround(app, house), address="127.0.0.1", port=8501)

One app per process: Streamlit's settings and its runtime are global to the process.
"""

import logging
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import streamlit as st
import uvicorn
from google.protobuf.message import DecodeError
from starlette.types import ASGIApp
from streamlit import config, file_util
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime import Runtime

from shared.language.wording import LANGUAGES, say_html
from shared.screens.presses import hold_others_back

LOOK: Final = Path(__file__).parent / "look" / "static"

_INK, _AI, _LINE = "#1b2430", "#1c4380", "#66707c"

# Flags win over config.toml and STREAMLIT_* variables: nobody's home directory can open a hole.
SETTINGS: Final[Mapping[str, Any]] = {
    "global.developmentMode": False,
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.runOnSave": False,
    "server.enableCORS": True,  # answers name no foreign origin
    "server.enableXsrfProtection": True,
    "server.xsrfCookieSameSite": "strict",
    "server.enableStaticServing": False,  # the look is served by shared/web, compressed and for ever
    "server.enableAgentApi": False,
    "server.scriptHealthCheckEnabled": False,
    "server.trustedUserHeaders": {},
    "server.maxUploadSize": 10,  # MB
    "server.maxWidgetStateSize": 1,  # MB in one frame from the browser
    "server.maxMessageSize": 20,  # MB in one frame to the browser
    "server.websocketPingInterval": 20,  # seconds; a tablet that sleeps is gone within 40
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    "client.showSidebarNavigation": False,
    "client.allowedOrigins": [],
    "browser.gatherUsageStats": False,
    "runner.magicEnabled": False,
    # A fast rerun is a second thread beside one that is still sending: it would draw 「まだ送られていません」.
    "runner.fastReruns": False,
    "runner.postScriptGC": False,  # collecting after every rerun costs 15 times the CPU at 500 people
    "logger.enableRich": False,  # it prints the words of exceptions
    "logger.hideWelcomeMessage": True,
    "theme.base": "light",
    "theme.font": "'BIZ UDPGothic','Noto Sans JP','Noto Sans CJK JP','Hiragino Sans',sans-serif",
    "theme.codeFont": "'BIZ UDGothic','Noto Sans Mono CJK JP',monospace",
    "theme.baseFontSize": 17,
    "theme.primaryColor": _AI,
    "theme.backgroundColor": "#ffffff",
    "theme.secondaryBackgroundColor": "#f7f5f1",
    "theme.textColor": _INK,
    "theme.linkColor": _AI,
    "theme.linkUnderline": True,
    "theme.borderColor": _LINE,
    "theme.showWidgetBorder": True,
    "theme.baseRadius": "8px",
    "theme.buttonRadius": "8px",
    "theme.headingFontSizes": ["1.647rem", "1.176rem", "1rem"],
    "theme.headingFontWeights": [700, 700, 700],
}


def streamlit_app(script: Path, settings: Mapping[str, Any] | None = None) -> ASGIApp:
    """Streamlit's ASGI app of one script, our settings. `settings` adds to them (named as in config.toml)."""
    config.get_config_options(force_reparse=True, options_from_flags={**SETTINGS, **(settings or {})})
    hold_others_back()
    for name in ("streamlit.error_util", "uvicorn.error"):
        logging.getLogger(name).addFilter(_without_words)
    return st.App(script.resolve(), on_script_error=_say_broken)


def _say_broken(error: Exception) -> bool:
    """Instead of Streamlit's English box: our own words, nothing of the error."""
    language = st.context.cookies.get("language", "ja")
    spoken = language if language in LANGUAGES else "ja"
    title, body = (say_html(f"web.broken.{part}", spoken) for part in ("title", "body"))
    st.html(
        '<div class="mg-note bad" role="alert"><i class="mg-i warn" aria-hidden="true"></i>'
        f"<p><b>{title}</b><br>{body}</p></div>"
    )
    return True


def _without_words(record: logging.LogRecord) -> bool:
    """Kind and places of an exception go to the log; its words do not: they may hold what a person typed."""
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        places = "".join(traceback.format_tb(error.__traceback__))
        record.msg, record.args = "%s: %s\n%s", (record.getMessage(), type(error).__name__, places)
        record.exc_info = record.exc_text = None
    return True


def bundle() -> Path:
    """The folder with Streamlit's index.html and its scripts."""
    return Path(file_util.get_static_dir())


def session_lives(session_id: str) -> bool:
    """Whether this is the id of a session that is open now."""
    return Runtime.exists() and Runtime.instance().is_active_session(session_id)


def stilled(frame: bytes) -> bytes | None:
    """The frame of a page without what was pressed or typed: the script runs from its beginning and draws. None for a
    frame that asks for anything but a run.
    """
    message = BackMsg()
    try:
        message.ParseFromString(frame)
    except DecodeError:
        return None
    if message.WhichOneof("type") != "rerun_script":
        return None
    message.rerun_script.ClearField("widget_states")
    message.rerun_script.ClearField("fragment_id")
    return bytes(message.SerializeToString())


def serve(app: ASGIApp, address: str, port: int, trusted_proxies: Sequence[str] = ()) -> None:
    """Serves until SIGTERM or SIGINT. Raises OSError when the port is taken.

    `trusted_proxies`: addresses whose X-Forwarded-For and X-Forwarded-Proto are believed.
    """
    uvicorn.Server(uvicorn_settings(app, address, port, trusted_proxies)).run()


def uvicorn_settings(app: ASGIApp, address: str, port: int, trusted_proxies: Sequence[str]) -> uvicorn.Config:
    """One worker: a second would not know the first one's sessions."""
    return uvicorn.Config(
        app,
        host=address,
        port=port,
        ws="websockets-sansio",
        ws_max_size=2 * 1024 * 1024,  # bytes from the browser; Streamlit closes at 1 MB with a reason
        ws_ping_interval=20,
        ws_ping_timeout=20,
        lifespan="on",
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        server_header=False,
        date_header=True,
        log_level="warning",  # its information lines name addresses of clients
        access_log=False,  # shared.web.access writes what may be written
        log_config=None,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
    )
