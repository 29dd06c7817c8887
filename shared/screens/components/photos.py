"""Photos of a sheet by the tablet's camera: page after page, each seen before it is kept, taken again or removed.

`st.camera_input` gives no more than 1080 lines, the camera at the front first, one picture, and asks for `data:` in
the content policy. Here the camera gives a still as fine as it can (A4 in 150 dpi and more from 1240 × 1754 dots on),
drawn anew in the browser without what the camera wrote beside it. A picture comes over Streamlit's own address for
files, with its limits; the camera's light goes out as that of camera.py does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import streamlit as st

from shared.screens.components.packaged import mount
from shared.screens.uploads import next_upload, uploaded

WORDS: Final = (
    *("start", "more", "full", "asking", "aim", "shoot", "stop"),
    *("check", "near", "coarse", "turn", "again", "use", "use_next"),
    *("sending", "unsent", "page", "look", "again_page", "drop", "drop_page", "close"),
    *("none", "refused", "insecure", "busy", "slow", "failed"),
)
RULES: Final = {
    "wide": 2560,  # dots that are asked of the camera's video; a still is as fine as the camera has it
    "high": 1920,
    "longest": 3000,  # dots of the longer side: A4 that fills two thirds of the picture has 170 dpi
    "least": (1240, 1754),  # A4 in 150 dpi; below, whoever looks at the picture is told
    "heaviest": 4 * 2**20,  # bytes: ten pages stay below a case's 50 MB after they are encoded again
    "seconds": 120,  # without a touch the light goes out
    "patience": 20,  # seconds until a picture that the server does not have counts as not sent
}


@dataclass(frozen=True)
class Page:
    """A page that is kept: its number, and a small picture of it as a `data:` address."""

    id: str
    small: str


@dataclass(frozen=True)
class Pressed:
    """What was done: "keep" a picture (`data`; None where it never came) at `place`, -1 for the end; or "drop" one."""

    did: Literal["keep", "drop"]
    id: str
    place: int = -1
    data: bytes | None = None

    @property
    def heard(self) -> str:
        """What tells the browser that it was done; to be given to the next drawing."""
        return f"{self.did} {self.id}"


@dataclass(frozen=True)
class Ticket:
    """Where the next picture is sent to. A new one for each picture."""

    id: str
    address: str


def new_ticket() -> Ticket | None:
    """None where there is no server, as in AppTest."""
    place = next_upload("page.jpg")
    return Ticket(place.file_id, place.upload_url) if place is not None else None


def photographed(
    key: str, words: Mapping[str, str], pages: Sequence[Page], room: int, ticket: Ticket | None, heard: str
) -> Pressed | None:
    """The pages, and a button that opens the camera; what was pressed since the last run.

    `words`: all of WORDS; `{n}` in them is the number of a page. `room`: how many more may be taken. `heard`: of the
    last thing that was pressed. Keep a way without a camera on the same page: the words for troubles lead there.
    """
    data = {
        **RULES,
        "words": {name: words[name] for name in WORDS},
        "pages": [{"id": page.id, "small": page.small} for page in pages],
        "room": room if ticket else 0,
        "ticket": {"id": ticket.id, "address": ticket.address} if ticket else {},
        "heard": heard,
    }
    event = mount("photos", key, data, on_page_change=_rerun, on_undecided_change=_rerun).page
    return _pressed(event, ticket) if isinstance(event, Mapping) else None


def is_undecided(key: str) -> bool:
    """Whether a picture is on the screen that was neither used nor taken again."""
    state = st.session_state.get(key)
    return bool(state.get("undecided")) if isinstance(state, Mapping) else False


def _pressed(event: Mapping[str, Any], ticket: Ticket | None) -> Pressed | None:
    """Nothing that a browser says is believed: a picture is looked for at the ticket that was given out."""
    number, place = str(event.get("id")), event.get("place", -1)
    if event.get("did") == "drop":
        return Pressed("drop", number)
    if event.get("did") != "keep" or ticket is None or number != ticket.id or not isinstance(place, int):
        return None
    return Pressed("keep", number, place, uploaded(number))


def _rerun() -> None:
    """Streamlit draws again after every callback; there is nothing else to do."""
