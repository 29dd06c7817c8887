"""Security headers on every answer, and nothing that names our software.

Pages of ours hold no inline script and no inline style. Streamlit's pages need inline styles (emotion writes
them) and `data:` and `blob:` pictures; their scripts and our packaged components need 'self' only.
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
    kept = [
        (name, _cookie(name, value, encrypted))
        for name, value in fields
        if name not in _NEVER | _ALWAYS.keys()
    ]
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
