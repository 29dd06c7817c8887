"""What routes need around an answer: forms from our own pages only, cookies, papers, where to go next."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Final
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from shared.casework.cases import PASS_BYTES, PASS_LIFE, REMEMBERED_LIFE
from shared.web.headers import PAPER_POLICY

CASE_COOKIE: Final = "__Host-case"
STAFF_COOKIE: Final = "__Host-staff"

MOST_FIELDS: Final = 20  # of a form

Fields = Mapping[str, str]
Handler = Callable[[Request, Fields], Response]
Left = Callable[[Request], None]  # told when a browser forgets its cases, or closes the page at once
Endpoint = Callable[[Request], Awaitable[Response]]


def own_form(request: Request, origins: Collection[str]) -> bool:
    """Whether a POST comes from a page of ours.

    Pages with `no-referrer` send `Origin: null`; then the browser's own word counts (Sec-Fetch-Site, which no
    page can forge).
    """
    origin = request.headers.get("origin", "")
    if origin and origin != "null":
        return origin.lower() in origins
    return request.headers.get("sec-fetch-site") == "same-origin"


def posted(
    handler: Handler, origins: Collection[str], refused: Callable[[Request], Response], most: int = MOST_FIELDS
) -> Endpoint:
    """A route for a form: foreign forms are refused, fields are texts, the handler runs in a thread."""
    known = frozenset(origin.lower() for origin in origins)

    async def endpoint(request: Request) -> Response:
        if not own_form(request, known):
            return refused(request)
        async with request.form(max_files=0, max_fields=most) as form:
            fields = {name: value for name, value in form.items() if isinstance(value, str)}
        return await run_in_threadpool(handler, request, fields)

    return endpoint


def unheard(request: Request) -> None:
    """Nobody is told that a browser left."""


def see_other(address: str) -> Response:
    """303 to an address of ours."""
    return RedirectResponse(address, 303)


def local(address: str, otherwise: str = "/") -> str:
    """`address` where it is a plain path of ours, else `otherwise`: nobody is sent elsewhere from here."""
    plain = address.startswith("/") and not address.startswith("//") and address.isascii()
    return address if plain and address.isprintable() and "\\" not in address else otherwise


def pass_of(request: Request) -> bytes | None:
    """The browser pass, 32 bytes; None where there is none or it is not one."""
    try:
        token = bytes.fromhex(request.cookies.get(CASE_COOKIE, ""))
    except ValueError:
        return None
    return token if len(token) == PASS_BYTES else None


def with_pass(response: Response, pass_: bytes, long: bool) -> Response:
    """Hands the pass to the browser. Lax: a link in a letter or a mail may lead to the case."""
    age = int((REMEMBERED_LIFE if long else PASS_LIFE).total_seconds())
    response.set_cookie(CASE_COOKIE, pass_.hex(), max_age=age, secure=True, httponly=True, samesite="lax")
    return response


def without_pass(response: Response) -> Response:
    """The browser drops the pass."""
    response.delete_cookie(CASE_COOKIE, secure=True, httponly=True, samesite="lax")
    return response


def paper(pdf: bytes, name: str) -> Response:
    """A PDF to look at or print; shown in place, saved under a Japanese name."""
    headers = {
        "content-disposition": f"inline; filename*=UTF-8''{quote(name)}",
        "content-security-policy": PAPER_POLICY,
    }
    return Response(pdf, media_type="application/pdf", headers=headers)
