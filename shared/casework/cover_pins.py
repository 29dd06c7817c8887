"""暗証番号: four to six digits that take the cover off the screen of somebody who is signed in already.

It opens no session. Three wrong ones, and the password is needed; a sign-in or the right PIN counts anew. What is kept
is Argon2id of a digest under the vault's key: with the table alone nobody can try ten thousand numbers.
"""

import itertools
import re
from typing import Literal

from shared.casework import staff
from shared.casework.noting import note_in_office
from shared.casework.office import OfficeSide
from shared.errors import CaseError, SignInRefused, ValueRefused
from shared.language import numerals
from shared.records.store import cover_pins, people

TRIES = 3
LEAST, MOST = 4, 6
# Down the middle of the keys, the corners, and what stands on every sign of the office.
_EVERYBODYS = frozenset({"2580", "0852", "1379", "1397", "0110", "0119", "690085", "085255"})
_YEAR = re.compile(r"(19|20)[0-9]{2}")
Standing = Literal["none", "open", "locked"]


def standing(office: OfficeSide, name: str) -> Standing:
    """Whether this person has a PIN, and whether it may be tried now."""
    kept = office.store.read(cover_pins.pin_of, name)
    if kept is None:
        return "none"
    return "open" if kept[1] < TRIES else "locked"


def set_pin(office: OfficeSide, token: str, password: str, pin: str) -> None:
    """The PIN of whoever's session this is, who gives their password with it.

    Raises SignInRefused, and ValueRefused ("pin_digits", "pin_easy"). What is refused changes nothing.
    """
    actor = staff.actor_of(office, token)
    if actor is None:
        raise SignInRefused("sign_in_refused")
    digits = digits_of(pin)
    if not LEAST <= len(digits) <= MOST:
        raise ValueRefused("pin_digits", least=LEAST, most=MOST)
    if is_easy(digits):
        raise ValueRefused("pin_easy")
    staff.confirmed(office, actor.name, password)
    encoded = staff.hashed(_keyed(office, actor.name, digits))
    office.store.run(cover_pins.put_pin, actor.name, encoded)
    note_in_office(office, actor.name, "cover_pin_set")


def prove(office: OfficeSide, token: str, name: str, pin: str) -> None:
    """Raises SignInRefused: "pin_wrong" with `left`, "pin_locked", or "sign_in_refused" where the session is not
    this person's any more.
    """
    actor = staff.actor_of(office, token)
    if actor is None or actor.name != name:
        raise SignInRefused("sign_in_refused")
    open_ = office.store.run(cover_pins.count_try, name, TRIES)
    kept = office.store.read(cover_pins.pin_of, name)
    if kept is not None and open_ and staff.verified(kept[0], _keyed(office, name, digits_of(pin))):
        office.store.run(cover_pins.forgive, name)
        note_in_office(office, name, "cover_pin_used")
        return
    note_in_office(office, name, "cover_pin_refused")
    left = TRIES - kept[1] if kept and open_ else 0
    raise SignInRefused("pin_wrong", left=left) if left else SignInRefused("pin_locked")


def clear(office: OfficeSide, name: str) -> None:
    """For `madoguchi staff`: the person goes on with the password. Raises CaseError where there is no account."""
    if office.store.read(people.staff, name) is None:
        raise CaseError("staff_unknown")
    if office.store.run(cover_pins.drop_pin, name):
        note_in_office(office, name, "cover_pin_cleared")


def digits_of(typed: str) -> str:
    """The digits of what was typed, in whatever width; "" where anything else is in it."""
    try:
        return numerals.only_digits(numerals.half_width(typed))
    except ValueRefused:
        return ""


def is_easy(digits: str) -> bool:
    """What a stranger tries first: one digit only, runs, a part repeated, years, the office's own numbers."""
    steps = {(int(b) - int(a)) % 10 for a, b in itertools.pairwise(digits)}
    years = bool(_YEAR.fullmatch(digits))
    return steps in ({0}, {1}, {9}) or _is_repeated(digits) or years or digits in _EVERYBODYS


def _is_repeated(digits: str) -> bool:
    """1212, 123123, 121212: a part that stands there twice or more, whole."""
    sizes = (n for n in range(1, len(digits) // 2 + 1) if len(digits) % n == 0)
    return any(digits == digits[:n] * (len(digits) // n) for n in sizes)


def _keyed(office: OfficeSide, name: str, digits: str) -> str:
    return office.vault.token("*", "cover-pin", f"{name}|{digits}").hex()
