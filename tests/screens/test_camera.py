"""The camera in the real Chromium, with a video of a printed receipt in place of a lens."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from shared.language.wording import say
from shared.screens.components.camera import LONGEST, WORDS
from tests.browser import WHOLE_CHROMIUM
from tests.printing.samples import BASE, CODE, TOKEN
from tests.screens.camera_pictures import held, plain, video
from tests.screens.conftest import served

PORT = 8690
PROOF, STRIP = f"{BASE}/R/{TOKEN}", f"{BASE}/C/{CODE}"

Look = Callable[..., Page]


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with the button, in a process of its own."""
    with served("tests/screens/apps/camera.py", PORT, tmp_path_factory.mktemp("door")) as address:
        yield address


@pytest.fixture
def look(chromium: Browser, door: str, tmp_path: Path) -> Iterator[Look]:
    """Call it with what the camera sees (None: no camera): the page, silent to the end of the test."""
    opened: list[Browser] = []
    complaints: list[str] = []

    def start(seen: Path | None, query: str = "", allowed: bool = True, script: str = "") -> Page:
        arguments = ["--no-sandbox", "--disable-gpu"]
        if seen is not None:
            arguments += ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={seen}"]
        browser = chromium.browser_type.launch(executable_path=WHOLE_CHROMIUM, args=arguments)
        opened.append(browser)
        context = browser.new_context(locale="ja-JP", viewport={"width": 1024, "height": 768})
        context.set_default_timeout(20_000)
        if allowed:
            context.grant_permissions(["camera"], origin=door)
        if script:
            context.add_init_script(script)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{door}/{query}")
        page.get_by_role("button", name=say("camera.start")).wait_for()
        page.wait_for_timeout(300)
        return page

    yield start
    for browser in opened:
        browser.close()
    assert complaints == []


def press(page: Page) -> None:
    page.get_by_role("button", name=say("camera.start")).click()


def read(page: Page, text: str) -> None:
    """Until the page has it, and the camera is out."""
    expect(page.get_by_text(f"読んだもの:{text}", exact=True)).to_be_visible(timeout=20_000)
    expect(page.locator(".mg-camera video")).to_have_count(0)


TRACKS = """{
  const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.tracks = []; window.asked = [];
  navigator.mediaDevices.getUserMedia = async (wish) => {
    window.asked.push(wish);
    const stream = await ask(wish);
    window.tracks.push(...stream.getTracks());
    return stream;
  };
}"""


def lights(page: Page) -> list[str]:
    """The state of every track of every camera that was ever opened here."""
    return list(page.evaluate("window.tracks.map((track) => track.readyState)"))


# Tried in full by the drill.
OTHER_TURNS = [pytest.param(*one, marks=pytest.mark.drill) for one in ((0, 0), (-15, 0), (90, 0), (170, -0.1))]
OTHER_SCREENS = [
    pytest.param(surface, width, size, marks=pytest.mark.drill)
    for surface in ("desk", "kiosk", "citizen")
    for width, size in ((390, "0"), (1024, "0"), (1280, "3"))
    if (surface, width) not in (("citizen", 390), ("kiosk", 1024))
]


@pytest.mark.parametrize("paper", ["a4", "80mm"])
def test_a_printed_receipt_held_still_is_read_and_the_light_goes_out(look: Look, tmp_path: Path, paper: str) -> None:
    page = look(video([held(paper, turn=6, lean=0.05)], tmp_path / "still.y4m"), script=TRACKS)
    press(page)
    read(page, PROOF)
    assert lights(page) == ["ended"]
    assert page.evaluate("window.asked[0].video.facingMode") == {"ideal": "environment"}
    assert page.evaluate("window.asked[0].audio") is False


@pytest.mark.parametrize(("turn", "lean"), [(15, 0.1), *OTHER_TURNS])
def test_a_receipt_is_read_however_it_is_turned(look: Look, tmp_path: Path, turn: float, lean: float) -> None:
    page = look(video([held("a4", turn=turn, lean=lean)], tmp_path / "turned.y4m"))
    press(page)
    read(page, PROOF)


@pytest.mark.drill
def test_the_small_code_on_the_strip_is_read(look: Look, tmp_path: Path) -> None:
    page = look(video([held("80mm", turn=-4, part="/C/", module=6)], tmp_path / "strip.y4m"))
    press(page)
    read(page, STRIP)


