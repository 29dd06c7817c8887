"""A pre-entry ends with a day and a time at the counter, or without: both ways look alike."""

import io
import re

import pypdfium2

from shared.casework.booking import Visits
from shared.casework.cases import again
from tests.casework.town import Town
from tests.portal.citizen import Citizen


def test_a_pre_entry_ends_with_a_visit_that_the_page_and_the_sheet_show(citizen: Citizen, town: Town) -> None:
    case = town.drafted("tenkyo-todoke/family")
    citizen.open_code(case.code)
    citizen.press("send_button")
    sizes = [way.bounding_box() for way in citizen.page.locator(".mg-two .mg-btn").all()]
    assert [(box["x"], box["width"]) for box in sizes if box] == [(16, 358), (16, 358)]
    citizen.page.get_by_role("link", name="日と時間を予約して来る").click()
    citizen.page.locator("a.day").nth(4).click()
    citizen.page.locator("label.mg-choice:not(.off)").nth(4).click()
    citizen.page.get_by_role("button", name="この時間で予約する").click()
    citizen.page.wait_for_url("**view=leave")
    citizen.settle()

    booked = Visits(town.home.letterbox, town.home.catalogue()).booked(again(town.home, case))
    assert booked is not None
    sheet = citizen.page.request.get(f"{citizen.base}/receipt/{case.reference}.pdf")
    printed = pypdfium2.PdfDocument(io.BytesIO(sheet.body()))[0].get_textpage().get_text_range()
    shown = f"{booked.day.month}月{booked.day.day}日"
    for words in (citizen.words, printed):
        plain = re.sub(r"\s", "", words)
        assert (shown in plain, "4・5・6番窓口" in plain, "まだ届出は終わっていません" in plain) == (True, True, True)
    assert citizen.errors == []
