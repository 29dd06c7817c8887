"""A case in memory: a folder that somebody's code, pass or staff opened, and what it holds.

Where a person is, is computed from here; nothing of it is kept between reruns but the folder itself.
"""

import hashlib
import os
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

from shared.casework.id_card.shown import ShownCard
from shared.casework.sides import Side
from shared.catalogue import journey
from shared.catalogue.procedure import Procedure
from shared.errors import CannotOpen, CannotUnseal, FactBlocked, FactWrong
from shared.language import clock
from shared.records import folder as folders
from shared.records.boxes import box, unbox
from shared.records.card import Card, SealedCard, missing_seqs, open_card
from shared.records.derivation import hk, inside_key, locator_of, normal_fact, root_of
from shared.records.folder import Draft, FolderRow, Front, Inside
from shared.records.person import Fact
from shared.records.proof import code_in
from shared.records.shapes import JsonObject
from shared.records.status import Status

PASS_BYTES = 32
PASS_LIFE = timedelta(hours=24)
REMEMBERED_LIFE = timedelta(days=30)
TRIES_A_DAY = 5


@dataclass(frozen=True)
class Case:
    """One opened folder: `draft` while written or corrected, `front` once sent, `inside` with the fact.

    A correction is kept under the fact, as what was sent is; so without it `draft` is None though one was begun.
    `unread`: cards that do not open or are not the office's. `waits_here`: the letterbox does not have it yet.
    `id_card`: the My Number card that was shown for it in this visit (id_card/desk.py); kept nowhere.
    """

    root: bytes
    row: FolderRow
    draft: Draft | None = None
    front: Front | None = None
    inside: Inside | None = None
    k_in: bytes | None = None
    fact: Fact | None = None
    cards: tuple[Card, ...] = ()
    unread: int = 0
    waits_here: bool = False
    id_card: ShownCard | None = None

    def __repr__(self) -> str:
        return f"Case({self.reference})"  # never a person's data in a traceback

    @cached_property
    def procedure(self) -> Procedure:
        """The procedure as it was asked. Of a sent case only with its inside open, or a draft."""
        asked = self.draft.asked if self.draft else self.inside.asked if self.inside else None
        if asked is None:
            raise CannotUnseal("part_absent", part="inside")
        return Procedure.from_asked(asked)

    @property
    def reference(self) -> str:
        """受付番号, nine characters."""
        return self._any().reference

    @property
    def code(self) -> str:
        """引き継ぎコード. A secret: for the citizen's own screen and sheet only."""
        return self._any().code

    @property
    def channel(self) -> str:
        return self._any().channel

    @property
    def language(self) -> str:
        return self._any().language

    @property
    def envelope_id(self) -> str:
        return self._any().envelope_id

    @property
    def answers(self) -> JsonObject:
        """The draft's answers while there is one, else the sent ones."""
        if self.draft:
            return self.draft.answers
        return self.inside.answers if self.inside else {}

    @property
    def sent(self) -> bool:
        return self.front is not None

    @property
    def correcting(self) -> bool:
        """Sent, and being corrected now."""
        return self.sent and self.draft is not None

    @property
    def status(self) -> Status | None:
        """Of the newest card, else of the arrival; None while nothing was sent."""
        if self.front is None:
            return None
        named = [c.front["status"] for c in self.cards if "status" in c.front]
        return Status(str(named[-1])) if named else self.front.status

    @property
    def pending(self) -> Status | None:
        """What was sent after the application and is not answered yet: CORRECTION, WITHDRAWN, or None."""
        # The newest of all: a card that follows may be a little older, by a clock that was set back.
        answered = max((card.at for card in self.cards), default=None)
        sent = self.front.dates[-1] if self.front and len(self.front.dates) > 1 else None
        if sent is None or (answered is not None and answered >= sent.at):
            return None
        return Status.WITHDRAWN if sent.status is Status.WITHDRAWN else Status.CORRECTION

    @property
    def gap(self) -> bool:
        """A card is missing or cannot be read: 「続きがあります」."""
        return self.unread > 0 or bool(missing_seqs(c.seq for c in self.cards))

    def next_step(self, hand: str) -> str | None:
        """Id of the step to ask now; None when everything asked is answered."""
        if self.draft is None:
            return None
        step = journey.next_step(self.procedure, self.draft.answers, hand, self.draft.seen)
        return step.id if step else None

    def _any(self) -> Draft | Front:
        part = self.front or self.draft
        if part is None:
            raise CannotUnseal("part_absent", part="draft")
        return part


def case_by_code(side: Side, text: str) -> Case:
    """The case of a code, typed or scanned. Raises CodeSlip; CannotOpen for unknown, blocked and replaced."""
    return case_by_root(side, root_of(code_in(text), side.salt))


def case_by_root(side: Side, root: bytes) -> Case:
    """The case whose root this is. Raises CannotOpen."""
    row = side.letterbox.folder(locator_of(root))
    if row is None or row.expires_on < clock.today():
        raise CannotOpen("cannot_open")
    try:
        case = opened(side, root, row)
    except CannotUnseal as e:
        raise CannotOpen("cannot_open") from e
    if case.front is not None and case.front.replaced:
        raise CannotOpen("cannot_open")
    return case


