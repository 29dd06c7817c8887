"""Without the network, on the screen: staff are told what to do, go on, print, and the case is filed once."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from shared.casework import parking, receiving, staff
from shared.casework.office import open_office
from shared.casework.sides import open_front
from shared.records.keyring import load_opening_keys
from shared.records.reference import show_reference
from shared.settings import read_settings
from tests.casework.fixtures import close
from tests.casework.town import rows_of
from tests.databases import Database
from tests.kiosk.conftest import ACCOUNTS, PASSWORD, ROOT, House
from tests.kiosk.test_dense import JUMINHYO, press, type_lines
from tests.kiosk.walking import begin, settle
from tests.printing import reader

pytestmark = [pytest.mark.browser, pytest.mark.postgres, pytest.mark.drill]
PREPARE = """
from shared.casework.installation import prepare
from shared.settings import read_settings
prepare(read_settings())
"""


@pytest.fixture(scope="module")
def far_store(postgres_server: str) -> Database:
    return Database(postgres_server)


@pytest.fixture(scope="module")
def far_house(far_store: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An office whose database is on another machine."""
    var = tmp_path_factory.mktemp("far")
    environment = {"MADOGUCHI_VAR": str(var), "MADOGUCHI_CATALOGUE": str(ROOT / "procedures.yaml")}
    environment["MADOGUCHI_OFFICE_URL"] = far_store.url
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env={**os.environ, **environment}, check=True)
    settings = read_settings(environment)
    office = open_office(settings)
    first = staff.add(office, "suzuki", ACCOUNTS["suzuki"][0])
    staff.change_password(office, staff.sign_in(office, "suzuki", first).token, first, PASSWORD)
    made = House(var, office, open_front(settings))
    yield made
    for side in (made.office, made.front):
        close(side)


def test_the_office_fails_in_the_middle_staff_go_on_and_the_case_is_filed_once(
    far_house: House, far_store: Database, open_kiosk_of: Callable[..., str], sign_in: Callable[..., Page]
) -> None:
    address = open_kiosk_of(far_house, MADOGUCHI_OFFICE_URL=far_store.url)
    page = sign_in(address=address, width=1024, height=768)
    reference = begin(page, address)
    page.goto(f"{address}/?case={reference}")
    page.wait_for_selector(".st-key-dense input:focus")
    page.wait_for_timeout(1000)
    lines = list(JUMINHYO.items())
    type_lines(page, reference, dict(lines[:8]))
    far_store.shut()
    type_lines(page, reference, dict(lines[8:]))
    expect(page.locator(".kio-away")).to_contain_text("庁舎の記録につながりません。")
    page.wait_for_selector("[class*=st-key-next_]:focus-within")
    press(page, "Enter")
    page.get_by_role("heading", level=1, name="送る前に、確かめてください").wait_for()
    settle(page)
    page.wait_for_timeout(1500)
    page.get_by_role("button", name="市役所に送る").press("Enter")
    page.locator(".mg-done").wait_for()
    settle(page)
    sheet = page.context.request.get(f"{address}/receipt/{reference}.pdf")
    page.locator(".st-key-person_next button").click()
    page.wait_for_selector("text=来た人の手続を始める")
    expect(page.locator(".kio-warn")).to_contain_text("庁舎の記録につながりません。")
    second = begin(page, address)  # who comes meanwhile is served, too
    expect(page.locator(".kio-away")).to_be_visible()
    far_store.open()
    assert (sheet.status, show_reference(reference) in reader.text(sheet.body())) == (200, True)
    office = far_house.office
    keys = load_opening_keys(office.settings.office_keys)
    filed = [receiving.receive(office, keys).filed for _ in range(2)]
    assert (filed, rows_of(office.store.engine, "SELECT count(*) FROM submission")) == ([1, 0], [(1,)])
    printed = rows_of(office.store.engine, "SELECT count(*) FROM trail WHERE action = 'receipt_printed'")
    assert printed == [(1,)]
    for _ in range(20):  # the kiosk asks again five seconds after it asked in vain
        page.goto(f"{address}/?case={second}")
        page.wait_for_selector(".st-key-dense")
        page.wait_for_timeout(1000)
        in_hand = [one.reference for one in parking.held(far_house.clerk())]
        if in_hand == [second]:
            break
    assert in_hand == [second]
    expect(page.locator(".kio-away")).to_have_count(0)
