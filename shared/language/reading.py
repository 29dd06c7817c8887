"""What a rule makes of what was typed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reading:
    """A value that can be taken.

    `stored` is what is kept: names exactly as typed, numbers digits only, dates ISO ("1947" or "1947-03"
    where the rest is unknown). `flags` are codes of things to confirm (words: flags.yaml). `search_key` is
    compared instead of the value and is never shown. `suggestion` is a friendlier spelling to offer, never
    applied by itself. A value that cannot be taken is no Reading: it raises `shared.errors.ValueRefused`.
    """

    stored: str
    flags: tuple[str, ...] = ()
    search_key: str = ""
    suggestion: str = ""
