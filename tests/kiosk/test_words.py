"""What a visitor reads at the counter is there in every language they can choose."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from shared.language.wording import WRITTEN, texts
from tests.kiosk.conftest import ROOT
from tests.kiosk.walking import settle

Sign = Callable[..., Page]
FACES = ("visitor.py", "band.py", "consent_touch.py")  # all that these draw is read by the visitor
BESIDES = ("idle_", "cover_title", "cover_body", "gone", "agreed_")


def read_by_visitors() -> list[str]:
    """Keys of the room `kiosk` on the visitor's face."""
    source = "".join((ROOT / "kiosk" / name).read_text(encoding="utf-8") for name in FACES)
    whole = {f"kiosk.{one}" for one in re.findall(r'"kiosk\.(\w+)"', source)}
    begun = tuple(f"kiosk.{one}" for one in (*re.findall(r'"kiosk\.(\w+_)\{', source), *BESIDES))
    return sorted(key for key in texts("ja") if key in whole or key.startswith(begun))


def test_the_visitors_face_has_words_in_every_language() -> None:
    keys = read_by_visitors()
    assert len(keys) > 25
    assert {language: [key for key in keys if key not in texts(language)] for language in WRITTEN} == {
        language: [] for language in WRITTEN
    }


def test_what_is_agreed_to_can_be_shown_in_the_visitors_language(kiosk: str, sign_in: Sign) -> None:
    page = sign_in()
    page.goto(f"{kiosk}/?start=juminhyo-copy")
    expect(page.locator(".kio-consent li").nth(1)).to_have_text("職員が、聞いたとおりに入力します。")
    settle(page)
    page.locator(".st-key-q_consent_language button").last.click()
    page.get_by_role("option", name="English").click()
    said = page.locator(".kio-consent li").nth(1)
    expect(said).to_contain_text("職員が、聞いたとおりに入力します。")
    expect(said.locator("[lang=en]")).to_have_text("Our staff write down what you say, just as you say it.")
