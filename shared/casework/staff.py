"""Staff accounts, sign-in and sessions. The sign-in of citizens does not exist: they have codes.

Passwords are Argon2id (19 MiB, 2 rounds, 1 lane: OWASP's minimum, 80 ms here), at most two hashes at once.
Sessions live on the server: 256 random bits, kept as a hash, idle 15 minutes, ten hours at most, re-checked on
every rerun of a page. Wrong name, wrong password, locked and disabled get one answer in one time.
"""

import hashlib
import os
import secrets
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shared.casework.authority import EVERY_SECTION, Actor, Role
from shared.casework.noting import CITIZEN, NOBODY, OPERATOR, note_in_office
from shared.casework.office import OfficeSide
from shared.errors import CaseError, NotAuthorised, SignInRefused, StoreUnavailable, ValueRefused
from shared.language import clock
from shared.records.store import cover_pins, people
from shared.records.store.people import SessionRow, StaffRow
from shared.records.store.trail_rows import OFFICE_CHAIN

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=10)
TRIES = 5  # wrong passwords of one name
LOCKED_FOR = timedelta(minutes=15)
TRIES_OF_ALL = 100  # wrong passwords of the whole office in LOCKED_FOR
LEAST_PASSWORD = 10
NUMBER, PROTECTED = "number", "protected"
RIGHTS = (NUMBER, PROTECTED)
RESERVED = (CITIZEN, NOBODY, OFFICE_CHAIN, OPERATOR, "system")  # names that the trail gives to nobody on the staff
TOKEN_BYTES = 32
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing to mistake when read aloud
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_hashing = threading.BoundedSemaphore(2)
_NOBODY = _hasher.hash("nobody has this password")


@dataclass(frozen=True, repr=False)
class SignedIn:
    """`token` is for the cookie and nowhere else; `must_change`: the one-time password is to be replaced first."""

    token: str
    actor: Actor
    must_change: bool


def add(
    office: OfficeSide,
    name: str,
    shown: str = "",
    roles: Sequence[Role] = (Role.COUNTER, Role.REVIEWER),
    sections: Sequence[str] = (EVERY_SECTION,),
    rights: Sequence[str] = (),
) -> str:
    """A new account; gives its one-time password. Raises ValueRefused, and CaseError("staff_exists")."""
    known = {section.id for section in office.catalogue().sections} | {EVERY_SECTION}
    if not name.strip() or len(name) > 40 or not name.isprintable() or " " in name or name in RESERVED:
        raise ValueRefused("staff_name")
    for section in sections:
        if section not in known:
            raise ValueRefused("section_unknown", section=section)
    for right in rights:
        if right not in RIGHTS:
            raise ValueRefused("not_a_choice")
    password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(4))
    account = StaffRow(
        name=name,
        shown_name=shown or name,
        password=hashed(password),
        must_change=True,
        number=NUMBER in rights,
        roles=tuple(role.value for role in roles) + tuple(r for r in rights if r == PROTECTED),
        sections=tuple(sections),
        created_at=clock.now(),
    )
    office.store.run(_put_new, account)
    note_in_office(office, name, "staff_added")
    return password


def _put_new(connection: Any, account: StaffRow) -> None:
    if people.staff(connection, account.name) is not None:
        raise CaseError("staff_exists")
    people.put_staff(connection, account)


def accounts(office: OfficeSide) -> list[StaffRow]:
    """All accounts, disabled ones too, by name."""
    return office.store.read(people.all_staff)


def disable(office: OfficeSide, name: str) -> None:
    """Ends the account and its sessions: the next rerun of each of its pages asks to sign in."""
    account = office.store.read(people.staff, name)
    if account is None:
        raise CaseError("staff_unknown")
    office.store.run(people.put_staff, replace(account, disabled_at=clock.now()))
    office.store.run(people.end_sessions_of, name)
    office.store.run(cover_pins.drop_pin, name)
    note_in_office(office, name, "staff_disabled")


def sign_in(office: OfficeSide, name: str, password: str, earlier_token: str | None = None) -> SignedIn:
    """A new session. Raises SignInRefused, the same for every reason. A session of before ends."""
    account = _proved(office, name, password)
    if earlier_token:
        sign_out(office, earlier_token)
    if _hasher.check_needs_rehash(account.password):
        office.store.run(people.put_staff, replace(account, password=hashed(password)))
    office.store.run(cover_pins.forgive, account.name)
    note_in_office(office, account.name, "sign_in")
    return SignedIn(_new_session(office, account.name), actor_from(account), account.must_change)


def confirmed(office: OfficeSide, name: str, password: str) -> Actor:
    """Who typed their password once more, for one deed that wants it; no session. Counted and locked as signing in.

    Raises SignInRefused ("sign_in_refused", the same for every reason), and "password_one_time": a password that
    somebody else knows as well opens no such thing.
    """
    account = _proved(office, name, password)
    if account.must_change:
        note_in_office(office, account.name, "sign_in_refused")
        raise SignInRefused("password_one_time")
    return actor_from(account)


