"""What the QR on each page of a paper form holds: which procedure, as asked when, which set, which page.

    BASE/F/PROCEDURE/1HHHHHHHNNNNNNNNNPPQQC      one line, QR alphanumeric, upper case

    PROCEDURE  the procedure's id in capitals, `_` written `.`
    1          version of this format
    H × 7      SHA-256(procedure as asked)[:4] as a number in Crockford base32
    N × 9      the case's 受付番号, or a form id: the same shape, its first letter F
    P × 2      page, from 01; 00 is the address sheet that goes before the form
    Q × 2      how many pages the form has
    C          check character over all of these and the procedure's id

No personal data, and never the code: a form that is filled in from a case names it and opens nothing.
"""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote

from shared.errors import CodeSlip
from shared.records.code import ALPHABET, check_character
from shared.records.reference import FORM, REFERENCE_LENGTH, new_reference, tidy_reference

COVER = 0  # page number of the address sheet
MOST_PAGES = 99
_VERSION = "1"
_HASH_LENGTH, _PAGES_LENGTH = 7, 4
_TOKEN_LENGTH = 1 + _HASH_LENGTH + REFERENCE_LENGTH + _PAGES_LENGTH + 1
_LONGEST_TEXT = 1024  # characters; anything longer is no form of ours
_PROCEDURE = re.compile(r"[A-Z][A-Z0-9.-]{0,39}")
_TOKEN = re.compile(rf"[{ALPHABET}]{{{_TOKEN_LENGTH}}}")


@dataclass(frozen=True)
class FormToken:
    """One page of a printed form. `number` is a form id where `blank_set`, else the case's reference.

    `procedure4` is the beginning of the digest of the procedure as asked (procedure.asked_hash), as in receipts.
    """

    procedure_id: str
    procedure4: bytes
    number: str
    page: int
    pages: int

    @property
    def blank_set(self) -> bool:
        """True for a set that belongs to no case yet."""
        return self.number.startswith(FORM)


def new_form_id() -> str:
    """A form id: 9 characters that hold the sheets of one printed set together."""
    return new_reference(FORM)


def form_url(base: str, token: FormToken) -> str:
    """What the QR holds. Raises ValueError for a page that a form cannot have."""
    if not COVER <= token.page <= token.pages <= MOST_PAGES:
        raise ValueError("page")
    written = f"{_VERSION}{_hash_text(token.procedure4)}{token.number}{token.page:02}{token.pages:02}"
    check = _check(token.procedure_id, written)
    return f"{base.rstrip('/')}/F/{token.procedure_id.replace('_', '.')}/{written}{check}".upper()


def read_form(text: str) -> FormToken | None:
    """The page of a form that `text` names: an address or its end, in any case, with blanks. Never raises."""
    tidy = "".join(unicodedata.normalize("NFKC", unquote(text[:_LONGEST_TEXT])).upper().split())
    named, _, token = tidy[tidy.rfind("/F/") + 3 if "/F/" in tidy else 0 :].partition("/")
    if not _PROCEDURE.fullmatch(named) or not _TOKEN.fullmatch(token) or not token.startswith(_VERSION):
        return None
    procedure_id = named.lower().replace(".", "_")
    written, check = token[:-1], token[-1]
    digest = _hash_bytes(written[1 : 1 + _HASH_LENGTH])
    pages = written[-_PAGES_LENGTH:]
    if check != _check(procedure_id, written) or digest is None or not pages.isdigit():
        return None
    try:
        number = tidy_reference(written[1 + _HASH_LENGTH : -_PAGES_LENGTH])
    except CodeSlip:
        return None
    page, count = int(pages[:2]), int(pages[2:])
    return FormToken(procedure_id, digest, number, page, count) if page <= count else None


def _check(procedure_id: str, written: str) -> str:
    """Over the fields and two characters of the procedure's own digest, so that no other id passes for it."""
    first, second = hashlib.sha256(procedure_id.encode()).digest()[:2]
    return check_character(f"{written}{ALPHABET[first & 31]}{ALPHABET[second & 31]}")


def _hash_text(digest: bytes) -> str:
    number = int.from_bytes(digest[:4], "big")
    return "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_HASH_LENGTH)))


def _hash_bytes(text: str) -> bytes | None:
    """The four bytes; None where the text holds more than 32 bits."""
    number = 0
    for character in text:
        number = number * 32 + ALPHABET.index(character)
    return number.to_bytes(4, "big") if number < 2**32 else None
