"""The tablet's camera reads a QR code. The picture stays in the tablet; only the text of the code is sent.

The browser's own BarcodeDetector where it has one, else jsQR (assets/vendor/). The camera runs only between the
press on the button and the first code of ours, and never longer than LONGEST. Its light goes out at once then, at
「やめる」, when the page is hidden or covered, and when the component is drawn no more.
"""

from typing import Final

from shared.language.wording import say_bracketed
from shared.screens.components.packaged import mount

# Addresses of ours (DESIGN §6), or a bare code or number; read in any case; another QR code is passed over with a word.
OURS: Final = r"/[A-Z]/[0-9A-Z]|^[0-9A-Z -]{9,23}$"
LONGEST: Final = 60  # seconds without a code
WORDS: Final = ("start", "stop", "hold", "asking", "other", "none", "refused", "insecure", "busy", "slow", "failed")


def scanned_by_camera(key: str, language: str = "ja") -> str | None:
    """A button that opens the camera; what it read since the last run, None when nothing was.

    Whatever comes is checked by its check character before it counts, like a scanner's (`scanner.scanned`). Keep a
    visible field for typing on the same page: where the camera cannot be used, the words lead there.
    """
    words = {name: say_bracketed(f"camera.{name}", language) for name in WORDS}
    data = {"words": words, "ours": OURS, "seconds": LONGEST}
    result = mount("camera", key, data, on_code_change=_rerun)
    return result.code or None


def _rerun() -> None:
    """Streamlit draws again after every callback; there is nothing else to do."""
