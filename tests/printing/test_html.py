"""The receipt as HTML: the same content as on paper, nothing loaded, nothing run, readable by everybody."""

import html.parser
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from shared.printing.content import ReceiptContent, Words
from shared.printing.html import receipt_html, receipt_page, style, style_source
from shared.printing.receipt import receipt_pdf

from . import reader
from .samples import COUNTER, EASY, PRE_ENTRY, RECEIPT

STAMPED = replace(
    COUNTER,
    sample=True,
    reprinted_at=datetime(2026, 11, 25, 1, 0, tzinfo=UTC),
    notes=(Words("お知らせです。"),),
)
ALL = {
    "online": RECEIPT,
    "counter": STAMPED,
    "english": replace(RECEIPT, language="en"),
    "easy": EASY,
    "ruby": replace(RECEIPT, language="ruby"),
    "pre-entry": PRE_ENTRY,
}


class Outline(html.parser.HTMLParser):
    """Text without markup (readings in ruby kept, brackets dropped), tags and attribute names."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["rp"]:
            self.words.append(data)


def letters(text: str) -> str:
    """Letters without blanks; readings stand after their base on the page and above it on paper: sorted."""
    return "".join(sorted(re.sub(r"[\s\u00a0]", "", text)))


@pytest.mark.parametrize("content", ALL.values(), ids=ALL.keys())
def test_the_page_says_what_the_paper_says(content: ReceiptContent) -> None:
    outline = Outline(receipt_html(content))
    assert outline.open == []
    roll = reader.one_line(receipt_pdf(content, "80mm").pdf)
    a4 = reader.one_line(receipt_pdf(content, "a4").pdf).replace("1 / 1", "")
    page = "".join(outline.words)
    assert reader.page_count(receipt_pdf(content).pdf) == 1
    assert letters(page) == letters(a4)
    assert set(letters(page)) >= set(letters(roll))


def test_nothing_runs_and_nothing_is_loaded() -> None:
    page = receipt_page(STAMPED)
    outline = Outline(page)
    assert not {"script", "img", "link", "iframe", "object", "form", "a"} & set(outline.tags)
    assert not [name for name in outline.attributes if name == "style" or name.startswith("on")]
    assert not {"src", "href"} & outline.attributes
    assert style_source().startswith("'sha256-") and "<" not in style()


@pytest.mark.requirement("XS-1")
def test_what_a_person_typed_is_text() -> None:
    page = receipt_html(replace(RECEIPT, applicant="<b>山</b>○ & {花|はな}", language="ruby"))
    assert "&lt;b&gt;山&lt;/b&gt;○\u00a0&amp;\u00a0{花|はな} さん" in page


def test_the_second_language_is_marked_as_such() -> None:
    assert '受付票 <span class="mg-rc-second" lang="en">Receipt</span>' in receipt_html(ALL["english"])
    assert "<ruby>届<rp>（</rp><rt>とど</rt><rp>）</rp></ruby>いた" in receipt_html(EASY)


def test_template_engines_take_the_receipt_as_it_is() -> None:
    article = receipt_html(RECEIPT)
    assert article.__html__() == article
    assert article.startswith('<article class="mg-rc" lang="ja">') and article.count("<h1>") == 1


@contextmanager
def shown(chromium: Browser, content: ReceiptContent, width: int, **context: bool) -> Iterator[Page]:
    """The page in Chromium under a strict policy."""
    policy = f"default-src 'none'; style-src {style_source()}; base-uri 'none'; form-action 'none'"
    fresh = chromium.new_context(viewport={"width": width, "height": 900}, **context)  # type: ignore[arg-type]
    page = fresh.new_page()
    page.route(
        "**/*",
        lambda route: route.fulfill(
            body=receipt_page(content),
            headers={"content-type": "text/html; charset=utf-8", "content-security-policy": policy},
        ),
    )
    page.goto("http://receipt.example/")
    yield page
    fresh.close()


@pytest.mark.browser
def test_the_page_is_drawn_under_a_strict_policy_and_never_wider_than_the_screen(chromium: Browser) -> None:
    with shown(chromium, ALL["english"], 320, java_script_enabled=True) as page:
        assert page.evaluate("getComputedStyle(document.querySelector('.mg-rc-number')).fontWeight") == "700"
        for size in ("100%", "200%"):
            page.evaluate("size => document.documentElement.style.fontSize = size", size)
            assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.browser
@pytest.mark.parametrize("name", ["online", "english", "pre-entry"])
def test_the_page_keeps_the_rules_of_accessibility(chromium: Browser, name: str) -> None:
    with shown(chromium, ALL[name], 390, bypass_csp=True) as page:
        found = Axe().run(page)
        assert [rule["id"] for rule in found.response["violations"]] == []
