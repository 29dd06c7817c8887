"""A sheet photographed page after page by the tablet's camera; afterwards nothing of it is left at the kiosk."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from shared.records.store.visibility import THE_OFFICE
from tests.browser import WHOLE_CHROMIUM
from tests.kiosk.conftest import PASSWORD, House, enter
from tests.kiosk.walking import settle
from tests.printing import reader
from tests.printing.samples import BASE, CODE, TOKEN
from tests.screens.camera_pictures import SIZE, held, video, whole
from tests.screens.test_camera import TRACKS, lights

JPEG = (b"\xff\xd8\xff\xe0\x00\x10JFIF", b"/9j/4AAQSkZJRg")  # how one begins, as bytes and in a `data:` address


@pytest.fixture
def open_tablet(chromium: Browser, tmp_path: Path) -> Iterator[Callable[[Image.Image], BrowserContext]]:
    """Call it with what the camera sees: a browser with a profile on the disk, as at a counter."""
    opened: list[BrowserContext] = []

    def start(seen: Image.Image) -> BrowserContext:
        camera = f"--use-file-for-fake-video-capture={video([seen], tmp_path / 'sheet.y4m')}"
        context = chromium.browser_type.launch_persistent_context(
            str(tmp_path / "profile"),
            executable_path=WHOLE_CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--use-fake-device-for-media-stream", camera],
            locale="ja-JP",
            timezone_id="Asia/Tokyo",
            viewport={"width": 1024, "height": 768},
            permissions=["camera"],
        )
        context.set_default_timeout(30_000)
        context.add_init_script(TRACKS)
        opened.append(context)
        return context

    yield start
    for one in opened:
        one.close()


def open_arrival(page: Page, kiosk: str) -> None:
    enter(page, kiosk)
    page.goto(f"{kiosk}/?paper=in")
    page.get_by_role("button", name="カメラで紙を撮る").wait_for()
    settle(page)
    page.get_by_role("combobox").first.click()
    page.keyboard.type("住民票")
    page.get_by_role("option", name="住民票").first.click()
    settle(page)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def pages_taken(page: Page, count: int) -> None:
    expect(page.locator(".mg-photos .pages li")).to_have_count(count)


def stored(house: House, reference: str) -> list[Image.Image]:
    """The attachments as the office keeps them."""
    found = []
    for one in house.office.store.attachments(reference, THE_OFFICE):
        key = bytes.fromhex(str(one.described["key"]))
        found.append(Image.open(io.BytesIO(house.office.office_blobs.get(bytes.fromhex(one.blob_id), key))))
    return found


@pytest.mark.drill
@pytest.mark.requirement("KI-1")
@pytest.mark.requirement("UP-2")
def test_pages_are_photographed_seen_taken_again_removed_and_kept_with_the_sheet(
    house: House, kiosk: str, open_tablet: Callable[[Image.Image], BrowserContext], tmp_path: Path
) -> None:
    context, profile = open_tablet(held("a4")), tmp_path / "profile"
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    open_arrival(page, kiosk)
    press(page, "カメラで紙を撮る")
    press(page, "1枚目を撮る")
    page.get_by_role("button", name="使って、つぎの紙を撮る").wait_for()
    settle(page)
    press(page, "受け取る")
    expect(page.get_by_role("alert").filter(has_text="撮った写真がまだ入っていません")).to_be_visible()
    press(page, "使って、つぎの紙を撮る")
    press(page, "2枚目を撮る")
    press(page, "使って、つぎの紙を撮る")
    pages_taken(page, 2)
    press(page, "3枚目を撮る")
    press(page, "使って、終わる")
    pages_taken(page, 3)
    assert lights(page) == ["ended"]
    press(page, "3枚目を消す")
    pages_taken(page, 2)
    press(page, "1枚目を撮りなおす")
    press(page, "1枚目を撮る")
    press(page, "右に回す")
    press(page, "使って、終わる")
    page.get_by_role("button", name="つぎの紙を撮る").wait_for()
    settle(page)
    press(page, "受け取る")
    page.get_by_role("heading", name="受け取りました").wait_for()
    settle(page)
    reference = page.locator(".kio-number").inner_text().replace(" ", "")

    pictures = stored(house, reference)
    assert [one.size for one in pictures] == [SIZE[::-1], SIZE]
    assert [(one.format, len(one.getexif())) for one in pictures] == [("JPEG", 0)] * 2
    assert all(f"{BASE}/R/{TOKEN}" in reader.codes(one.convert("L")) for one in pictures)
    assert lights(page) == ["ended", "ended"]
    left = page.content() + page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, history.state])")
    assert [one for one in ("data:image/jpeg", "blob:", "mg-photos") if one in left] == []
    page.go_back()
    page.get_by_role("button", name="カメラで紙を撮る").wait_for()
    pages_taken(page, 0)
    assert complaints == []
    context.close()
    files = [path for path in profile.rglob("*") if path.is_file() and not path.is_symlink()]
    assert [path.name for path in files if any(start in path.read_bytes() for start in JPEG)] == []
    assert any(b"localhost" in path.read_bytes() for path in files)  # the profile is read rightly


@pytest.mark.drill
@pytest.mark.requirement("KI-1")
@pytest.mark.parametrize(("camera", "kept"), [((1920, 1440), (1920, 1440)), ((4000, 3000), (3000, 2250))])
def test_a_whole_sheet_is_kept_in_150_dpi_and_more_and_is_gone_under_the_cover(
    house: House,
    kiosk: str,
    open_tablet: Callable[[Image.Image], BrowserContext],
    camera: tuple[int, int],
    kept: tuple[int, int],
) -> None:
    page = open_tablet(whole(camera)).new_page()
    open_arrival(page, kiosk)
    press(page, "カメラで紙を撮る")
    press(page, "1枚目を撮る")
    expect(page.get_by_text("このカメラの写真はあらい")).to_have_count(0)
    press(page, "使って、終わる")
    pages_taken(page, 1)
    settle(page)
    press(page, "受け取る")
    page.get_by_role("heading", name="受け取りました").wait_for()
    settle(page)
    (picture,) = stored(house, page.locator(".kio-number").inner_text().replace(" ", ""))
    assert picture.size == kept
    assert picture.width * 0.94 / (297 / 25.4) >= 150  # dots an inch of the sheet
    assert reader.codes(picture.convert("L")) == {f"{BASE}/R/{TOKEN}", f"{BASE}/C/{CODE}"}

    page.goto(f"{kiosk}/?paper=in")
    press(page, "カメラで紙を撮る")
    press(page, "1枚目を撮る")
    press(page, "使って、つぎの紙を撮る")
    page.get_by_role("button", name="2枚目を撮る").wait_for()
    press(page, "画面をかくす")
    page.wait_for_selector(".st-key-cover_password input")
    assert set(lights(page)) == {"ended"}
    assert "data:image/jpeg" not in page.content()
    page.fill(".st-key-cover_password input", PASSWORD)
    page.get_by_role("button", name="つづける").click()
    page.get_by_role("button", name="カメラで紙を撮る").wait_for()
    pages_taken(page, 0)