def change_password(office: OfficeSide, token: str, old: str, new: str) -> str:
    """Replaces the password; gives a new session's token, all others end. Raises SignInRefused, ValueRefused.

    Wrong old passwords count as wrong sign-ins do.
    """
    account = _account_of(office, token)
    if account is None or not _tried(office, account.name, account, old):
        note_in_office(office, NOBODY if account is None else account.name, "sign_in_refused")
        raise SignInRefused("sign_in_refused")
    if len(new) < LEAST_PASSWORD or new == old or new.lower() in _too_common(account):
        raise ValueRefused("password_weak", least=LEAST_PASSWORD)
    office.store.run(people.put_staff, replace(account, password=hashed(new), must_change=False))
    office.store.run(people.end_sessions_of, account.name)
    note_in_office(office, account.name, "password_changed")
    return _new_session(office, account.name)


def sign_out(office: OfficeSide, token: str) -> None:
    """Ends this session."""
    office.at_hand.saw(_digest(token), None)
    office.store.run(people.end_session, _digest(token))


def actor_of(office: OfficeSide, token: str) -> Actor | None:
    """Who sits here, asked on every rerun; None when the session is over, idle too long, or the account disabled.

    While the store is away, who sat here when it answered last. Raises StoreUnavailable where that is nobody.
    """
    session = _digest(token)
    try:
        account = office.at_hand.ask(office.store, lambda: _seen_now(office, token))
    except StoreUnavailable:
        return office.at_hand.sits(session)
    actor = actor_from(account) if account is not None else None
    office.at_hand.saw(session, None if account is not None and account.must_change else actor)
    return actor


def _seen_now(office: OfficeSide, token: str) -> StaffRow | None:
    account = _account_of(office, token)
    if account is not None:
        office.store.run(people.session_seen, _digest(token), clock.now())
    return account


def lives(office: OfficeSide, token: str) -> bool:
    """Whether the session is good now. Being asked is no sign of a person: it keeps nothing awake."""
    return _account_of(office, token) is not None


def must_change(office: OfficeSide, token: str) -> bool:
    """Whether the one-time password is still in use. Whoever has one does nothing while the store is away."""
    try:
        account = office.at_hand.ask(office.store, lambda: _account_of(office, token))
    except StoreUnavailable:
        office.at_hand.sits(_digest(token))
        return False
    return bool(account and account.must_change)


def actor_named(office: OfficeSide, name: str) -> Actor:
    """The account of the command line's --staff. Raises NotAuthorised for unknown and disabled ones."""
    account = office.store.read(people.staff, name)
    if account is None or account.disabled_at is not None:
        raise NotAuthorised("staff_unknown")
    return actor_from(account)


def actor_from(account: StaffRow) -> Actor:
    """The account as authority sees it."""
    known = {role.value for role in Role}
    return Actor(
        name=account.name,
        shown=account.shown_name,
        roles=frozenset(Role(r) for r in account.roles if r in known),
        sections=frozenset(account.sections),
        number=account.number,
        protected=PROTECTED in account.roles,
    )


def _proved(office: OfficeSide, name: str, password: str) -> StaffRow:
    account = office.store.read(people.staff, name.strip())
    if not _tried(office, name.strip(), account, password) or account is None or account.disabled_at is not None:
        note_in_office(office, NOBODY, "sign_in_refused")
        raise SignInRefused("sign_in_refused")
    return account


def _account_of(office: OfficeSide, token: str) -> StaffRow | None:
    now, session = clock.now(), office.store.read(people.session, _digest(token))
    if session is None or now >= session.expires_at or now - session.seen_at > IDLE:
        return None
    account = office.store.read(people.staff, session.staff)
    return account if account is not None and account.disabled_at is None else None


def _new_session(office: OfficeSide, name: str) -> str:
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    office.store.run(people.start_session, SessionRow(_digest(token), name, now, now, now + LONGEST))
    return token


def _tried(office: OfficeSide, name: str, account: StaffRow | None, password: str) -> bool:
    """Whether the password is right and nothing is locked. The same work for names that there are not.

    A try of the name is counted before its password is looked at, so that many at once are no more tries; while
    it is locked nothing is added, so that the lock ends.
    """
    who, everybody = _key(office, name), _key(office, "")
    with _hashing:
        since = clock.now() - LOCKED_FOR
        open_ = office.store.run(_count_try, who, everybody, since)
        right = verified(account.password if account else _NOBODY, password)
    if open_ and right:
        office.store.run(people.clear_tries, who)
    elif open_:
        office.store.run(people.add_try, everybody, clock.now())
    return open_ and right


def _count_try(connection: Any, who: bytes, everybody: bytes, since: datetime) -> bool:
    if people.tries_since(connection, who, since) >= TRIES:
        return False
    if people.tries_since(connection, everybody, since) >= TRIES_OF_ALL:
        return False
    people.add_try(connection, who, clock.now())
    return True


def _key(office: OfficeSide, name: str) -> bytes:
    """A keyed digest: people type passwords where their name belongs."""
    return office.vault.token("*", "sign-in", name)


def verified(encoded: str, password: str) -> bool:
    """Whether `password` is what was hashed."""
    try:
        return _hasher.verify(encoded, password)
    except (VerificationError, InvalidHashError):
        return False


def hashed(password: str) -> str:
    """Argon2id as kept, with a salt of its own."""
    with _hashing:
        return _hasher.hash(password, salt=os.urandom(16))


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _too_common(account: StaffRow) -> set[str]:
    """What everybody tries first. Length is the rule; this refuses the obvious."""
    words = (
        "password",
        "madoguchi",
        "shiyakusho",
        "matsue",
        "qwertyuiop",
        "1234567890",
        account.name.lower(),
    )
    return {word + tail for word in words for tail in ("", "1", "12", "123", "1234", "2026", "0000")}
