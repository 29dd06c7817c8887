"""SL-5, SL-6: two people at the portal at once; nothing of the one comes to the other, nothing stays in Streamlit."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from PIL import Image
from playwright.sync_api import Browser

from shared.catalogue import catalogue
from shared.catalogue.procedure import Procedure
from shared.language import clock
from tests.casework.town import ROOT, Town, answers_of
from tests.portal.citizen import Citizen

PORT = 8774
SAMPLE = "sodai-gomi/chest-and-bedding"
CANARIES = {
    "applicant_name": "鳴沢　鳥子",
    "applicant_kana": "ナルサワ トリコ",
    "applicant_tel": "0852-00-4711",
    "applicant_email": "naruko@example.jp",
    "pickup_address": "松江市殿町815番地",
    "pickup_katagaki": "カナリアハイツ",
    "put_place": "青い門の内側",
}
MARKS = ("鳴沢", "鳥子", "ナルサワ", "0852004711", "0852-00-4711", "naruko", "815番地", "カナリア", "青い門")


@pytest.fixture
def address(town: Town, tmp_path: Path) -> Iterator[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    base = f"http://localhost:{PORT}"
    own = {"MADOGUCHI_VAR": str(town.settings.front_var.parent), "MADOGUCHI_BASE_URL": base}
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.watched_portal", str(PORT)],
            cwd=ROOT, env=environ | own, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        for _ in range(300):
            try:
                with urlopen(f"{base}/healthz", timeout=1):
                    break
            except OSError:
                assert process.poll() is None, (tmp_path / "log").read_text()
                time.sleep(0.2)
        yield base
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def arrive(address: str, chromium: Browser) -> Iterator[Callable[[], tuple[Citizen, list[bytes]]]]:
    """Call it for a citizen with a browser of their own, and everything that comes to it."""

    def one() -> tuple[Citizen, list[bytes]]:
        citizen, come = Citizen(chromium.new_context(locale="ja-JP"), address), []

        def heard(data: str | bytes) -> None:
            come.append(data.encode() if isinstance(data, str) else data)

        citizen.page.on("websocket", lambda socket: socket.on("framereceived", heard))
        return citizen, come

    yield one


@pytest.mark.browser
@pytest.mark.requirement("SL-5")
@pytest.mark.requirement("SL-6")
def test_of_two_people_at_once_neither_gets_anything_of_the_other(
    arrive: Callable[[], tuple[Citizen, list[bytes]]], address: str, tmp_path: Path
) -> None:
    procedure: Procedure = catalogue.load(ROOT / "procedures.yaml").procedure("sodai-gomi").on(clock.today())
    photo = tmp_path / "photo.png"
    Image.effect_noise((64, 48), 60).convert("RGB").save(photo)
    (first, own), (second, come) = arrive(), arrive()

    first.start("sodai-gomi")
    second.start("sodai-gomi")
    first.walk(procedure, answers_of(SAMPLE) | CANARIES, {"photo": photo})
    second.walk(procedure, answers_of(SAMPLE), {"photo": photo})
    first.tick("consent")
    first.press("send_button")
    second.go("/")
    second.go(f"/?case={first.case}")
    second.go(f"/?procedure={procedure.id}&q=鳥")

    assert first.heading == "市役所に届きました"
    assert [mark for mark in MARKS if mark.encode() in b"".join(own)] != []
    assert [mark for mark in MARKS if mark.encode() in b"".join(come)] == []
    assert [mark for mark in MARKS if mark in second.page.content()] == []
    with urlopen(f"{address}/held", timeout=5) as answer:
        assert json.load(answer) == {"media": 0}
