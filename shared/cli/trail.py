"""`madoguchi trail verify`: whether the chains of the trail hold. No secret is needed."""

import sys
from pathlib import Path

import click

from shared.cli import rooms
from shared.cli.output import REFUSED, answer, as_json, refusing
from shared.language.wording import say
from shared.records.store import trail_rows
from shared.records.trail import read_anchor
from shared.settings import read_settings


@click.group()
def trail() -> None:
    """経過: who did what, when."""


@trail.command()
@click.option(
    "--anchors",
    "copies",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Anchors that left the machine: whoever changes the store can change its own as well.",
)
@as_json
@refusing
def verify(copies: Path | None, as_json: bool) -> None:
    """Check every chain and every anchor. Exit 1 names the first broken link."""
    office = rooms.office(read_settings())
    kept = office.store.read(trail_rows.anchors)
    left = [path.read_bytes() for path in sorted(copies.glob("*.json"))] if copies else []
    anchors = [read_anchor(data, office.public) for data in dict.fromkeys((*kept, *left))]
    broken = office.store.read(trail_rows.verify_trail, anchors)
    heads = office.store.read(trail_rows.heads)
    if broken is None:
        rows = sum(head.count for head in heads.values())
        report = {"ok": True, "sections": len(heads), "rows": rows, "anchors": len(anchors)}
        answer(report, as_json, say("cli.trail_holds", "ja", **{k: v for k, v in report.items() if k != "ok"}))
        return
    place = {"section": broken.section, "seq": broken.seq, "why": broken.why}
    answer({"ok": False, **place}, as_json, say("cli.trail_broken", "ja", **place))
    sys.exit(REFUSED)
