"""紙で手続する: the portal's page of the paper way offers the form itself."""

import re

import pytest

from portal.waysin import way_html
from shared.catalogue import catalogue as catalogues
from shared.language import clock
from shared.settings import read_settings


def page_of(procedure: str, way: str, language: str = "ja") -> str:
    found = catalogues.load(read_settings().catalogue).procedure(procedure).on(clock.today())
    return way_html(found, way, language)


def links(page: str) -> list[str]:
    return re.findall(r'href="(/form/[^"]+)"', page)


def test_who_writes_on_paper_gets_the_form_also_in_large_print() -> None:
    page = page_of("sodai-gomi", "paper")

    assert links(page) == [
        "/form/sodai-gomi.pdf?language=ja",
        "/form/sodai-gomi.pdf?language=ja&amp;large=1",
    ]
    assert ("用紙を開く（PDF）" in page, "大きな字の用紙" in page) == (True, True)


def test_who_sends_it_by_post_gets_an_address_sheet_with_it() -> None:
    assert links(page_of("juminhyo-copy", "post", "en")) == [
        "/form/juminhyo-copy.pdf?language=en&amp;envelope=1",
        "/form/juminhyo-copy.pdf?language=en&amp;envelope=1&amp;large=1",
    ]


@pytest.mark.parametrize("procedure", ["juminhyo-copy", "inkan-toroku"])
def test_who_comes_to_the_counter_is_not_sent_to_a_printer(procedure: str) -> None:
    assert links(page_of(procedure, "counter")) == []
