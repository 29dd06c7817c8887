"""The receipt token: proof that something arrived, for anybody to see (OBJECTS.md). It does not hold the
code.

    01 · key id 1 · reference 6 · SHA-256(procedure)[:4] · unix time 4 · answers digest 8 · Ed25519 64

These 88 bytes are written as 141 characters of base32 (RFC 4648, upper case, no padding: QR alphanumeric
mode, and no 0, 1, 8 to mistake). It vouches for number and time and that the office (or the front) said so,
not for answers printed beside it.
"""

import base64
import binascii
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import unquote

from shared.errors import CodeSlip
from shared.records.code import ALPHABET, tidy_code
from shared.records.derivation import LABEL
from shared.records.reference import REFERENCE_LENGTH, tidy_reference
from shared.records.sealing import PublicKeys, SigningPublic
from shared.records.signing_keys import Signer

Verdict = Literal["office", "front", "expired", "revoked", "forged"]
TOKEN_LENGTH = 141
_VERSION = 1
_FIELDS_BYTES, _SIGNATURE_BYTES = 24, 64
_LONGEST_TEXT = 1024  # characters; anything longer is no receipt of ours
_SKEW = timedelta(minutes=5)  # a door's clock may be this far before the key's first moment
_TOKEN = re.compile(r"[A-Z2-7]{141}")
_SIGNED = LABEL + b"receipt|"


@dataclass(frozen=True)
class Proof:
    """What a token says. `procedure4` and `digest8` are beginnings of digests; `at` is the arrival, in UTC.

    verdict  office   signed by the office
             front    signed by the front: arrival only
             expired  the key's time was over when it signed
             revoked  the key was revoked; nothing that it ever signed proves anything
             forged   no signature of ours, or not a token at all (then all other fields are empty)
    """

    verdict: Verdict
    reference: str = ""
    procedure4: bytes = b""
    at: datetime | None = None
    digest8: bytes = b""
    key_id: int = 0


def make_proof(signer: Signer, reference: str, procedure_hash: bytes, at: datetime, digest: bytes) -> str:
    """The token, 141 characters; the same arguments give the same token. `digest` as
    derivation.answers_digest.
    """
    fields = b"".join(
        [
            bytes([_VERSION, signer.key_id]),
            _packed(reference),
            procedure_hash[:4],
            int(at.timestamp()).to_bytes(4, "big"),
            digest[:8],
        ]
    )
    return base64.b32encode(fields + signer.sign(_SIGNED + fields)).decode().rstrip("=")


def read_proof(text: str, public: PublicKeys) -> Proof:
    """What `text` proves: a token or an address that ends in one, in any case, with blanks. Never raises."""
    token = _token_in(text)
    raw = _decoded(token) if token else None
    if raw is None:
        return Proof("forged")
    fields, signature = raw[:_FIELDS_BYTES], raw[_FIELDS_BYTES:]
    reference = _unpacked(fields[2:8])
    signers = [key for key in public.signing_keys(fields[1]) if key.signed(_SIGNED + fields, signature)]
    if fields[0] != _VERSION or not signers or not reference:
        return Proof("forged")
    at = datetime.fromtimestamp(int.from_bytes(fields[12:16], "big"), UTC)
    return Proof(_verdict(signers[0], at), reference, fields[8:12], at, fields[16:24], fields[1])


def proof_url(base: str, token: str) -> str:
    """What the proof's QR holds: `BASE/R/…` in upper case."""
    return f"{base.rstrip('/')}/R/{token}".upper()


def code_url(base: str, code: str) -> str:
    """What the QR on the tear-off strip holds: `BASE/C/…` in upper case. The citizen's secret."""
    return f"{base.rstrip('/')}/C/{code}".upper()


def code_in(text: str) -> str:
    """The code in what was scanned or typed: `BASE/C/…` or the code itself. Raises CodeSlip as tidy_code
    does.
    """
    tidy = "".join(unicodedata.normalize("NFKC", text[:_LONGEST_TEXT]).split())
    return tidy_code(tidy[tidy.upper().rfind("/C/") + 3 :] if "/C/" in tidy.upper() else tidy)


def _verdict(key: SigningPublic, at: datetime) -> Verdict:
    if key.revoked_at is not None:
        return "revoked"
    if not key.not_before - _SKEW <= at <= key.not_after:
        return "expired"
    return "office" if key.kind == "office" else "front"


def _token_in(text: str) -> str | None:
    tidy = "".join(unicodedata.normalize("NFKC", unquote(text[:_LONGEST_TEXT])).upper().split())
    token = tidy[tidy.rfind("/R/") + 3 :] if "/R/" in tidy else tidy
    return token if _TOKEN.fullmatch(token) else None


def _decoded(token: str) -> bytes | None:
    """The 88 bytes; None where the last character holds bits that nobody wrote (one token, one spelling)."""
    try:
        raw = base64.b32decode(token + "===")
    except binascii.Error:
        return None
    if len(raw) != _FIELDS_BYTES + _SIGNATURE_BYTES:
        return None
    return raw if base64.b32encode(raw).decode().rstrip("=") == token else None


def _packed(reference: str) -> bytes:
    number = 0
    for character in reference:
        number = number * 32 + ALPHABET.index(character)
    return number.to_bytes(6, "big")


def _unpacked(data: bytes) -> str:
    """The reference of 6 bytes; empty where they hold none."""
    number = int.from_bytes(data, "big")
    characters = [ALPHABET[number >> 5 * place & 31] for place in reversed(range(REFERENCE_LENGTH))]
    try:
        return tidy_reference("".join(characters)) if number < 32**REFERENCE_LENGTH else ""
    except CodeSlip:
        return ""
