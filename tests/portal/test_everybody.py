"""Everybody can use it: accessibility rules, keyboard, large text, contrast, languages, a way out at once."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from shared.catalogue.procedure import Procedure
from tests import shipped_catalogue
from tests.portal.citizen import Citizen
from tests.portal.conftest import Portal, portal_of

pytestmark = pytest.mark.browser

STREAMLITS_OWN = {"presentation-role-conflict"}  # best practice, in its file uploader
PUBLIC = (
    *("/", "/?q=ごみ", "/?list=all", "/?kana=か", "/?list=counters", "/?list=proof", "/?procedure=hoiku-moshikomi"),
    "/?list=together&together=juminhyo-copy",
)
PLAIN = ("/closed", "/code", "/status", "/nowhere", "/sight", "/R/AAAA", "/F/X", "/guide", "/G/X")


def violations(citizen: Citizen) -> list[str]:
    found = Axe().run(citizen.page).response["violations"]
    return [rule["id"] for rule in found if rule["id"] not in STREAMLITS_OWN]


@pytest.fixture
def examined(portal: Portal, chromium: Browser) -> Citizen:
    """A browser into which the rules can be loaded."""
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP", bypass_csp=True)
    return Citizen(context, portal.base)


@pytest.mark.requirement("AX-1")
def test_public_pages_break_no_rule_of_accessibility(examined: Citizen) -> None:
    found = {}
    for address in PUBLIC:
        examined.go(address)
        found[address] = violations(examined)

    assert found == {address: [] for address in PUBLIC}


@pytest.mark.requirement("AX-1")
def test_pages_without_javascript_break_no_rule_of_accessibility(examined: Citizen) -> None:
    found = {}
    for address in PLAIN:
        examined.page.goto(examined.base + address)
        found[address] = violations(examined)

    assert found == {address: [] for address in PLAIN}


@pytest.mark.requirement("AX-1")
def test_questions_refusals_and_leaving_break_no_rule_of_accessibility(
    examined: Citizen, procedures: dict[str, Procedure]
) -> None:
    steps = procedures["juminhyo-copy"].steps
    examined.start("juminhyo-copy")
    found = [violations(examined)]
    examined.answer(steps[0], {"by_agent": "no"}, {})
    examined.press("next")
    found.append(violations(examined))
    examined.answer(steps[1], {"applicant_sei": "見本", "applicant_kana": "ミホン"}, {})
    found.append(violations(examined))
    examined.page.locator(".mg-leave a").click()
    examined.page.locator(".mg-codecard").wait_for()
    found.append(violations(examined))

    assert found == [[], [], [], []]


@pytest.mark.parametrize(
    ("width", "size", "language"),
    [
        (390, "3", "ja"),
        (390, "3", "en"),
        *(pytest.param(*one, marks=pytest.mark.drill) for one in ((390, "0", "ja"), (320, "0", "ja"))),
        pytest.param(390, "3", "ruby", marks=pytest.mark.drill),
        *(pytest.param(*one, marks=pytest.mark.drill) for one in ((1024, "0", "ja"), (1280, "2", "ja"))),
    ],
)
def test_no_page_scrolls_sideways(new_citizen: Callable[..., Citizen], width: int, size: str, language: str) -> None:
    citizen = new_citizen(width)
    citizen.context.add_cookies([{"name": "size", "value": size, "url": citizen.base}])
    citizen.context.add_cookies([{"name": "language", "value": language, "url": citizen.base}])

    for address in ("/", "/?procedure=jido-teate-nintei", "/?event=hikkoshi", "/?list=counters", "/?kana=さ"):
        citizen.go(address)
        main = citizen.page.locator("[data-testid=stMain]")
        assert main.evaluate("main => main.scrollWidth <= main.clientWidth"), address
        mast = citizen.page.locator(".mg-mast").bounding_box()
        assert mast is not None and mast["height"] < 300, address  # its words stand beside each other, not letters


@pytest.mark.drill
def test_a_word_and_its_reading_stand_on_one_line(new_citizen: Callable[..., Citizen]) -> None:
    citizen = new_citizen(390)
    citizen.context.add_cookies([{"name": "language", "value": "ruby", "url": citizen.base}])
    citizen.go("/?procedure=hoiku-moshikomi")

    words = citizen.page.locator("[data-testid=stMain] ruby")
    broken = words.evaluate_all(
        """all => all.filter(one => {
               const word = document.createRange();
               word.selectNode(one.firstChild);
               return word.getClientRects().length > 1;
           }).map(one => one.firstChild.data)"""
    )

    assert words.count() > 50
    assert broken == []


@pytest.mark.drill
def test_the_bar_at_the_bottom_never_hides_what_has_the_focus(new_citizen: Callable[..., Citizen]) -> None:
    citizen = new_citizen(1280)
    citizen.go("/?list=together&together=juminhyo-copy")
    page = citizen.page
    room = []  # between each box that has the focus and the bar

    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.mg-tick input')"):
            room.append(
                page.evaluate(
                    """document.querySelector('.mg-sure').getBoundingClientRect().top
                       - document.activeElement.getBoundingClientRect().bottom"""
                )
            )

    assert len(room) > 30
    assert min(room) >= 0


def test_everything_to_press_is_large_enough(citizen: Citizen, procedures: dict[str, Procedure]) -> None:
    citizen.start("juminhyo-copy")

    heights = citizen.page.locator("main, [data-testid=stMain]").first.evaluate(
        """main => [...main.querySelectorAll(
               'button, summary, [data-testid=stRadioGroup]>div, .mg-back a, .mg-leave a')]
             .filter(e => e.offsetParent)
             .map(e => [e.innerText.trim(), Math.round(e.getBoundingClientRect().height)])"""
    )

    assert [entry for entry in heights if entry[1] < 44] == []


def test_each_new_screen_has_the_focus_on_its_heading(citizen: Citizen, procedures: dict[str, Procedure]) -> None:
    citizen.start("juminhyo-copy")
    citizen.answer(procedures["juminhyo-copy"].steps[0], {"by_agent": "no"}, {})

    citizen.page.locator("h1:focus").wait_for()


def test_text_size_and_contrast_change_at_once_and_stay(citizen: Citizen) -> None:
    citizen.go("/")
    citizen.page.locator(".mg-sight summary").click()

    citizen.page.locator("[data-mg-set='size:3']").click()
    citizen.page.locator("[data-mg-set='contrast:on']").click()
    citizen.go("/?list=all")

    look = citizen.page.evaluate("[document.documentElement.dataset.size, document.documentElement.dataset.view]")
    assert look == ["3", "contrast"]


def test_the_language_is_switched_on_every_screen_and_stays_with_it(
    citizen: Citizen, procedures: dict[str, Procedure]
) -> None:
    citizen.start("juminhyo-copy")
    headings = []

    for language in ("easy", "en"):
        citizen.page.locator(".mg-sight summary").click()
        with citizen.page.expect_navigation():
            citizen.page.locator(f".panel [data-mg-set='language:{language}']").click()
        citizen.settle()
        headings.append(citizen.page.locator("h1").first.inner_text())

    title = procedures["juminhyo-copy"].steps[0].title
    assert headings[1] == title.en
    assert citizen.page.evaluate("document.documentElement.lang") == "en"
    assert headings[0] != title.say("ja")


def test_where_the_language_is_not_japanese_dates_begin_with_the_western_year(
    new_citizen: Callable[..., Citizen], procedures: dict[str, Procedure]
) -> None:
    citizen = new_citizen()
    citizen.context.add_cookies([{"name": "language", "value": "en", "url": citizen.base}])
    steps = procedures["juminhyo-copy"].steps
    citizen.start("juminhyo-copy")
    citizen.answer(steps[0], {"by_agent": "no"}, {})
    citizen.answer(steps[1], {"applicant_sei": "SITI", "applicant_kana": "シティ"}, {})

    assert citizen.key("applicant_birth_era").locator("input").input_value() == "Western year"


def test_a_sensitive_procedure_can_be_left_at_once_from_every_page(tmp_path: Path, chromium: Browser) -> None:
    catalogue = shipped_catalogue.changed(tmp_path, r"(  - id: juminhyo-copy\n)", r"\1    sensitive: true\n")
    own = portal_of(catalogue, 8722)
    own.start()
    context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="ja-JP")
    try:
        citizen = Citizen(context, own.base)
        citizen.go("/?procedure=juminhyo-copy")
        shown = [citizen.page.locator("[data-mg-close]").count()]
        citizen.start("juminhyo-copy")
        shown.append(citizen.page.locator("[data-mg-close]").count())
        citizen.page.locator("[data-mg-close]").click()
        citizen.page.wait_for_url("**/closed")
        left = citizen.page.locator("body").inner_text()
    finally:
        context.close()
        own.stop()

    assert shown == [1, 1]
    assert "市" not in left and "住民票" not in left
