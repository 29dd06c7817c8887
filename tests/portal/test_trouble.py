"""A slow server, a full disk, a database that is gone: a clear page, no false receipt, and nothing typed is lost."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.casework.installation import prepare
from shared.catalogue.procedure import Procedure
from shared.records.database import lock_path, locked
from shared.records.writer import close_writers
from tests.casework.town import Town, rows_of
from tests.databases import Database
from tests.portal.citizen import Citizen
from tests.portal.conftest import ROOT, Portal

pytestmark = pytest.mark.browser

SELF = "juminhyo-copy/self-by-post"
SEND = "[class*=st-key-send_button_] button"
UNTIL_SEEN = """async element => {
  while (getComputedStyle(element).opacity !== "1") await new Promise((go) => setTimeout(go, 50));
}"""
NOT_KEPT = "うまく保存できませんでした。画面に書いたことは残っています。"
PREPARE = """
from shared.casework.installation import prepare
from shared.settings import read_settings
prepare(read_settings())
"""
Procedures = dict[str, Procedure]


def envelopes(town: Town) -> int:
    """How many envelopes lie in the letterbox."""
    return int(rows_of(town.home.letterbox.engine, "SELECT count(*) FROM envelope")[0][0])


def at_the_name(citizen: Citizen, procedures: Procedures) -> None:
    """A new case, with the name typed and not saved."""
    citizen.start("juminhyo-copy")
    citizen.answer(procedures["juminhyo-copy"].steps[0], {"by_agent": "no"}, {})
    citizen.type("applicant_sei", "見本")
    citizen.type("applicant_kana", "ミホン")


def typed_name(citizen: Citizen) -> list[str]:
    return [citizen.key(name).locator("input").input_value() for name in ("applicant_sei", "applicant_kana")]


def ready_to_send(citizen: Citizen, town: Town) -> None:
    citizen.open_code(town.drafted(SELF).code)
    citizen.tick("consent")


def press_in_trouble(citizen: Citizen, name: str) -> None:
    """A press that cannot succeed now."""
    citizen.page.locator(f"[class*=st-key-{name}_] button").first.click()
    citizen.page.locator(".mg-head .mg-note", has_text=NOT_KEPT).wait_for()
    citizen.settle()


# ── a slow server


def test_while_it_is_slow_the_page_says_that_it_is_sending_and_a_second_press_sends_nothing_more(
    citizen: Citizen, town: Town
) -> None:
    ready_to_send(citizen, town)
    before, said = envelopes(town), citizen.page.locator(".mg-busy").first

    with locked(lock_path(town.home.letterbox.engine)):
        citizen.page.locator(SEND).click()
        citizen.page.locator("[data-test-script-state=running]").wait_for()
        said.evaluate(UNTIL_SEEN)
        words = said.inner_text()
        by_pointer = citizen.page.locator(SEND).evaluate("e => getComputedStyle(e).pointerEvents")
        citizen.page.locator(SEND).press("Enter")
        citizen.page.locator(SEND).press("Enter")
    citizen.page.locator(".mg-done").wait_for()
    citizen.settle()

    assert (words, by_pointer) == ("送っています。この画面のまま、お待ちください。", "none")
    assert citizen.heading == "市役所に届きました"
    assert envelopes(town) - before == 1


# ── a full disk


class Disk:
    """A small disk of its own below `path`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._filler = path / "filler"

    def fill(self) -> None:
        """Not one page is left."""
        with self._filler.open("wb", buffering=0) as filler:
            try:
                while True:
                    filler.write(bytes(4096))
            except OSError:
                pass

    def free(self) -> None:
        self._filler.unlink()


@pytest.fixture(scope="module")
def small_disk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    path = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=48m", "tmpfs", path], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a disk that can be filled")
    yield Disk(path)
    subprocess.run(["umount", "--lazy", path], check=True)


@pytest.fixture(scope="module")
def small_portal(small_disk: Disk) -> Iterator[Portal]:
    """A portal that keeps everything on the small disk."""
    running = Portal(8724, small_disk.path / "var")
    running.var.mkdir()
    prepare(running.settings)
    running.start()
    yield running
    running.stop()
    close_writers()


