"""Going on later, elsewhere, and after things went wrong."""

import time
from collections.abc import Callable

import pytest

from shared.catalogue.procedure import Procedure
from tests.portal.citizen import Citizen
from tests.portal.conftest import Portal

pytestmark = pytest.mark.browser


def two_screens(citizen: Citizen, procedures: dict[str, Procedure]) -> None:
    """The first question and the name are answered."""
    steps = procedures["juminhyo-copy"].steps
    citizen.start("juminhyo-copy")
    citizen.answer(steps[0], {"by_agent": "no"}, {})
    citizen.answer(steps[1], {"applicant_sei": "見本", "applicant_kana": "ミホン"}, {})


def code_of(citizen: Citizen) -> str:
    """The code, from the page that one leaves by."""
    citizen.page.locator(".mg-leave a").click()
    citizen.page.locator(".mg-codecard").wait_for()
    return "-".join(citizen.page.locator(".mg-codecard .mg-code i").all_inner_texts())


def test_the_first_page_leads_back_to_where_one_was(citizen: Citizen, procedures: dict[str, Procedure]) -> None:
    two_screens(citizen, procedures)

    citizen.go("/")
    assert "つづきがあります" in citizen.words
    citizen.page.locator(".mg-cont a").click()
    citizen.page.locator("h1", has_text="生年月日").wait_for()


def test_this_device_forgets_when_it_is_told_to(citizen: Citizen, procedures: dict[str, Procedure]) -> None:
    two_screens(citizen, procedures)
    citizen.go("/")

    citizen.page.locator("button", has_text="この端末では覚えない").click()
    citizen.page.wait_for_load_state()
    citizen.settle()

    assert "つづきがあります" not in citizen.words
    assert [cookie for cookie in citizen.context.cookies() if cookie["name"] == "__Host-case"] == []


def test_the_code_opens_the_same_case_on_another_device(
    citizen: Citizen, new_citizen: Callable[..., Citizen], procedures: dict[str, Procedure]
) -> None:
    two_screens(citizen, procedures)
    code, reference = code_of(citizen), citizen.case
    other = new_citizen()

    other.page.goto(f"{other.base}/code")
    other.page.fill("input[name=code]", code.lower())
    other.page.locator("main button[type=submit]").first.click()
    other.page.wait_for_url("**case=**")
    other.settle()

    assert other.case == reference
    assert "生年月日" in other.heading


def test_the_code_can_be_copied_and_mailed_to_oneself(citizen: Citizen, procedures: dict[str, Procedure]) -> None:
    citizen.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=citizen.base)
    two_screens(citizen, procedures)
    code = code_of(citizen)

    citizen.page.locator("[data-mg-copy]").click()
    citizen.page.locator("[data-mg-copy]", has_text="コピーしました").wait_for()

    assert citizen.page.evaluate("navigator.clipboard.readText()") == code
    mail = citizen.page.locator("a[href^='mailto:?']").get_attribute("href")
    assert mail is not None and code in mail


@pytest.mark.requirement("DR-1")
def test_a_power_cut_loses_nothing_that_was_saved(
    citizen: Citizen, portal: Portal, procedures: dict[str, Procedure]
) -> None:
    two_screens(citizen, procedures)

    portal.kill()
    portal.start()
    citizen.page.reload()
    citizen.settle()

    assert "生年月日" in citizen.heading
    citizen.page.locator(".mg-back a").click()
    citizen.page.locator("h1", has_text="名前").wait_for()
    citizen.settle()
    assert citizen.key("applicant_sei").locator("input").input_value() == "見本"


@pytest.mark.drill
@pytest.mark.requirement("DR-1")
def test_after_a_power_cut_the_page_is_back_within_5_seconds(
    citizen: Citizen, portal: Portal, procedures: dict[str, Procedure]
) -> None:
    two_screens(citizen, procedures)
    portal.kill()
    portal.start()
    came_back = time.monotonic()
    citizen.page.reload()
    citizen.settle()
    assert ("生年月日" in citizen.heading, time.monotonic() - came_back < 5) == (True, True)


@pytest.mark.requirement("ID-4")
def test_of_two_tabs_the_slower_is_shown_both_versions(citizen: Citizen, procedures: dict[str, Procedure]) -> None:
    two_screens(citizen, procedures)
    address = f"/?case={citizen.case}&step=applicant_name"
    citizen.go(address)
    second = Citizen(citizen.context, citizen.base)
    second.go(address)

    citizen.type("applicant_sei", "先")
    citizen.press("next")
    second.type("applicant_sei", "後")
    second.press("next")

    assert "ほかの画面で、この手続が書きかえられています。" in second.words
    assert second.page.locator(".mg-answers dd").first.inner_text() == "先"
    assert second.key("applicant_sei").locator("input").input_value() == "後"

    second.press("next")
    assert "生年月日" in second.heading


def test_leaving_says_what_a_lost_code_means(citizen: Citizen, procedures: dict[str, Procedure]) -> None:
    two_screens(citizen, procedures)
    code_of(citizen)

    assert "コードをなくすと、もういちど書くことになります。" in citizen.words
    assert "まだ市役所に送られていません。" in citizen.words
