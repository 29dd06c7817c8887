"""For machines: does the process live, can it work, what has it counted."""

import hmac
from collections.abc import Callable, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from shared.web.desks import Ready
from shared.web.tally import Tally

Figures = Callable[[], Mapping[str, Mapping[str, int]]]
Warnings = Callable[[], Sequence[str]]


def routes(
    desk: Ready, tally: Tally, figures: Figures | None = None, token: str = "", warnings: Warnings | None = None
) -> list[BaseRoute]:
    """`figures`: counts of the office side. With `token`, /metrics wants it as `Authorization: Bearer …`;
    with neither there is no /metrics: the internet learns no figures. `warnings`: codes of what is to be done.
    """

    def healthz(request: Request) -> Response:
        return PlainTextResponse("ok\n")

    def readyz(request: Request) -> Response:
        able = dict(desk.ready())
        told: dict[str, object] = {**able, "warnings": list(warnings())} if warnings else {**able}
        return JSONResponse(told, 200 if all(able.values()) else 503)

    def metrics(request: Request) -> Response:
        given, wanted = request.headers.get("authorization", ""), f"Bearer {token}"
        shown = hmac.compare_digest(given.encode(), wanted.encode()) if token else figures is not None
        if not shown:
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