@pytest.fixture
def cramped(small_portal: Portal, new_citizen: Callable[..., Citizen]) -> Citizen:
    citizen = new_citizen()
    citizen.base = small_portal.base
    return citizen


def test_what_is_typed_while_the_disk_is_full_is_saved_when_there_is_room_again(
    cramped: Citizen, small_disk: Disk, procedures: Procedures
) -> None:
    at_the_name(cramped, procedures)

    small_disk.fill()
    try:
        press_in_trouble(cramped, "next")
        kept = typed_name(cramped)
    finally:
        small_disk.free()
    cramped.press("next")

    assert kept == ["見本", "ミホン"]
    assert "生年月日" in cramped.heading


def test_a_full_disk_gives_no_receipt_and_the_next_press_sends_once(
    cramped: Citizen, small_disk: Disk, small_portal: Portal
) -> None:
    town = Town(small_portal.settings)
    ready_to_send(cramped, town)

    small_disk.fill()
    try:
        press_in_trouble(cramped, "send_button")
        receipts = cramped.page.locator(".mg-done, .mg-number").count()
        ticked = cramped.key("consent").locator("input[type=checkbox]").is_checked()
        arrived = envelopes(town)
    finally:
        small_disk.free()
    cramped.press("send_button")

    assert (receipts, ticked, arrived) == (0, True, 0)
    assert cramped.heading == "市役所に届きました"
    assert envelopes(town) == 1


# ── a database that is gone


@pytest.fixture(scope="module")
def database(postgres_server: str) -> Database:
    return Database(postgres_server)


@pytest.fixture(scope="module")
def far_portal(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A portal whose letterbox is that database."""
    running = Portal(8726, tmp_path_factory.mktemp("far") / "var", letterbox=database.url)
    running.var.mkdir()
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=running.environment, check=True)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def far_town(far_portal: Portal) -> Iterator[Town]:
    town = Town(far_portal.settings)
    yield town
    town.home.letterbox.engine.dispose()


@pytest.fixture
def far_citizen(far_portal: Portal, new_citizen: Callable[..., Citizen]) -> Citizen:
    citizen = new_citizen()
    citizen.base = far_portal.base
    return citizen


@pytest.mark.postgres
def test_what_is_typed_while_the_database_is_gone_is_saved_when_it_is_back(
    far_citizen: Citizen, database: Database, procedures: Procedures
) -> None:
    at_the_name(far_citizen, procedures)

    database.shut()
    try:
        press_in_trouble(far_citizen, "next")
        kept = typed_name(far_citizen)
    finally:
        database.open()
    far_citizen.press("next")

    assert kept == ["見本", "ミホン"]
    assert "生年月日" in far_citizen.heading


@pytest.mark.postgres
def test_a_database_that_is_gone_gives_no_receipt_and_the_next_press_sends_once(
    far_citizen: Citizen, database: Database, far_town: Town
) -> None:
    ready_to_send(far_citizen, far_town)

    database.shut()
    try:
        press_in_trouble(far_citizen, "send_button")
        receipts = far_citizen.page.locator(".mg-done, .mg-number").count()
        ticked = far_citizen.key("consent").locator("input[type=checkbox]").is_checked()
    finally:
        database.open()
    arrived = envelopes(far_town)
    far_citizen.press("send_button")

    assert (receipts, ticked, arrived) == (0, True, 0)
    assert far_citizen.heading == "市役所に届きました"
    assert envelopes(far_town) == 1


@pytest.mark.postgres
def test_while_the_database_is_gone_procedures_can_still_be_read(
    far_citizen: Citizen, database: Database, procedures: Procedures
) -> None:
    at_the_name(far_citizen, procedures)

    database.shut()
    try:
        far_citizen.go("/")
        seen = [far_citizen.heading, far_citizen.page.locator("[role=alert]").inner_text()]
        far_citizen.go("/?procedure=juminhyo-copy")
        seen.append(far_citizen.heading)
        page = far_citizen.context.request.get(f"{far_citizen.base}/status")
    finally:
        database.open()

    assert seen[0] == "どんな手続をお探しですか"
    assert "いま、書いたものを保存できません。" in seen[1]
    assert seen[2] == "住民票の写しをとる"
    assert (page.status, "0852-55-5555" in page.text()) == (503, True)