def opened(side: Side, root: bytes, row: FolderRow, k_in: bytes | None = None, fact: Fact | None = None) -> Case:
    """The parts of a row that these keys open. Raises CannotUnseal; a card that does not open closes nothing."""
    front = folders.open_front(row, root) if row.front else None
    inside = folders.open_inside(row, k_in) if k_in and row.inside else None
    draft_under = k_in if front else root
    draft = folders.open_draft(row, draft_under) if row.draft and draft_under else None
    sealed = side.letterbox.cards(row.locator) if front else []
    cards = [card for one in sealed if (card := _card(side, one, root, k_in))]
    return Case(
        root,
        row,
        draft,
        front,
        inside,
        k_in,
        fact,
        tuple(cards),
        unread=len(sealed) - len(cards),
        waits_here=front is not None and side.waits_here(row.locator),
    )


def _card(side: Side, sealed: SealedCard, root: bytes, k_in: bytes | None) -> Card | None:
    """None for a card that was forged, moved or damaged: what it says must not be shown, what others say must."""
    try:
        return open_card(sealed, root, side.public, k_in)
    except CannotUnseal:
        return None


def again(side: Side, case: Case) -> Case:
    """The same case as it is kept now, with the keys we have. Raises CannotOpen."""
    fresh = case_by_root(side, case.root)
    if case.k_in is None or fresh.row.inside is None:
        return fresh
    try:
        return opened(side, case.root, fresh.row, case.k_in, case.fact)
    except CannotUnseal as e:
        raise CannotOpen("cannot_open") from e


def unlock(side: Side, case: Case, fact: str) -> Case:
    """Opens what is inside; a case that was not sent has nothing inside and is given back as it is.

    Raises ValueRefused (not a fact), FactWrong, FactBlocked (five tries a day).
    """
    if case.row.inside is None:
        return case
    known = Fact(case.row.fact_kind, normal_fact(case.row.fact_kind, fact, case.language))
    left = side.letterbox.count_try(case.row.locator, clock.today())
    if left < 0:
        raise FactBlocked("fact_blocked")
    try:
        unlocked = opened(side, case.root, case.row, inside_key(case.root, known.value), known)
    except CannotUnseal as e:
        if left == 0:
            raise FactBlocked("fact_blocked") from e
        raise FactWrong("fact_wrong", left=left) from e
    side.letterbox.clear_tries(case.row.locator, clock.today())
    return unlocked


def remember(side: Side, case: Case, pass_: bytes | None = None, *, long: bool = False) -> bytes:
    """Lets this device open the case again; gives the pass for the `__Host-case` cookie (32 bytes).

    24 hours, or 30 days where the citizen lets the device remember. Never at kiosks.
    """
    token = pass_ or os.urandom(PASS_BYTES)
    sealed = box(hk(token, "pass"), case.root, b"pass")
    expires_at = clock.now() + (REMEMBERED_LIFE if long else PASS_LIFE)
    side.letterbox.keep_pass(_pass_hash(token), case.row.locator, sealed, expires_at)
    return token


def forget(side: Side, pass_: bytes, case: Case | None = None) -> None:
    """「この端末では覚えない」: drops one case of the pass, or all."""
    side.letterbox.drop_pass(_pass_hash(pass_), case.row.locator if case else None)


def cases_of_pass(side: Side, pass_: bytes) -> list[Case]:
    """The cases this device may open, newest first. What does not open any more is left out."""
    found = []
    for sealed in side.letterbox.pass_rows(_pass_hash(pass_), clock.now()):
        try:
            found.append(case_by_root(side, unbox(hk(pass_, "pass"), sealed, b"pass")))
        except (CannotUnseal, CannotOpen):
            continue  # expired, replaced or purged since: the device simply no longer has it
    known = {case.reference for case in found}
    for case in tuple(found):
        others = [one for one in sent_with(side, case) if one.reference not in known]
        known.update(one.reference for one in others)
        found += others
    return sorted(found, key=lambda c: c.row.saved_at, reverse=True)


def sent_with(side: Side, case: Case) -> list[Case]:
    """The cases that were sent together, this one included, in their order; none for one that was sent alone.

    All of them go on with the code of the first. What does not open any more (a new code was given) is left out.
    """
    together = case.front.together if case.front else ()
    found = []
    for one in together:
        try:
            found.append(case if one.reference == case.reference else case_by_root(side, one.root))
        except CannotOpen:
            continue
    if not found or found[0].reference != together[0].reference:
        return found
    code = found[0].code
    return [replace(one, front=replace(one.front, code=code)) if one.front else one for one in found]


def opened_together(side: Side, case: Case) -> list[Case]:
    """The same, as open as the case is: one fact opens all of a bundle. One whose word was changed stays closed."""
    return [_opened_as(side, one, case.fact) for one in sent_with(side, case)]


def _opened_as(side: Side, case: Case, fact: Fact | None) -> Case:
    if fact is None or case.k_in is not None:
        return case
    try:
        return opened(side, case.root, case.row, inside_key(case.root, fact.value), fact)
    except CannotUnseal:
        return case


def with_row(case: Case, row: FolderRow, draft: Draft | None) -> Case:
    """The case after a save."""
    return replace(case, row=row, draft=draft)


def _pass_hash(pass_: bytes) -> bytes:
    return hashlib.sha256(pass_).digest()
