"""Security headers on every answer, and nothing that names our software.

Pages of ours hold no inline script and no inline style. Streamlit's pages need inline styles (emotion writes
them) and `data:` and `blob:` pictures; their scripts and our packaged components need 'self' only.
"""

from collections.abc import MutableMapping
from typing import Any, Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.asgi import Headers

PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
STREAMLIT_POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; "
    "frame-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
# A PDF is printed from a hidden frame of our own pages.
PAPER_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"


def sheet_policy(style_source: str) -> str:
    """A page of ours with one style sheet of its own, which says how large the paper is."""
    return PAGE_POLICY.replace("style-src 'self'", f"style-src 'self' {style_source}")


_ALWAYS: Final[dict[bytes, bytes]] = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"permissions-policy": b"camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
_UNLESS_SET: Final[dict[bytes, bytes]] = {
    b"content-security-policy": PAGE_POLICY.encode(),
    b"cache-control": b"no-store",
}
_NEVER: Final = frozenset({b"server", b"x-powered-by", b"access-control-allow-origin"})
_TWO_YEARS: Final = b"max-age=63072000; includeSubDomains"


class SecurityHeaders:
    """Wraps everything: whatever answers, whole or in trouble, gets the headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        encrypted = scope.get("scheme") == "https"

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _dress(message, encrypted)
            await send(message)

        await self._app(scope, receive, dressed)


def _dress(message: MutableMapping[str, Any], encrypted: bool) -> None:
    fields: Headers = [(name.lower(), value) for name, value in message.get("headers", [])]
    present = {name for name, _ in fields}
    ours = _NEVER | _ALWAYS.keys()
    kept = [(name, _cookie(name, value, encrypted)) for name, value in fields if name not in ours]
    kept += [(name, value) for name, value in _UNLESS_SET.items() if name not in present]
    kept += _ALWAYS.items()
    policy = dict(kept)[b"content-security-policy"]
    kept.append((b"x-frame-options", b"SAMEORIGIN" if b"frame-ancestors 'self'" in policy else b"DENY"))
    if encrypted:
        kept.append((b"strict-transport-security", _TWO_YEARS))
    message["headers"] = kept


def _cookie(name: bytes, value: bytes, encrypted: bool) -> bytes:
    """Streamlit does not know of the proxy's TLS: its cookies get `Secure` here."""
    if name != b"set-cookie" or not encrypted or b"; secure" in value.lower():
        return value
    return value + b"; Secure"
