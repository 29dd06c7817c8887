"""ふたつの顔の窓口: which second screen shows which case. In the memory of the office's own process and nowhere else.

    offer ──▶ token (two minutes, one use, shown as QR) ──join──▶ seat (the second screen's cookie)

A face belongs to one sign-in of staff and one case. It shows nothing while that sign-in is elsewhere, and it ends with
the visit: next visitor, cover, sign-out, or when staff's own screen has said nothing for three minutes.
"""

import hashlib
import secrets
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from threading import RLock
from typing import Final

from shared.casework.second_face.content import Content
from shared.casework.second_face.face import Look, SecondFace, Touch
from shared.errors import CodeSlip
from shared.records.code import GROUP, new_characters, tidy_characters

TOKEN_LENGTH: Final = 8  # 35 random bits and a check character: two minutes, one use, and joining has its pace
TOKEN_LIFE: Final = 120.0  # seconds
SILENT: Final = 90.0  # seconds without a sign of staff's screen: nothing is shown
GONE: Final = 180.0  # then it is over


@dataclass(frozen=True, repr=False)
class Offer:
    """What staff's screen shows for pairing: only as long as nobody used it."""

    token: str
    session: str
    reference: str
    until: float


class Faces:
    """All second screens of this process. `session` is the digest of a staff sign-in, never its token."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._lock = RLock()
        self._offers: dict[str, Offer] = {}
        self._faces: dict[bytes, SecondFace] = {}  # by the digest of the seat

    # ── staff

    def offer(self, session: str, reference: str) -> str:
        """A new token for this case. What this sign-in offered or showed before, of any case, ends."""
        with self._lock:
            self.end(session)
            token = new_characters("", TOKEN_LENGTH)
            self._offers[token] = Offer(token, session, reference, self._now() + TOKEN_LIFE)
            return token

    def offered(self, session: str, reference: str) -> tuple[str, int] | None:
        """(token, seconds it is still good for), where it waits to be used."""
        with self._lock:
            self._sweep()
            for one in self._offers.values():
                if (one.session, one.reference) == (session, reference):
                    return one.token, int(one.until - self._now())
            return None

    def of(self, session: str, reference: str) -> SecondFace | None:
        """The living face of this case, for staff's own screen."""
        with self._lock:
            self._sweep()
            return next((face for face in self._of(session) if face.reference == reference), None)

    def publish(self, session: str, reference: str, content: Content | None) -> None:
        """The case as it is kept now; None once it was sent. Nothing where nobody looks."""
        with self._lock:
            face = self.of(session, reference)
            if face is not None:
                face.show(content)

    def pending(self, session: str, reference: str) -> tuple[Touch, ...]:
        """Touches that the case does not hold yet."""
        face = self.of(session, reference)
        return tuple(face.touches) if face else ()

    def kept(self, session: str, reference: str, touches: Collection[Touch]) -> None:
        """The case holds them now; the citizen is told so."""
        with self._lock:
            face = self.of(session, reference)
            if face is not None and touches:
                face.forget_touches(touches)

    def list_all(self, session: str, reference: str, listed: bool) -> None:
        """Staff turn to the list of all, or back to the question."""
        with self._lock:
            face = self.of(session, reference)
            if face is not None:
                face.list_all(listed)

    def answer_call(self, session: str, reference: str) -> None:
        """Staff are there."""
        with self._lock:
            face = self.of(session, reference)
            if face is not None:
                face.answer_call()

    def attend(self, session: str, reference: str) -> None:
        """This sign-in's screen shows this case now ("" for none): only its face shows anything."""
        with self._lock:
            self._sweep()
            for face in self._of(session):
                face.away(face.reference != reference)
                if face.reference == reference:
                    face.staff_at = self._now()

    def end(self, session: str, reference: str = "") -> None:
        """The visit is over: of one case, or of all that this sign-in has."""
        with self._lock:
            for key, face in list(self._faces.items()):
                if face.session == session and reference in ("", face.reference):
                    face.show(None)
                    del self._faces[key]
            for token, one in list(self._offers.items()):
                if one.session == session and reference in ("", one.reference):
                    del self._offers[token]

    # ── the second screen

    def join(self, token: str) -> str | None:
        """The seat for a token; None for one that is unknown, old or used. A token is used once."""
        with self._lock:
            self._sweep()
            offer = self._offers.pop(token, None)
            if offer is None:
                return None
            seat = secrets.token_urlsafe(32)
            face = SecondFace(offer.session, offer.reference, staff_at=self._now(), seen_at=self._now())
            self._faces[_digest(seat)] = face
            return seat

    def leave(self, seat: str) -> None:
        """The citizen closes it."""
        with self._lock:
            self._faces.pop(_digest(seat), None)

    def reference_of(self, seat: str) -> str | None:
        """Which case it belongs to; None where it is over."""
        with self._lock:
            face = self._seated(seat)
            return face.reference if face else None

    def look(self, seat: str) -> Look | None:
        """What is to be shown now; None where it is over. The look itself is a sign of life."""
        with self._lock:
            face = self._seated(seat)
            if face is None:
                return None
            face.seen_at = self._now()
            return face.look(hidden=self._now() - face.staff_at > SILENT)

    def turn(self, seat: str) -> int | None:
        """Counts changes of what is shown: cheap, for who waits for the next."""
        with self._lock:
            face = self._seated(seat)
            if face is None:
                return None
            face.seen_at = self._now()
            return face.turn + (1 if self._now() - face.staff_at > SILENT else 0)

    def touch(self, seat: str, touch: Touch) -> bool:
        """Takes a touch; False for what is not shown (any more)."""
        with self._lock:
            face = self._seated(seat)
            return face is not None and self._now() - face.staff_at <= SILENT and face.take(touch)

    def connected(self, face: SecondFace, within: float) -> bool:
        """Whether the second screen asked during the last seconds."""
        return self._now() - face.seen_at <= within

    def _seated(self, seat: str) -> SecondFace | None:
        self._sweep()
        return self._faces.get(_digest(seat))

    def _of(self, session: str) -> Iterator[SecondFace]:
        return (face for face in self._faces.values() if face.session == session)

    def _sweep(self) -> None:
        now = self._now()
        self._offers = {token: one for token, one in self._offers.items() if one.until > now}
        for key, face in list(self._faces.items()):
            if now - face.staff_at > GONE:
                face.show(None)
                del self._faces[key]


def tidy_token(text: str) -> str:
    """The token as it was typed or scanned; "" for what can be none."""
    try:
        return tidy_characters(text, TOKEN_LENGTH, GROUP, "code_slip")
    except CodeSlip:
        return ""


def session_of(token: str) -> str:
    """A staff sign-in as faces know it."""
    return hashlib.sha256(b"face|" + token.encode()).hexdigest()


def _digest(seat: str) -> bytes:
    return hashlib.sha256(seat.encode()).digest()
