"""Several procedures chosen by hand, written as one, sent with one press, with one sheet that names them all."""

import pytest

from shared.records.reference import show_reference
from tests.casework.bundled import written
from tests.casework.town import Town
from tests.portal.citizen import Citizen

pytestmark = pytest.mark.browser

ONE, OTHER = "juminhyo-copy", "shotoku-kazei-shomei"


def test_two_procedures_are_chosen_written_as_one_and_sent_with_one_receipt(citizen: Citizen, town: Town) -> None:
    citizen.go(f"/?list=together&together={ONE}")
    citizen.page.locator(f"input[name=together][value={OTHER}]").check()
    citizen.page.locator("form[action='/'] button[type=submit]").last.click()
    citizen.page.locator("form[action='/open'] button").click()
    citizen.page.wait_for_url("**case=**")
    citizen.settle()
    assert citizen.heading.replace("\n", "") == "代わりの人が手続きしますか"

    citizen.page.locator(".mg-carry a").click()
    citizen.page.locator("h1", has_text="前に書いたことを使う").wait_for()
    for name, words in (("code", town.apply("jido-teate-nintei/newborn").code), ("fact", "1983-04-02")):
        citizen.page.locator(f"[class*=carry_{name}] input").fill(words)
    citizen.press("carry_open")
    citizen.press("carry_take")
    citizen.key("by_agent").locator("[data-testid=stRadioOption]").nth(1).click()
    citizen.settle()
    citizen.press("next")
    assert citizen.heading.replace("\n", "") == "どうやって受けとりますか"  # name, birth date and address were copied

    citizen.open_code(written(town, f"{ONE}/self-by-post", f"{OTHER}/self").code)  # the rest, written elsewhere
    assert citizen.words.count("見本") and citizen.page.locator("h2.mg-about").count() == 2
    citizen.tick("consent")
    citizen.press("send_button")

    first = citizen.case
    town.receive()
    mates = town.record(first).body
    assert mates is not None and [mate.procedure_id for mate in mates.bundle] == [ONE, OTHER]
    assert all(show_reference(mate.reference) in citizen.words for mate in mates.bundle)
    sheet = citizen.context.request.get(f"{citizen.base}/receipt/{first}.pdf")
    assert (sheet.status, sheet.headers["content-type"]) == (200, "application/pdf")
    citizen.go(f"/?case={mates.bundle[1].reference}")
    assert show_reference(first) in citizen.words and "いっしょに出した手続" in citizen.words
    assert len({town.record(mate.reference).section for mate in mates.bundle}) == 2
