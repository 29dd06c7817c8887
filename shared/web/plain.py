"""For machines: does the process live, can it work, what has it counted."""

import hmac
from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from shared.web.desks import Ready
from shared.web.tally import Tally

Figures = Callable[[], Mapping[str, Mapping[str, int]]]


def routes(desk: Ready, tally: Tally, figures: Figures | None = None, token: str = "") -> list[BaseRoute]:
    """`figures`: counts of the office side. With `token`, /metrics wants it as `Authorization: Bearer …`."""

    def healthz(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    def readyz(request: Request) -> Response:
        able = dict(desk.ready())
        return JSONResponse(able, 200 if all(able.values()) else 503)

    def metrics(request: Request) -> Response:
        given = request.headers.get("authorization", "")
        if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            return PlainTextResponse("", 404)
        text = written({**tally.figures(), **(figures() if figures else {})})
        return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


def written(figures: Mapping[str, Mapping[str, int]]) -> str:
    """Prometheus' text form. `figures`: name → {labels as written: count}; "" is a count without labels."""
    lines = []
    for name, counts in sorted(figures.items()):
        lines.append(f"# TYPE madoguchi_{name} {'counter' if name.endswith('_total') else 'gauge'}")
        for labels, count in sorted(counts.items()):
            lines.append(f"madoguchi_{name}{{{labels}}} {count}" if labels else f"madoguchi_{name} {count}")
    return "\n".join(lines) + "\n"
