"""手続案内 at the kiosk: behind the sign-in, one question on a screen, and what can be begun at this counter."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.web.asking import ask


@pytest.mark.browser
@pytest.mark.drill
def test_a_visitor_is_led_question_by_question_and_the_first_procedure_is_begun(
    kiosk: str, sign_in: Callable[..., Page]
) -> None:
    outside = ask(f"{kiosk}/guide/tenkyo")
    page = sign_in(width=1024, height=768)
    page.click('a[href="/guide/tenkyo"]')
    asked = []
    for _ in range(15):
        page.wait_for_selector(".mg-guide, .mg-todo")
        if page.locator(".mg-todo").count():
            break
        asked.append(page.locator(".mg-guide h1").inner_text())
        assert page.locator(".mg-query .mg-label").count() == 1
        box = page.locator("button[value=go]").bounding_box()
        assert box is not None and box["y"] + box["height"] <= 768
        if len(asked) == 2:
            page.check("input[name=card][value=yes]")
        if len(asked) == 4:  # back to what was answered, and on again
            page.click("button[value=back]")
            assert page.locator(".mg-guide h1").inner_text() == asked[2]
            page.click("button[value=go]")
            page.wait_for_selector(f"text={asked[3]}")
        page.click("button[value=go]")

    assert (outside.status, outside.headers["location"]) == (303, "/signin")
    assert len(asked) == len(set(asked)) == 11
    assert page.locator(".mg-todo h2").count() == 2
    assert re.search("この窓口でできます", page.locator(".mg-todo").inner_text())
    page.click(".mg-todo .mg-btn >> nth=0")
    page.wait_for_url("**/?start=tenkyo-todoke")
