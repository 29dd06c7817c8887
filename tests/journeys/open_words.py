"""The search for what lies in the open: in files as they are, in what is packed in them, and in texts."""

import base64
import contextlib
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path


def spellings(secret: str) -> dict[str, bytes]:
    """The forms in which it could lie somewhere and still be read at once."""
    plain = secret.encode()
    wide = secret.translate({ord(str(n)): ord("０") + n for n in range(10)}).encode()
    grouped = "-".join(secret[at : at + 4] for at in range(0, len(secret), 4)).encode()
    return {
        "plain": plain,
        "full width": wide,
        "grouped": grouped,
        "utf-16": secret.encode("utf-16-le"),
        "utf-16 big": secret.encode("utf-16-be"),
        "hex": plain.hex().encode(),
        "HEX": plain.hex().upper().encode(),
        "escaped": secret.encode("unicode_escape"),
        **{f"base64 +{shift}": based(plain, shift) for shift in range(3)},
    }


def based(plain: bytes, shift: int) -> bytes:
    """What its base64 has in common, whatever stands before and after it."""
    coded = base64.b64encode(b"x" * shift + plain)
    return coded[-(-shift * 8 // 6) : (shift + len(plain)) * 8 // 6]


def inflated(data: bytes) -> Iterator[bytes]:
    """Everything in it that zlib or gzip can open."""
    for head in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b\x08"):
        at = data.find(head)
        while at >= 0:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj(47).decompress(data[at:], 2**22)
            at = data.find(head, at + 1)


def found(secrets: Sequence[str], places: Sequence[Path], *texts: str) -> list[str]:
    """`secret, form, place` of everything that is there."""
    files = [path for place in places for path in place.rglob("*") if path.is_file()]
    contents = [(str(path), path.read_bytes()) for path in files] + [
        (f"text {n}", t.encode()) for n, t in enumerate(texts)
    ]
    assert files
    everything = [*contents, *((f"{name} inflated", part) for name, data in contents for part in inflated(data))]
    return [
        f"{secret} {form} {name}"
        for secret in secrets
        for form, spelled in spellings(secret).items()
        for name, data in everything
        if spelled in data
    ]