@pytest.mark.drill
def test_a_sheet_that_comes_into_sight_after_a_while_is_read(look: Look, tmp_path: Path) -> None:
    nothing, sheet = held("a4", module=0.4), held("a4", turn=3)
    page = look(video([nothing] * 12 + [sheet] * 12, tmp_path / "coming.y4m"))
    press(page)
    read(page, PROOF)


@pytest.mark.drill
def test_another_qr_code_is_passed_over_with_a_word(look: Look, tmp_path: Path) -> None:
    page = look(video([plain("TEL:0852555555")], tmp_path / "other.y4m"))
    press(page)
    expect(page.get_by_role("status").filter(has_text=say("camera.other"))).to_be_visible()
    expect(page.locator(".mg-camera video")).to_be_visible()
    expect(page.get_by_text("読んだもの:", exact=True)).to_be_visible()


@pytest.mark.drill
def test_two_receipts_one_after_the_other_are_two_presses(look: Look, tmp_path: Path) -> None:
    page = look(video([held("a4")], tmp_path / "twice.y4m"))
    press(page)
    read(page, PROOF)
    press(page)
    read(page, f"{PROOF}|{PROOF}")


def test_no_picture_leaves_the_tablet(look: Look, tmp_path: Path) -> None:
    page = look(video([held("a4", module=0.4)] * 20 + [held("a4")] * 20, tmp_path / "kept.y4m"))
    asked: list[tuple[str, str]] = []
    frames: list[int] = []
    page.on("request", lambda request: asked.append((request.method, request.url.rsplit("/", 1)[-1])))
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: frames.append(len(frame))))
    page.reload()
    page.get_by_role("button", name=say("camera.start")).wait_for()
    page.wait_for_timeout(500)
    asked.clear()
    press(page)
    read(page, PROOF)
    assert asked == [("GET", "jsqr.min.js")]
    assert frames
    assert max(frames) < 4000


def test_the_camera_is_put_out_by_its_button_and_may_be_lit_again(look: Look, tmp_path: Path) -> None:
    page = look(video([held("a4", module=0.4)], tmp_path / "stop.y4m"), script=TRACKS)
    press(page)
    page.get_by_role("button", name=say("camera.stop")).click()
    expect(page.locator(".mg-camera video")).to_have_count(0)
    assert lights(page) == ["ended"]
    assert page.evaluate("document.activeElement.textContent") == say("camera.start")
    press(page)
    expect(page.locator(".mg-camera video")).to_be_visible()
    assert lights(page) == ["ended", "live"]


@pytest.mark.drill
def test_the_camera_is_put_out_when_its_place_is_drawn_no_more(look: Look, tmp_path: Path) -> None:
    page = look(video([held("a4", module=0.4)], tmp_path / "gone.y4m"), script=TRACKS)
    press(page)
    expect(page.locator(".mg-camera video")).to_be_visible()
    page.locator("label", has_text="カメラを出す").click()
    expect(page.locator(".mg-camera")).to_have_count(0)
    assert lights(page) == ["ended"]


def test_the_camera_is_put_out_under_the_cover(look: Look, tmp_path: Path) -> None:
    page = look(video([held("a4", module=0.4)], tmp_path / "cover.y4m"), script=TRACKS)
    press(page)
    expect(page.locator(".mg-camera video")).to_be_visible()
    page.evaluate("document.body.append(Object.assign(document.createElement('div'), {className: 'mg-cover'}))")
    expect(page.locator(".mg-camera video")).to_have_count(0)
    assert lights(page) == ["ended"]


@pytest.mark.drill
def test_a_camera_that_reads_nothing_for_a_minute_is_put_out_and_says_the_way_out(look: Look, tmp_path: Path) -> None:
    page = look(video([held("a4", module=0.4)], tmp_path / "slow.y4m"), script=TRACKS)
    press(page)
    expect(page.locator(".mg-camera video")).to_be_visible()
    page.evaluate(f"(() => {{ const now = Date.now; Date.now = () => now() + {LONGEST} * 1000; }})()")
    expect(page.get_by_role("alert").filter(has_text=say("camera.slow"))).to_be_visible()
    assert lights(page) == ["ended"]


