"""Text on its way into a spreadsheet."""

import unicodedata

_STARTS = ("=", "+", "-", "@")


def neutral(text: str) -> str:
    """The text so that no spreadsheet reads it as a formula: one that begins, after blanks, with `= + - @` of
    whatever width, or with a tab or line end, gets an apostrophe before it (OWASP: CSV injection).
    """
    first = unicodedata.normalize("NFKC", text.lstrip()[:1])
    dangerous = text[:1] in ("\t", "\r", "\n") or first in _STARTS or first in ("−", "‐")
    return f"'{text}" if dangerous else text
