"""Pages of a sheet that are photographed here: kept in this session's memory until the sheet is taken in, or left."""

import base64
from dataclasses import dataclass, field

import streamlit as st

from kiosk.paper_words import last_refusal_html
from kiosk.visit import Visit
from shared.casework.files import MOST_FILES, small_picture, tidy_file
from shared.errors import FileRefused, ValueRefused
from shared.language.wording import say
from shared.screens.components.photos import WORDS, Page, Pressed, Ticket, is_undecided, new_ticket, photographed

KEPT = "paper_photos"
REFUSED = "paper_photo_refused"


@dataclass(repr=False)
class Photos:
    """What was taken for one arrival. `sheets`: number → the picture as it came."""

    arrival: str
    pages: list[Page] = field(default_factory=list)
    sheets: dict[str, bytes] = field(default_factory=dict)
    ticket: Ticket | None = None
    heard: str = ""


def draw_photos(arrival: str, others: int) -> None:
    """The pages and the camera. `others`: how many files came another way."""
    photos = _photos_of(arrival)
    refused = last_refusal_html(REFUSED)
    if refused:
        st.html(refused)
    photos.ticket = photos.ticket or new_ticket()
    words = {name: say(f"kiosk_paper.photo_{name}", n="{n}") for name in WORDS}  # the component fills them in
    room = max(0, MOST_FILES - others - len(photos.pages))
    pressed = photographed(_key(arrival), words, photos.pages, room, photos.ticket, photos.heard)
    if pressed is None:
        return
    if _done(photos, pressed, room):
        photos.heard = pressed.heard
    st.rerun()


def taken(arrival: str) -> tuple[tuple[str, bytes], ...]:
    """(name, bytes) of every page, in their order. Raises ValueRefused where one is not decided yet."""
    if is_undecided(_key(arrival)):
        raise ValueRefused("photo_undecided")
    photos = _photos_of(arrival)
    names = (say("kiosk_paper.photo_name", n=number) for number in range(1, len(photos.pages) + 1))
    return tuple((f"{name}.jpg", photos.sheets[page.id]) for name, page in zip(names, photos.pages, strict=True))


def forget_elsewhere(visit: Visit) -> None:
    """Whoever leaves the arrival leaves its photos: the next sheet begins with none."""
    if visit.query.get("paper") != "in":
        forget()


def forget() -> None:
    """Nothing of them stays."""
    st.session_state.pop(KEPT, None)


def _done(photos: Photos, pressed: Pressed, room: int) -> bool:
    """Whether it is settled, well or not; a picture that never came is sent again."""
    if pressed.did == "drop":
        photos.pages = [page for page in photos.pages if page.id != pressed.id]
        photos.sheets.pop(pressed.id, None)
        return True
    if pressed.data is None:
        return False
    try:
        _keep(photos, pressed.id, pressed.data, pressed.place, room)
    except FileRefused as refused:
        st.session_state[REFUSED] = refused
    photos.ticket = None
    return True


def _keep(photos: Photos, number: str, data: bytes, place: int, room: int) -> None:
    """Behind the others, or in place of the page that was taken again. Raises FileRefused."""
    page = Page(number, _address(small_picture(tidy_file(f"{number}.jpg", data, ("jpg",)))))
    if 0 <= place < len(photos.pages):
        photos.sheets.pop(photos.pages[place].id)
        photos.pages[place] = page
    elif room > 0:
        photos.pages.append(page)
    else:
        raise FileRefused("files_too_many", most=MOST_FILES)
    photos.sheets[number] = data


def _key(arrival: str) -> str:
    return f"photos_{arrival}"


def _address(jpeg: bytes) -> str:
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()


def _photos_of(arrival: str) -> Photos:
    kept = st.session_state.get(KEPT)
    if not isinstance(kept, Photos) or kept.arrival != arrival:
        kept = st.session_state[KEPT] = Photos(arrival)
    return kept
