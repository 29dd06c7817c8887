"""At rest in the office: a key per case, columns sealed under it, and search tokens (OBJECTS.md).

    wrap     vault key's number 1 ‖ box(vault key, case key, reference)      shredding it shreds the case
    column   box(case key, data, table ‖ reference ‖ column)                 moved, it does not open
    token    HMAC-SHA256(index key, section ‖ field ‖ search key)[:16]       finds, and tells nothing

Rotation wraps case keys again and touches nothing else. The index key finds names; losing it loses the
search, not data.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.hazmat.primitives import hashes, hmac

from shared.errors import CannotUnseal, KeyMissing, ValueRefused
from shared.language.characters import search_key
from shared.language.dates import read_birth_date
from shared.records.boxes import KEY_BYTES, box, unbox
from shared.records.derivation import hk
from shared.records.keyring import VaultKeys
from shared.records.person import Person

TOKEN_BYTES = 16
KANA_PREFIXES = range(2, 7)  # characters

Term = tuple[str, str]  # (field, search key)


@dataclass(frozen=True, repr=False)
class CaseKey:
    """One case, unlocked. `wrap` is what is stored of its key."""

    reference: str
    key: bytes
    wrap: bytes

    def seal(self, table: str, column: str, data: bytes) -> bytes:
        """A column's value, sealed. Several values of one column are told apart in `column`: `file:1`."""
        return box(self.key, data, _place(table, self.reference, column))

    def open(self, table: str, column: str, sealed: bytes) -> bytes:
        """What was sealed there. Raises CannotUnseal("box_closed") for a value of another place or case."""
        return unbox(self.key, sealed, _place(table, self.reference, column))


class Vault:
    """Unlocks cases and makes search tokens. Holds keys in memory only."""

    def __init__(self, keys: VaultKeys) -> None:
        self._keys = keys

    def new_case(self, reference: str) -> CaseKey:
        """A case with a new key, wrapped under the newest vault key."""
        key = os.urandom(KEY_BYTES)
        return CaseKey(reference, key, self._wrap(reference, key))

    def open_case(self, reference: str, wrap: bytes) -> CaseKey:
        """Raises KeyMissing("key_not_here", key_id="vault-3") and CannotUnseal (another case's wrap)."""
        number = wrap_number(wrap)
        if number not in self._keys.ring:
            raise KeyMissing("key_not_here", key_id=f"vault-{number}")
        return CaseKey(reference, unbox(self._keys.ring[number], wrap[1:], reference.encode()), wrap)

    def rewrap(self, reference: str, wrap: bytes) -> bytes:
        """The same case key under the newest vault key; the same bytes where it is already."""
        if wrap_number(wrap) == self._keys.newest:
            return wrap
        return self._wrap(reference, self.open_case(reference, wrap).key)

    def put_aside(self, place: str, data: bytes) -> bytes:
        """Something of the office's own that is no case (a parked root), sealed for `place` alone."""
        newest = self._keys.newest
        return bytes([newest]) + box(self._aside_key(newest), data, place.encode())

    def take_back(self, place: str, sealed: bytes) -> bytes:
        """What was put aside there. Raises KeyMissing, CannotUnseal (another place, changed bytes)."""
        return unbox(self._aside_key(wrap_number(sealed)), sealed[1:], place.encode())

    @property
    def newest(self) -> int:
        """Number of the vault key that seals."""
        return self._keys.newest

    def token(self, section: str, field: str, key: str) -> bytes:
        """16 bytes for a search key (characters.search_key for words, digits for numbers) of a field."""
        mac = hmac.HMAC(self._keys.index, hashes.SHA256())
        for part in (section, field, key):
            data = part.encode()
            mac.update(len(data).to_bytes(4, "big") + data)
        return mac.finalize()[:TOKEN_BYTES]

    def tokens(self, section: str, terms: Iterable[Term]) -> dict[bytes, str]:
        """{token: field} of all terms, to be kept with a case or to be looked for."""
        return {self.token(section, field, key): field for field, key in terms if key}

    def _aside_key(self, number: int) -> bytes:
        if number not in self._keys.ring:
            raise KeyMissing("key_not_here", key_id=f"vault-{number}")
        return hk(self._keys.ring[number], "aside")

    def _wrap(self, reference: str, key: bytes) -> bytes:
        newest = self._keys.newest
        return bytes([newest]) + box(self._keys.ring[newest], key, reference.encode())


def wrap_number(wrap: bytes) -> int:
    """The number of the vault key that a wrap needs. Raises CannotUnseal("box_version") for an empty one."""
    if not wrap:
        raise CannotUnseal("box_version")
    return wrap[0]


def person_terms(person: Person) -> list[Term]:
    """Under what a person is found: name whole, family, given; kana by their first 2–6; birth date; phone,
    its end.
    """
    terms = [
        ("name", search_key(person.name)),
        ("name", search_key(person.family)),
        ("name", search_key(person.given)),
        ("birth", person.birth),
        ("phone", person.phone),
        ("phone_tail", person.phone[-4:]),
    ]
    terms += _prefixes(person.family_kana + person.given_kana) + _prefixes(person.given_kana)
    return list(dict.fromkeys(term for term in terms if term[1]))


def query_terms(text: str) -> list[Term]:
    """What a search, as typed by staff, may mean; a case that has any of these tokens is found."""
    words = search_key(text)
    digits = words.replace("-", "")
    terms = _birth_terms(text)
    if digits.isascii() and digits.isdigit():
        return [*terms, ("phone_tail" if len(digits) == 4 else "phone", digits)]
    if terms or not words:
        return terms
    return [("name", words), ("kana", _kana(text)[: KANA_PREFIXES[-1]])]


def _birth_terms(text: str) -> list[Term]:
    try:
        return [("birth", read_birth_date(text).stored)]
    except ValueRefused:
        return []  # not a date: a name or a number


def _prefixes(kana: str) -> list[Term]:
    key = _kana(kana)
    return [("kana", key[:length]) for length in KANA_PREFIXES if len(key) >= length]


def _kana(text: str) -> str:
    """Kana compared: katakana, small and long forms as written."""
    key = search_key(text)
    return "".join(chr(ord(ch) + 0x60) if "ぁ" <= ch <= "ゖ" else ch for ch in key)


def _place(table: str, reference: str, column: str) -> bytes:
    return "|".join((table, reference, column)).encode()