@pytest.mark.drill
def test_a_camera_answered_after_the_press_was_taken_back_is_put_out(look: Look, tmp_path: Path) -> None:
    late = TRACKS.replace(
        "await ask(wish)", "await new Promise((done) => setTimeout(done, 1500)).then(() => ask(wish))"
    )
    page = look(video([held("a4")], tmp_path / "late.y4m"), script=late)
    press(page)
    page.locator("label", has_text="カメラを出す").click()
    expect(page.locator(".mg-camera")).to_have_count(0)
    for _ in range(100):
        page.wait_for_timeout(100)
        if lights(page):
            break
    assert lights(page) == ["ended"]
    expect(page.get_by_text("読んだもの:", exact=True)).to_be_visible()


def test_a_refused_camera_says_so_and_how_to_go_on(look: Look, tmp_path: Path) -> None:
    page = look(video([held("a4")], tmp_path / "refused.y4m"), allowed=False)
    press(page)
    expect(page.get_by_role("alert").filter(has_text=say("camera.refused"))).to_be_visible()
    expect(page.get_by_role("button", name=say("camera.start"))).to_be_enabled()


@pytest.mark.drill
def test_a_tablet_without_a_camera_says_so_and_how_to_go_on(look: Look) -> None:
    page = look(None)
    press(page)
    expect(page.get_by_role("alert").filter(has_text=say("camera.none"))).to_be_visible()


def test_a_page_that_is_not_encrypted_says_that_it_has_no_camera(look: Look, tmp_path: Path) -> None:
    insecure = "Object.defineProperty(window, 'isSecureContext', {value: false});"
    page = look(video([held("a4")], tmp_path / "http.y4m"), script=insecure)
    press(page)
    expect(page.get_by_role("alert").filter(has_text=say("camera.insecure"))).to_be_visible()


DETECTOR = """window.BarcodeDetector = class {
  static async getSupportedFormats() { return ["qr_code"]; }
  async detect(source) {
    if (!(source instanceof HTMLVideoElement)) throw new TypeError("a video");
    %s
  }
};"""


def test_the_browsers_own_reader_is_asked_first(look: Look, tmp_path: Path) -> None:
    own = DETECTOR % 'return [{ rawValue: "HTTPS://X/R/OWN" }];'
    page = look(video([held("a4")], tmp_path / "own.y4m"), script=own)
    press(page)
    read(page, "HTTPS://X/R/OWN")


@pytest.mark.drill
def test_where_the_browsers_own_reader_breaks_down_ours_goes_on(look: Look, tmp_path: Path) -> None:
    broken = DETECTOR % 'throw new DOMException("service gone", "NotSupportedError");'
    page = look(video([held("a4")], tmp_path / "broken.y4m"), script=broken)
    press(page)
    read(page, PROOF)


def test_every_trouble_names_the_way_out() -> None:
    ways = {"ja": "コードの文字", "easy": "コードの 文字", "en": "type the code"}
    for language, way in ways.items():
        for name in {"none", "refused", "insecure", "busy", "slow", "failed"} & set(WORDS):
            assert (language, name, way in say(f"camera.{name}", language)) == (language, name, True)


@pytest.mark.parametrize(
    ("surface", "width", "size"),
    [
        ("citizen", 390, "0"),
        ("kiosk", 1024, "0"),
        *OTHER_SCREENS,
    ],
)
def test_the_camera_fits_every_screen(look: Look, tmp_path: Path, surface: str, width: int, size: str) -> None:
    page = look(video([held("a4", module=0.4)], tmp_path / "fits.y4m"), f"?surface={surface}")
    page.set_viewport_size({"width": width, "height": 800})
    page.evaluate(f"document.documentElement.dataset.size = '{size}'")
    press(page)
    expect(page.locator(".mg-camera video")).to_be_visible()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    button = page.get_by_role("button", name=say("camera.stop")).bounding_box()
    frame = page.locator(".mg-camera .frame").bounding_box()
    assert button is not None and frame is not None
    assert button["height"] >= {"desk": 40, "citizen": 48, "kiosk": 72}[surface]
    assert frame["width"] <= width
    assert frame["height"] <= 800 * 0.61
