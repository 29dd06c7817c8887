"""A kiosk with a desk of two accounts. In a process of its own:

.venv/bin/python -m tests.web.counter_door SCRIPT PORT
"""

import secrets
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from shared.errors import NotAuthorised, SignInRefused, SubmissionNotFound, ValueRefused
from shared.printing.content import Addressee, CopyContent, LetterContent, Place, ReceiptContent, Words
from shared.printing.form.order import FormOrder
from shared.web import office
from shared.web.desks import FormAsked, Picture, Session, Standing
from shared.web.pace import Pace
from tests.web.serving import counter_pages, origins, serve

REFERENCE = "B3N8RT0W7"


class TwoPeople:
    """`aoi` may see one case, `makoto` none and has a one-time password: what the routes make of a desk."""

    def __init__(self) -> None:
        self.passwords = {"aoi": "hamanasu-no-michi", "makoto": "hajimete-no-hi"}
        self.sessions: dict[str, str] = {}
        self.fresh = {"makoto"}
        self.pins: dict[str, str] = {}

    def ready(self) -> Mapping[str, bool]:
        return {"store": False, "catalogue": True}

    def sign_in(self, name: str, password: str, earlier: str) -> Session:
        if self.passwords.get(name) != password:
            raise SignInRefused("sign_in_refused")
        self.sessions.pop(earlier, None)
        return Session(self._open(name), name in self.fresh)

    def _open(self, name: str) -> str:
        token = secrets.token_urlsafe(32)
        self.sessions[token] = name
        return token

    def sign_out(self, token: str) -> None:
        self.sessions.pop(token, None)

    def standing(self, token: str) -> Standing:
        name = self.sessions.get(token)
        return "nobody" if name is None else "must_change" if name in self.fresh else "in"

    def change_password(self, token: str, old: str, new: str) -> str:
        name = self.sessions.get(token, "")
        if self.passwords.get(name) != old:
            raise SignInRefused("sign_in_refused")
        if len(new) < 10:
            raise ValueRefused("password_weak", least=10)
        self.passwords[name] = new
        self.fresh.discard(name)
        self.sessions = {kept: whose for kept, whose in self.sessions.items() if whose != name}
        return self._open(name)

    def set_pin(self, token: str, password: str, pin: str) -> None:
        name = self.sessions.get(token, "")
        if self.passwords.get(name) != password:
            raise SignInRefused("sign_in_refused")
        if not (pin.isdigit() and 4 <= len(pin) <= 6):
            raise ValueRefused("pin_digits", least=4, most=6)
        self.pins[name] = pin

    def _may(self, token: str, reference: str) -> None:
        if self.sessions.get(token) != "aoi":
            raise NotAuthorised("not_authorised", deed="read")
        if reference != REFERENCE:
            raise SubmissionNotFound("submission_not_found")

    def receipt(self, token: str, reference: str) -> ReceiptContent:
        self._may(token, reference)
        return ReceiptContent(PLACE, reference, Words("住民票の写し"), ARRIVED, "見○ 花○", "counter")

    def answers(self, token: str, reference: str) -> CopyContent:
        self._may(token, reference)
        return CopyContent(PLACE, reference, Words("住民票の写し"), ARRIVED, (), ARRIVED)

    def notice(self, token: str, reference: str) -> LetterContent:
        self._may(token, reference)
        sender = Addressee("6908540", ("松江市末次町86番地",), "市民課", office=True)
        return LetterContent(
            PLACE, sender, Words(""), None, "", "notice_owed", Words(""), reference, ARRIVED, "counter", "self", TODAY
        )

    def picture(self, token: str, reference: str, file: str, page: int) -> Picture:
        self._may(token, reference)
        return Picture("image/png", b"\x89PNG", 3)

    def form(self, token: str, wanted: str, asked: FormAsked) -> FormOrder:
        raise SubmissionNotFound("submission_not_found")

    def figures(self) -> Mapping[str, Mapping[str, int]]:
        return {"cases_open": {'section="shiminka"': 4}}


TODAY = date(2026, 11, 22)
ARRIVED = datetime(2026, 11, 22, 5, 41, tzinfo=UTC)
PLACE = Place(Words("松江市"), Words("市民課"), "1-6", Words("1階 南"), "0852-55-5255")

if __name__ == "__main__":
    port = int(sys.argv[2])
    desk = TwoPeople()
    pages = counter_pages()
    routes = office.routes(desk, pages, origins(port), Pace(tries=1000))
    serve(Path(sys.argv[1]), port, {"/"}, routes, pages, desk, lambda token: desk.standing(token) == "in")
