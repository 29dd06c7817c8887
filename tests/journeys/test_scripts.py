"""XS-1 without a browser: 200 payloads through everything that draws what people typed; no markup comes of them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest

from kiosk.queue_table import attention_html, table
from kiosk.visit import Visit
from portal.finding import found_html
from portal.home import search_html
from shared.catalogue import catalogue
from shared.printing.html import receipt_html
from shared.records.status import Status
from shared.records.submission import FeeState, QueueRow
from shared.screens.fragments import Slip, Way, error_summary, field_error, field_flag, ways
from shared.screens.sheets import answers_html
from tests.casework.town import ROOT, Town
from tests.journeys.payloads import PAYLOADS
from tests.printing.samples import COUNTER

Draw = Callable[[str], str]


class Outline(HTMLParser):
    """Tags with the names of their attributes in order, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.said: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.said += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def handle_comment(self, data: str) -> None:
        self.tags.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.tags.append(("declaration", decl))


def row(typed: str) -> QueueRow:
    at = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    line = QueueRow(
        "A7K2M9QX4", "市民-2026-000001", "shiminka", "juminhyo-copy", "online", Status.RECEIVED,
        "", at, date(2026, 12, 1), 300, FeeState.UNPAID, 1,
    )  # fmt: skip
    return replace(line, applicant_name=typed, register_number=typed, procedure_id=typed, assignee=typed)


def drawings(visit: Visit) -> Iterator[tuple[str, Draw]]:
    """(where it is seen, how it is drawn) of everything that shows what was typed."""
    yield "answers", lambda typed: answers_html([(typed, typed, f"/?case={typed}")], "ja")
    yield "error summary", lambda typed: error_summary([Slip("key", typed, typed)], "ja")
    yield "error at the field", lambda typed: field_error(typed, "key")
    yield "flag at the field", field_flag
    yield "ways", lambda typed: ways([Way(f"/?q={typed}", "x")])
    yield "search field", lambda typed: search_html(typed, "ja")
    yield "queue", lambda typed: table([row(typed)], visit)
    yield "attention", lambda typed: attention_html([replace(row("x"), attention=(typed,))])
    yield "receipt", lambda typed: receipt_html(replace(COUNTER, applicant=typed, register_number=typed))


@pytest.mark.requirement("XS-1")
def test_two_hundred_payloads_draw_nothing_but_text(town: Town) -> None:
    visit = Visit(town.office, town.actor(), "", {})
    assert len(set(PAYLOADS)) == 200
    for where, draw in drawings(visit):
        neutral = Outline(draw("みほん")).tags
        changed = [typed for typed in PAYLOADS if Outline(draw(typed)).tags != neutral]
        assert (where, changed) == (where, [])


@pytest.mark.requirement("XS-1")
@pytest.mark.parametrize("typed", PAYLOADS[::10])
def test_what_was_typed_reads_as_it_was_typed(town: Town, typed: str) -> None:
    visit = Visit(town.office, town.actor(), "", {})
    shown = {where: Outline(draw(typed)).said for where, draw in drawings(visit)}

    for where in ("answers", "error summary", "error at the field", "flag at the field", "search field", "queue"):
        assert (where, any(typed in words for words in shown[where])) == (where, True)


@pytest.mark.requirement("XS-1")
@pytest.mark.parametrize(
    "payloads", [pytest.param(PAYLOADS[::8], id="some"), pytest.param(PAYLOADS, id="all", marks=pytest.mark.drill)]
)
def test_searches_draw_the_field_with_what_was_typed_and_nothing_else_of_it(payloads: Sequence[str]) -> None:
    offered = catalogue.load(ROOT / "procedures.yaml")
    usual = [Outline(found_html(offered, typed, "ja")) for typed in ("住民票", "ありません")]
    tags = {tag for outline in usual for tag in outline.tags}

    for typed in payloads:
        outline = Outline(found_html(offered, typed, "ja"))
        fields = [tag for tag in outline.tags if tag[0] == "input"]
        assert (typed, set(outline.tags) - tags, len(fields)) == (typed, set(), 1)
        assert [said for said in outline.said if said.lower().startswith("javascript:")] == []
