"""What every piece in front of Streamlit needs of ASGI: a header, the client, short plain answers."""

from starlette.types import Receive, Scope, Send

Headers = list[tuple[bytes, bytes]]


def header(scope: Scope, name: bytes) -> str:
    """The first header of this (lower-case) name, "" when it is missing."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value).decode("latin-1")
    return ""


def client_of(scope: Scope) -> str:
    """Address of who asks; behind a trusted proxy uvicorn has already put the real one here."""
    client = scope.get("client")
    return str(client[0]) if client else ""


async def answer(send: Send, status: int, headers: Headers | None = None, body: bytes = b"") -> None:
    """One whole answer. Middleware uses it where no page is drawn."""
    fields = [*(headers or []), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": fields})
    await send({"type": "http.response.body", "body": body})


async def refuse_socket(receive: Receive, send: Send) -> None:
    """Refuses a websocket before it is open (the browser sees 403)."""
    await receive()
    await send({"type": "websocket.close", "code": 1008})
