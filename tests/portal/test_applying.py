"""From the first page to the receipt, and what happens on the way."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from shared.casework import online
from shared.catalogue import catalogue
from shared.catalogue.procedure import Procedure
from tests.casework.town import Town, rows_of
from tests.portal.citizen import Citizen
from tests.portal.conftest import Portal
from tests.samples.sample_cases import Sample, samples

pytestmark = pytest.mark.browser

SAMPLES = {str(sample): sample for sample in samples()}
SELF = "juminhyo-copy/self-by-post"
COUNT = "SELECT count(*) FROM envelope"
ORDINARY = (SELF,)
SHIPPED = catalogue.load(Path(__file__).parents[2] / "procedures.yaml")
AT_HOME = [name for name, one in SAMPLES.items() if SHIPPED.procedure(one.procedure).channels.online != "none"]
Procedures = dict[str, Procedure]
Files = dict[str, Path]


def finish(citizen: Citizen, sample: Sample, procedures: Procedures, files: Files) -> None:
    """From the procedure's page to the last screen."""
    procedure = procedures[sample.procedure]
    citizen.start(sample.procedure)
    citizen.walk(procedure, sample.answers, {path: files[kind] for path, kind in sample.files.items()})
    citizen.tick("consent")
    citizen.press("send_button")


def send(citizen: Citizen, town: Town) -> None:
    """Sends a case that was written elsewhere."""
    citizen.open_code(town.drafted(SELF).code)
    citizen.tick("consent")
    citizen.press("send_button")


def check_every_end(citizen: Citizen, sample: Sample, procedures: Procedures, files: Files) -> None:
    finish(citizen, sample, procedures, files)

    asked = procedures[sample.procedure]
    sent = online.takes_online(asked) and not online.needs_card(asked)
    assert citizen.heading == ("市役所に届きました" if sent else "窓口で、このコードを見せてください")
    assert citizen.errors == []


@pytest.mark.parametrize("name", ORDINARY)
def test_a_citizen_comes_from_the_procedure_to_the_end(
    citizen: Citizen, name: str, procedures: Procedures, files: Files
) -> None:
    check_every_end(citizen, SAMPLES[name], procedures, files)


@pytest.mark.drill
@pytest.mark.parametrize("name", AT_HOME)
def test_every_sample_comes_to_its_end(citizen: Citizen, name: str, procedures: Procedures, files: Files) -> None:
    check_every_end(citizen, SAMPLES[name], procedures, files)


@pytest.mark.requirement("ID-3")
@pytest.mark.parametrize("loops", [2, pytest.param(20, marks=pytest.mark.drill)])
def test_reload_and_back_after_sending_show_the_receipt_and_never_the_form(
    citizen: Citizen, town: Town, loops: int
) -> None:
    citizen.open_code(town.drafted(SELF).code)
    citizen.go(f"/?case={citizen.case}&view=check")
    citizen.tick("consent")
    citizen.press("send_button")
    reference = citizen.page.locator(".mg-number .mg-code").inner_text()

    arrived = rows_of(town.home.letterbox.engine, COUNT)

    for _ in range(loops):
        citizen.page.reload()
        citizen.settle()
        assert citizen.page.locator(".mg-number .mg-code").inner_text() == reference
        citizen.page.go_back()
        citizen.settle()
        assert citizen.heading == "市役所に届きました"
        assert citizen.page.locator("[class*=st-key-send_button_]").count() == 0
        citizen.page.go_forward()
        citizen.settle()

    assert rows_of(town.home.letterbox.engine, COUNT) == arrived


@pytest.mark.requirement("AZ-2")
@pytest.mark.requirement("SL-6")
def test_the_receipt_is_served_by_our_own_route_to_this_device_only(
    citizen: Citizen, new_citizen: Callable[..., Citizen], town: Town
) -> None:
    send(citizen, town)
    address = citizen.page.locator("a", has_text="受付票をのこす").get_attribute("href")
    assert address is not None

    mine = citizen.context.request.get(citizen.base + address)
    anothers = new_citizen().context.request.get(citizen.base + address)

    assert (mine.status, mine.headers["content-type"]) == (200, "application/pdf")
    assert mine.headers["cache-control"] == "no-store"
    assert anothers.status == 404


def test_until_it_is_sent_every_screen_says_so(citizen: Citizen, procedures: Procedures, files: Files) -> None:
    sample = SAMPLES["juminhyo-copy/self-by-post"]
    procedure = procedures[sample.procedure]
    citizen.start(sample.procedure)

    while (step := citizen.step(procedure)) is not None:
        assert "まだ市役所に送られていません" in citizen.words, step.id
        citizen.answer(step, sample.answers, {})

    assert "まだ送られていません" in citizen.words


def test_one_answer_is_changed_and_one_comes_back_to_the_check_page(citizen: Citizen, town: Town) -> None:
    citizen.open_code(town.drafted(SELF).code)

    citizen.page.locator(".mg-answers div", has_text="電話番号").locator("a").click()
    citizen.page.locator("h1", has_text="連絡先").wait_for()
    citizen.settle()
    citizen.type("applicant_tel", "0852-55-5555")
    citizen.press("next")

    assert citizen.heading == "送る前に、確かめてください"
    assert "0852-55-5555" in citizen.words


def test_answers_that_are_no_longer_asked_are_not_shown(citizen: Citizen, town: Town) -> None:
    sample = SAMPLES["juminhyo-copy/some-by-agent"]
    citizen.open_code(town.drafted(str(sample)).code)
    assert "吉田 静" in citizen.words or "𠮷田 静" in citizen.words

    citizen.page.locator(".mg-answers div", has_text="住民票がいる人").first.locator("a").click()
    citizen.page.locator("h1", has_text="だれの住民票").wait_for()
    citizen.settle()
    citizen.key("target").locator("[data-testid=stRadioOption]").first.click()
    citizen.settle()
    citizen.press("next")

    assert citizen.heading == "送る前に、確かめてください"
    assert "田 静" not in citizen.words


def test_enter_goes_on_where_nothing_else_acts_on_the_screen(citizen: Citizen, procedures: Procedures) -> None:
    citizen.start("juminhyo-copy")
    citizen.answer(procedures["juminhyo-copy"].steps[0], {"by_agent": "no"}, {})

    citizen.type("applicant_sei", "見本")
    field = citizen.key("applicant_kana").locator("input")
    field.fill("ミホン")
    field.press("Enter")
    citizen.page.locator("h1", has_text="生年月日").wait_for()

    assert "step=applicant_birth" in citizen.page.url


def test_the_code_is_never_in_an_address_or_in_the_log(citizen: Citizen, town: Town, portal: Portal) -> None:
    send(citizen, town)
    code = "".join(citizen.page.locator(".mg-codecard .mg-code i").all_inner_texts())
    assert len(code) == 16

    citizen.context.request.get(f"{citizen.base}/C/{code}", max_redirects=0)

    assert code not in citizen.page.url
    assert code not in portal.log.read_text()


@pytest.mark.requirement("ID-1")
def test_a_second_press_while_sending_makes_no_second_case(citizen: Citizen, town: Town) -> None:
    citizen.open_code(town.drafted(SELF).code)
    citizen.tick("consent")

    citizen.page.locator("[class*=st-key-send_button_] button").dblclick()
    citizen.page.locator(".mg-done").wait_for()
    time.sleep(0.3)

    assert citizen.page.locator(".mg-done h1").inner_text() == "市役所に届きました"
    assert citizen.errors == []
