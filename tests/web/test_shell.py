"""The page into which Streamlit draws: language, title, words, and what stands there without JavaScript."""

import gzip
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from shared.errors import SettingsError
from shared.screens import server
from shared.web.assets import Assets
from shared.web.shell import Shell, check_drawn
from shared.web.sight import Sight
from tests.web.asking import ask
from tests.web.serving import portal_pages

Door = tuple[str, Path]


def test_the_document_is_japanese_before_any_script(fields_door: Door) -> None:
    page = ask(fields_door[0]).text
    assert '<html lang="ja" data-language="ja" data-surface="citizen" data-size="0">' in page
    assert "<title>ちょうどいい窓口 | 松江市のオンライン手続</title>" in page
    assert "0852-55-5555" in page.split("<noscript>")[1].split("</noscript>")[0]
    assert "<title>Streamlit" not in page
    assert "agent" not in page
    assert "service-desc" not in page


def test_every_page_that_streamlit_draws_is_the_same_document(fields_door: Door) -> None:
    assert ask(f"{fields_door[0]}/check").text == ask(fields_door[0]).text


def test_every_sheet_of_the_screens_is_linked_and_none_stands_in_the_page(fields_door: Door) -> None:
    page = ask(fields_door[0]).text
    linked = re.findall(r'<link rel="stylesheet" href="/look/[0-9a-f]{8}/([a-z]+\.css)">', page.split("<noscript>")[0])
    assert linked == ["tokens.css", "icons.css", "parts.css", "streamlit.css", "screens.css"]
    assert "<style" not in page


def test_cookies_say_how_the_document_looks_from_the_first_byte(fields_door: Door) -> None:
    cookie = {"cookie": "size=2; contrast=on; language=en"}
    page = ask(fields_door[0], headers=cookie).text
    assert '<html lang="en" data-language="en" data-surface="citizen" data-size="2" data-view="contrast">' in page
    assert "<title>Choudoii Madoguchi | online procedures of Matsue City</title>" in page


def test_cookies_with_other_values_change_nothing(fields_door: Door) -> None:
    cookie = {"cookie": 'size=9; contrast="><script>; language=xx'}
    assert ask(fields_door[0], headers=cookie).text == ask(fields_door[0]).text


def test_the_document_is_sent_compressed(fields_door: Door) -> None:
    packed = ask(fields_door[0], headers={"accept-encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == ask(fields_door[0]).body


def test_bundles_are_sent_compressed_and_whole(fields_door: Door) -> None:
    script = ask(fields_door[0]).text.split('src="/static/')[1].split('"')[0]
    packed = ask(f"{fields_door[0]}/static/{script}", headers={"accept-encoding": "gzip"})
    original = (server.bundle() / "static" / script).read_bytes()
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["content-type"] == "text/javascript; charset=utf-8"
    assert gzip.decompress(packed.body) == original
    assert ask(f"{fields_door[0]}/static/{script}").body == original


def test_another_streamlit_stops_the_start_and_names_the_patch() -> None:
    face = portal_pages().face
    with pytest.raises(SettingsError) as refused:
        Shell("<!-- x --><html lang='en'></html>", face, "/look/1/")
    assert refused.value.params == {"patch": "html"}


def test_pages_of_streamlit_are_one_level_deep() -> None:
    assert check_drawn(["/", "/check"]) == frozenset({"/", "/check"})
    with pytest.raises(SettingsError):
        check_drawn(["/a/b"])


def test_the_words_of_the_shell_are_there_in_every_language() -> None:
    shell = Shell(Assets(server.bundle()).text("index.html"), portal_pages().face, "/look/1/")
    for language in ("ja", "ruby", "easy", "en"):
        assert b"mg-words" in shell.page(Sight(language), packed=False)


def test_without_javascript_there_is_a_way_to_go(fields_door: Door) -> None:
    # Chromium's switch for tests leaves noscript closed, so the document itself is read.
    without = ask(fields_door[0]).text.split("<noscript>")[1].split("</noscript>")[0]
    assert "JavaScriptが使えません" in without
    assert '<a href="/status">受付の状況は、こちらで見られます</a>' in without


def test_a_page_that_is_not_there_says_so_in_japanese(context: BrowserContext, fields_door: Door) -> None:
    page = context.new_page()
    answer = page.goto(f"{fields_door[0]}/shinsei")
    assert answer is not None and answer.status == 404
    expect(page.get_by_role("heading", name="このページは、ありません")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "ja"


def test_the_banner_says_when_the_connection_is_gone(context: BrowserContext, fields_door: Door) -> None:
    page = context.new_page()
    page.goto(fields_door[0])
    page.get_by_role("heading", level=1).wait_for()
    context.set_offline(True)
    banner = page.get_by_role("status").filter(has_text="いま、つながっていません。")
    expect(banner).to_be_visible()
    context.set_offline(False)
    expect(banner).to_be_hidden()


def test_switches_act_without_a_rerun_and_stay(context: BrowserContext, page: Page, fields_door: Door) -> None:
    page.goto(fields_door[0])
    page.get_by_label("電話番号").fill("0852")
    page.get_by_role("button", name="大きい字").click()
    page.get_by_role("button", name="白黒").click()
    size = "getComputedStyle(document.documentElement).fontSize"
    assert page.evaluate(size) == "25.5px"
    assert page.evaluate("document.documentElement.dataset.view") == "contrast"
    expect(page.get_by_label("電話番号")).to_have_value("0852")
    expect(page.get_by_role("button", name="大きい字")).to_have_attribute("aria-pressed", "true")
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    assert page.evaluate(size) == "25.5px"
    assert {cookie["name"] for cookie in context.cookies()} >= {"size", "contrast"}


def test_the_language_switch_reloads_in_that_language(page: Page, fields_door: Door) -> None:
    page.goto(fields_door[0])
    with page.expect_navigation():
        page.get_by_role("button", name="English").click()
    page.get_by_role("heading", level=1).wait_for()
    assert page.evaluate("document.documentElement.lang") == "en"
